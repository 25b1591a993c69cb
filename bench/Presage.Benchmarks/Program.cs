using Presage.Benchmarks.Kernels;

return args is ["kernels", .. var parts] ? KernelTable.Run(parts) : 2;
