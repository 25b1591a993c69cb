using Presage.Cli;
using Presage.Cli.Output;

using var interruption = new Interruption();
return await PresageCommandLine.RunAsync(args, Terminal.OfProcess(), interruption.Token);
