using Presage.Models.Artefacts;
using Presage.Telemetry.Topology;
using Presage.Telemetry.Windows;

namespace Presage.Models.WhatIf;

/// <summary>Forecasts what would be under a load that is not there.</summary>
/// <remarks>
/// The usual forecast is moved by what each metric's response to its load says, and its bands are moved and widened with it; every
/// response that the history leaves open takes part. Nothing is trained. How it works and how far to trust it: docs/what-if.md.
/// </remarks>
public static class WhatIfForecast
{
    const int MostCallees = 6;

    /// <summary>Makes the forecast.</summary>
    /// <param name="request">The question.</param>
    /// <param name="cancellationToken">Heard between services.</param>
    /// <returns>Both forecasts; equal where no load changes.</returns>
    /// <exception cref="ModelDataException">No metric is a load, or a changed service is not in the data.</exception>
    public static WhatIfResult Create(WhatIfRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var history = request.Usual.History;
        int load = MetricRoles.FindLoad(history, request.LoadMetric);
        Require(request, history);
        var graph = request.Graph?.AlignTo(history.Entities);
        var roles = MetricRoles.Of(history);
        roles[load] = MetricRole.Load;
        var services = Services(request, history, roles, load, graph);
        var changed = new Dictionary<(string, string), SeriesForecast>();
        var loads = new List<LoadReach>();
        foreach (var (entity, service) in services)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var responses = new ServiceResponses(service, Drivers(entity, services, graph), roles, StepSeconds(history, load));
            for (int metric = 0; metric < roles.Length; metric++)
            {
                var usual = service.Series[metric];
                changed[(usual.Entity, usual.Metric)] = responses.IsChanged
                    ? ForecastShift.Apply(usual, responses.Of(metric)).WithinReachOf(history.Values(entity, metric))
                    : usual;
            }

            loads.Add(responses.Reach());
        }

        var series = request.Usual.Series.Select(one => changed[(one.Entity, one.Metric)]).ToArray();
        return new WhatIfResult(request.Usual, request.Usual with { Series = series }, loads);
    }

    static SortedDictionary<int, ServiceView> Services(WhatIfRequest request, Frame history, MetricRole[] roles, int load, ServiceGraph? graph)
    {
        var forecasts = request.Usual.Series.ToLookup(series => series.Entity);
        var levels = new double[history.Entities.Count];
        for (int entity = 0; entity < levels.Length; entity++)
        {
            var usual = forecasts[history.Entities[entity]].FirstOrDefault(one => one.Metric == history.Metrics[load])?.Point;
            float[] known = usual ?? [.. history.Values(entity, load).ToArray().Where(float.IsFinite)];
            levels[entity] = known.Length > 0 ? Math.Max(0, known.Average()) : 0;
        }

        double[] factors = LoadShares.Factors(history, load, levels, request.Changes, graph);
        var services = new SortedDictionary<int, ServiceView>();
        for (int entity = 0; entity < levels.Length; entity++)
        {
            var own = forecasts[history.Entities[entity]].ToDictionary(series => series.Metric);
            if (own.Count > 0)
            {
                services.Add(entity, new ServiceView(history, roles, load, entity, [.. history.Metrics.Select(metric => own[metric])], factors[entity]));
            }
        }

        return services;
    }

    // A caller waits for those it calls: their loads may explain its latency better than its own.
    static List<LoadDriver> Drivers(int entity, SortedDictionary<int, ServiceView> services, ServiceGraph? graph)
    {
        List<LoadDriver> own = [services[entity].Own, .. services[entity].PerInstance];
        int[] callees = [.. Callees(entity, graph).Where(services.ContainsKey).Take(MostCallees)];
        double chance = callees.Length > 0 ? 0.5 : 1;
        return
        [
            .. own.Select(driver => driver with { Chance = chance / own.Count }),
            .. callees.Select(callee => services[callee].Main)
                .SelectMany(loads => loads.Select(driver => driver with { Chance = (1 - chance) / callees.Length / loads.Count })),
        ];
    }

    // Those it calls, and then those that they call.
    static IEnumerable<int> Callees(int entity, ServiceGraph? graph)
    {
        var seen = new HashSet<int> { entity };
        List<int> callers = [entity];
        for (int depth = 0; depth < 2; depth++)
        {
            List<int> next = [.. callers.SelectMany(caller => (graph?.Edges ?? []).Where(edge => edge.From == caller)).Select(edge => edge.To).Distinct().Where(seen.Add)];
            foreach (int callee in next)
            {
                yield return callee;
            }

            callers = next;
        }
    }

    static double StepSeconds(Frame history, int load) =>
        MetricRoles.IsPerSecond(history.Metrics[load]) ? history.StepMs / 1000.0 : double.NaN;

    static void Require(WhatIfRequest request, Frame history)
    {
        foreach (var change in request.Changes)
        {
            if (!double.IsFinite(change.Factor) || change.Factor < 0)
            {
                throw new ModelDataException($"The load of {change.Service ?? "all services"} would get the factor {change.Factor}; it must be 0 or more.");
            }

            if (change.Service is { } name && !history.Entities.Contains(name))
            {
                var graph = request.Graph?.AlignTo(history.Entities);
                int[] entries = LoadShares.Entries(graph);
                string known = entries.Length > 0
                    ? $"users call {string.Join(", ", entries.Select(entry => history.Entities[entry]))}; the others are "
                    + string.Join(", ", history.Entities.Where((_, entity) => !entries.Contains(entity)))
                    : $"there are {string.Join(", ", history.Entities)}";
                throw new ModelDataException($"There is no service '{name}' whose load could change; {known}.");
            }
        }
    }
}
