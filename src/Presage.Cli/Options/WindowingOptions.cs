using System.CommandLine;
using System.CommandLine.Parsing;
using Presage.Models;
using Presage.Models.Evaluation;
using Presage.Telemetry.Windows;

namespace Presage.Cli.Options;

/// <summary>The options that say how data become windows and how a model is set.</summary>
sealed class WindowingOptions
{
    const string Linear = "linear";
    const string Logarithmic = "log";

    readonly Option<string> _protocol = new("--protocol")
    {
        Description = "How data become train, validation and test; listed below",
        HelpName = "NAME",
        DefaultValueFactory = _ => ProtocolCatalog.Protocols[0].Id,
    };

    readonly Option<int?> _lookback = new("--lookback") { Description = "Steps a model sees", HelpName = "STEPS" };
    readonly Option<IReadOnlyList<int>?> _horizons = new("--horizons")
    {
        Description = "Steps ahead to report, such as 1,12,24",
        HelpName = "A,B",
        CustomParser = HorizonList.Parse,
    };

    readonly Option<int?> _horizon = new("--horizon") { Description = "Steps to forecast", HelpName = "STEPS" };
    readonly Option<string?> _step = new("--step")
    {
        Description = "Width of a step, such as 60s, 5m or 1h; the protocol's, or found from the data, when not given",
        HelpName = "TIME",
    };

    readonly Option<MetricScale?> _scale = new("--scale")
    {
        Description = "Whether errors count by their size or by their ratio to the value: linear or log; the protocol's when not given",
        HelpName = "linear|log",
        CustomParser = ParseScale,
    };

    readonly Option<int?> _epochs = new("--epochs")
    {
        Description = "Most passes over the train windows; each model's own number when not given",
        HelpName = "N",
    };

    readonly Option<string[]> _set = new("--set")
    {
        Description = "A model's setting, such as learning-rate=0.001 or ridge.share=metric; may be repeated",
        HelpName = "KEY=VALUE",
    };

    readonly bool _severalHorizons;

    /// <param name="severalHorizons">Whether it is <c>--horizons</c>, the steps to report, or <c>--horizon</c>, how far to forecast.</param>
    public WindowingOptions(bool severalHorizons)
    {
        _severalHorizons = severalHorizons;
        _protocol.CompletionSources.Add(Names.Protocols);
        _scale.CompletionSources.Add(Linear, Logarithmic);
        Bounds.Between(_lookback, 1, 1_000_000);
        Bounds.Between(_horizon, 1, 1_000_000);
        Bounds.Between(_epochs, 1, 1_000_000);
    }

    /// <summary>Adds them to <paramref name="command"/>.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_protocol);
        command.Options.Add(_lookback);
        command.Options.Add(_severalHorizons ? _horizons : _horizon);
        command.Options.Add(_step);
        command.Options.Add(_scale);
        command.Options.Add(_epochs);
        command.Options.Add(_set);
    }

    /// <summary>The protocol asked for.</summary>
    /// <exception cref="UnknownModelException">There is none of the name.</exception>
    public Protocol ProtocolIn(ParseResult parsed) => ProtocolCatalog.Get(parsed.GetRequiredValue(_protocol));

    /// <summary>What was changed of the protocol.</summary>
    public ProtocolOptions OptionsIn(ParseResult parsed) => new()
    {
        Lookback = parsed.GetValue(_lookback),
        Horizons = _severalHorizons ? parsed.GetValue(_horizons) : parsed.GetValue(_horizon) is { } horizon ? [horizon] : null,
        StepMs = parsed.GetValue(_step) is { } step ? TimeBound.ParseLengthMs(step, "--step") : null,
        Scale = parsed.GetValue(_scale),
    };

    /// <summary>The most passes; null for each model's own number.</summary>
    public int? EpochsIn(ParseResult parsed) => parsed.GetValue(_epochs);

    /// <summary>The settings, checked against the models before anything is read.</summary>
    /// <exception cref="UnknownModelException">A model is unknown.</exception>
    /// <exception cref="SettingException">A setting is unknown, or its value is not allowed.</exception>
    public ModelSettings SettingsIn(ParseResult parsed, IReadOnlyList<string> models)
    {
        var cards = models.Select(model => ModelCatalog.Get(model).Card).ToArray();
        var settings = ModelSettings.Parse(parsed.GetValue(_set) ?? []);
        foreach (var model in models)
        {
            var entry = ModelCatalog.Get(model);
            entry.Create(settings.For(entry.Card, cards)).Dispose();
        }

        return settings;
    }

    static MetricScale? ParseScale(ArgumentResult result)
    {
        switch (result.Tokens[0].Value)
        {
            case Linear: return MetricScale.Linear;
            case Logarithmic: return MetricScale.Logarithmic;
            default:
                result.AddError($"--scale '{result.Tokens[0].Value}': it is {Linear} or {Logarithmic}.");
                return null;
        }
    }
}
