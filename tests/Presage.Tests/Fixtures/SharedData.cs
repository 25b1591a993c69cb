namespace Presage.Tests.Fixtures;

/// <summary>Finds the real data sets, which lie beside the repository and not in it.</summary>
static class SharedData
{
    /// <summary>The folder or file of a data set, or null where it is absent.</summary>
    /// <param name="name">Relative to the data folder, such as <c>ett/ETTh1.csv.gz</c>.</param>
    public static string? Find(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "shared", "data", name);
            if (Directory.Exists(path) || File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    /// <summary>As <see cref="Find"/>, for a test that <see cref="DataFactAttribute"/> lets run only where the data are.</summary>
    public static string Require(string name) => Find(name) ?? throw new DirectoryNotFoundException($"shared/data/{name}");
}
