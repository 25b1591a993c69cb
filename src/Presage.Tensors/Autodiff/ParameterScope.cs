namespace Presage.Tensors.Autodiff;

/// <summary>A prefix for the names of the parameters that a layer declares.</summary>
public readonly struct ParameterScope
{
    readonly string _prefix;

    /// <summary>The root of a set: no prefix.</summary>
    public ParameterScope(ParameterSet set)
        : this(set, "")
    {
    }

    ParameterScope(ParameterSet set, string prefix)
    {
        Set = set;
        _prefix = prefix;
    }

    /// <summary>The set that receives the parameters.</summary>
    public ParameterSet Set { get; }

    /// <summary>The scope of a part: <c>scope / "encoder"</c> names its parameters <c>encoder.…</c>.</summary>
    public static ParameterScope operator /(ParameterScope scope, string part) => scope.Divide(part);

    /// <summary>The scope of a part.</summary>
    public ParameterScope Divide(string part) => new(Set, _prefix.Length == 0 ? part : $"{_prefix}.{part}");

    /// <summary>Declares a parameter in this scope.</summary>
    public Parameter Declare(string name, Shape shape, Initializer initializer) => Set.Declare(Full(name), shape, initializer);

    /// <summary>Declares a running statistic in this scope: kept with the parameters, changed by no optimiser.</summary>
    public Parameter DeclareStatistic(string name, Shape shape, Initializer initializer) => Set.Declare(Full(name), shape, initializer, isLearned: false);

    string Full(string name) => _prefix.Length == 0 ? name : $"{_prefix}.{name}";
}
