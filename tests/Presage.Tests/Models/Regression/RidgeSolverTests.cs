using Presage.Models.Forecasting;
using Presage.Models.Regression;

namespace Presage.Tests.Models.Regression;

public sealed class RidgeSolverTests
{
    const double Penalty = 1e-3;

    [Theory]
    [InlineData(0.0, true)]
    [InlineData(0.0, false)]
    [InlineData(0.3, true)] // few missing: all rows less the missing ones
    [InlineData(0.3, false)]
    [InlineData(0.6, true)] // many missing: the observed rows alone
    [InlineData(0.6, false)]
    public void Solve_OwnWeights_EqualTheNormalEquations(double missing, bool isCentred)
    {
        var task = Task(missing);

        var solution = RidgeSolver.Solve(task, isCentred, RidgeSharing.Metric, Penalty, 1, default);

        for (var metric = 0; metric < task.Shape.Metrics; metric++)
        {
            for (var step = 0; step < task.Shape.Horizon; step++)
            {
                AssertWeights(task, solution, [metric], step, isCentred);
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Solve_SharedWeights_EqualTheNormalEquationsOfAllMetrics(bool isCentred)
    {
        var task = Task(0.3);

        var solution = RidgeSolver.Solve(task, isCentred, RidgeSharing.All, Penalty, 2, default);

        AssertWeights(task, solution, [0, 1], 2, isCentred);
    }

    [Fact]
    public void Solve_ChoiceOfSharing_HasTheLowerValidationError()
    {
        var task = Task(0.3);

        var chosen = RidgeSolver.Solve(task, true, null, null, 1, default);

        var own = RidgeSolver.Solve(task, true, RidgeSharing.Metric, null, 1, default);
        var shared = RidgeSolver.Solve(task, true, RidgeSharing.All, null, 1, default);
        Assert.Equal(Math.Min(own.ValidationError, shared.ValidationError), chosen.ValidationError, 1e-9);
    }

    [Fact]
    public void Solve_ValidationError_IsThatOfItsForecasts()
    {
        var task = Task(0.3);

        var solution = RidgeSolver.Solve(task, true, RidgeSharing.Metric, null, 1, default);

        Assert.Equal(Error(solution, task), solution.ValidationError, 1e-6);
    }

    [Fact]
    public void Solve_OneOrTwoThreads_GiveTheSameBits()
    {
        var task = Task(0.3);

        var one = RidgeSolver.Solve(task, false, RidgeSharing.Metric, null, 1, default);
        var two = RidgeSolver.Solve(task, false, RidgeSharing.Metric, null, 2, default);

        Assert.Equal(one.Weights(1).ToArray(), two.Weights(1).ToArray());
    }

    [Fact]
    public void Solve_ConstantSeries_ForecastsTheConstant()
    {
        var frame = SmallData.Frame(1, 1, 200).With([.. Enumerable.Repeat(3f, 200)]);
        var task = SmallData.Task(frame).ForecastTask;

        var solution = RidgeSolver.Solve(task, true, RidgeSharing.All, null, 1, default);

        Assert.All(Forecast(solution, task, 0), value => Assert.Equal(0f, value, 1e-6));
    }

    [Fact]
    public void CopyRaw_CentredSolution_ForecastsTheSame()
    {
        var task = Task(0);
        var solution = RidgeSolver.Solve(task, true, RidgeSharing.Metric, null, 1, default);
        var shape = task.Shape;
        var weights = new float[shape.Lookback * shape.Horizon];
        var bias = new float[shape.Horizon];
        var input = new float[shape.InputLength];
        task.Validation.CopyInput(3, input, []);
        var expected = Forecast(solution, task, 3);

        solution.CopyRaw(1, weights, bias);

        for (var step = 0; step < shape.Horizon; step++)
        {
            var sum = (double)bias[step];
            for (var lag = 0; lag < shape.Lookback; lag++)
            {
                sum += weights[(lag * shape.Horizon) + step] * input[(lag * shape.Metrics) + 1];
            }

            Assert.Equal(expected[(step * shape.Metrics) + 1], sum, 1e-5);
        }
    }

    static ForecastTask Task(double missing) => SmallData.Task(SmallData.Frame(bins: 700, missing: missing), lookback: 12).ForecastTask;

    static float[] Forecast(RidgeSolution solution, ForecastTask task, int window)
    {
        var shape = task.Shape;
        var input = new float[shape.InputLength];
        var forecast = new float[shape.OutputLength];
        task.Validation.CopyInput(window, input, []);
        solution.Forecast(input, forecast, new float[shape.Horizon]);
        return forecast;
    }

    static double Error(RidgeSolution solution, ForecastTask task)
    {
        var target = new float[task.Shape.OutputLength];
        var mask = new float[task.Shape.OutputLength];
        double squares = 0;
        double points = 0;
        for (var window = 0; window < task.Validation.Count; window++)
        {
            task.Validation.CopyTarget(window, target, mask);
            var forecast = Forecast(solution, task, window);
            for (var place = 0; place < target.Length; place++)
            {
                squares += mask[place] * Math.Pow(forecast[place] - target[place], 2);
                points += mask[place];
            }
        }

        return squares / points;
    }

    // The gradient of the penalised squared error is zero at the solution: no solver is needed to check one.
    static void AssertWeights(ForecastTask task, RidgeSolution solution, int[] metrics, int step, bool isCentred)
    {
        var shape = task.Shape;
        var weights = solution.Weights(metrics[0]);
        double bias = solution.Bias(metrics[0])[step];
        var gradient = new double[shape.Lookback];
        var size = new double[shape.Lookback];
        double biasGradient = 0;
        double trace = 0;
        var input = new float[shape.InputLength];
        var target = new float[shape.OutputLength];
        var mask = new float[shape.OutputLength];
        for (var window = 0; window < task.Train.Count; window++)
        {
            task.Train.CopyInput(window, input, []);
            task.Train.CopyTarget(window, target, mask);
            foreach (var metric in metrics.Where(metric => mask[(step * shape.Metrics) + metric] > 0))
            {
                var lags = Enumerable.Range(0, shape.Lookback).Select(lag => (double)input[(lag * shape.Metrics) + metric]).ToArray();
                var mean = isCentred ? lags.Average() : 0;
                var residual = bias - (target[(step * shape.Metrics) + metric] - mean);
                for (var lag = 0; lag < lags.Length; lag++)
                {
                    lags[lag] -= mean;
                    residual += weights[(lag * shape.Horizon) + step] * lags[lag];
                }

                biasGradient += residual;
                for (var lag = 0; lag < lags.Length; lag++)
                {
                    gradient[lag] += residual * lags[lag];
                    size[lag] += Math.Abs(residual * lags[lag]);
                    trace += lags[lag] * lags[lag] / shape.Lookback;
                }
            }
        }

        for (var lag = 0; lag < shape.Lookback; lag++)
        {
            Assert.Equal(0, (gradient[lag] + (Penalty * trace * weights[(lag * shape.Horizon) + step])) / size[lag], 1e-5);
        }

        Assert.True(isCentred ? bias == 0 : Math.Abs(biasGradient) < 1e-3, $"bias {bias}, its gradient {biasGradient}");
    }
}
