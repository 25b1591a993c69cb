using System.ComponentModel;
using System.Diagnostics;

namespace Presage.Tests.Tensors.Kernels;

public sealed class GeneratedKernelsTests
{
    [Fact]
    public void GemmKernels_CommittedFile_IsWhatTheScriptWrites()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Presage.slnx")))
        {
            root = root.Parent;
        }

        Assert.NotNull(root);
        var start = new ProcessStartInfo("node", ["eng/generate-gemm-kernels.mjs", "--check"]) { WorkingDirectory = root.FullName };
        Process? node;
        try
        {
            node = Process.Start(start);
        }
        catch (Win32Exception)
        {
            return; // Without node nobody has run the script either.
        }

        using (node)
        {
            node!.WaitForExit();
            Assert.True(node.ExitCode == 0, "GemmKernels.g.cs differs from the output of node eng/generate-gemm-kernels.mjs");
        }
    }
}
