namespace Presage.Tests.Fixtures;

/// <summary>As <see cref="DataFactAttribute"/>, for a test with several inputs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DataTheoryAttribute : TheoryAttribute
{
    /// <param name="dataSet">Relative to the data folder, such as <c>nezha</c>.</param>
    public DataTheoryAttribute(string dataSet)
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
