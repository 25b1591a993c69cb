namespace Presage.Tests.Fixtures;

/// <summary>A test of a real data set; skipped with a reason where the data set is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DataFactAttribute : FactAttribute
{
    /// <param name="dataSet">Relative to the data folder, such as <c>ett</c>.</param>
    public DataFactAttribute(string dataSet)
    {
        DataSet = dataSet;
        if (SharedData.Find(dataSet) is null)
        {
            Skip = $"shared/data/{dataSet} is not beside the repository.";
        }
    }

    /// <summary>The data set the test needs.</summary>
    public string DataSet { get; }
}
