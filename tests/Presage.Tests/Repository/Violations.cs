namespace Presage.Tests.Repository;

/// <summary>Fails with every violation of a rule at once, a line each.</summary>
static class Violations
{
    public static void AssertNone(IEnumerable<string> found)
    {
        var all = found.ToArray();
        if (all.Length > 0)
        {
            Assert.Fail(string.Join('\n', all));
        }
    }
}
