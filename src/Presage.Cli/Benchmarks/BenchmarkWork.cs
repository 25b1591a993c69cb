using Presage.Tensors.Autodiff;
using Presage.Tensors.Execution;

namespace Presage.Cli.Benchmarks;

/// <summary>Prepared work: parameters, a traced plan and inputs.</summary>
sealed class BenchmarkWork : IDisposable
{
    readonly ParameterSet _parameters;
    readonly BatchRunner _runner;
    readonly Action<BatchRunner> _run;

    /// <param name="parameters">The layers' parameters; initialised here.</param>
    /// <param name="trace">Declares inputs and applies the layers.</param>
    /// <param name="options">Sizes.</param>
    /// <param name="pool">The threads.</param>
    /// <param name="run">One run.</param>
    public BenchmarkWork(
        ParameterSet parameters, Func<Graph, Tensor> trace, RunnerOptions options, WorkerPool pool, Action<BatchRunner> run)
    {
        parameters.Initialize(seed: 1);
        _parameters = parameters;
        _runner = new BatchRunner(parameters, trace, options, pool);
        _run = run;
    }

    /// <summary>Fills an input with values between -1 and 1.</summary>
    public BenchmarkWork Fill(string input)
    {
        var random = new SeededRandom(1);
        foreach (ref var value in _runner.Input(input))
        {
            value = (2 * random.NextSingle()) - 1;
        }

        return this;
    }

    /// <summary>Does the work once.</summary>
    public void Run() => _run(_runner);

    /// <inheritdoc />
    public void Dispose()
    {
        _runner.Dispose();
        _parameters.Dispose();
    }
}
