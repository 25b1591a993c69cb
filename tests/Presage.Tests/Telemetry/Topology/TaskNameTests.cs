using Presage.Telemetry.Topology;

namespace Presage.Tests.Telemetry.Topology;

public class TaskNameTests
{
    [Theory]
    [InlineData("M1", 1, new int[0])]
    [InlineData("R2_1", 2, new[] { 1 })]
    [InlineData("M5_3_4", 5, new[] { 3, 4 })]
    [InlineData("J12_10_11_Stg4", 12, new[] { 10, 11 })]
    [InlineData("M1_Stg1", 1, new int[0])]
    public void Of_NumberedTask_KnowsWhatItWaitsFor(string name, int number, int[] waitsFor)
    {
        var task = TaskName.Of(name)!;

        Assert.Equal(number, task.Number);
        Assert.Equal(waitsFor, task.WaitsFor);
    }

    [Theory]
    [InlineData("")]
    [InlineData("_")]
    [InlineData("1_2")]
    [InlineData("MergeTask")]
    [InlineData("task_Nzg3ODAwNDgzMTAwNTc2NTQ2Mw==")]
    [InlineData("R2_x")]
    [InlineData("R2_Stg1_1")]
    [InlineData("R2_")]
    [InlineData("R99999999999_1")]
    [InlineData("R-2_1")]
    public void Of_OtherName_SaysNothing(string name) => Assert.Null(TaskName.Of(name));
}
