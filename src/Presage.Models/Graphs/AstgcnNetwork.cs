using Presage.Models.Training;
using Presage.Tensors.Autodiff;
using Presage.Tensors.Layers;

namespace Presage.Models.Graphs;

/// <summary>Blocks of attention and Chebyshev convolutions, then one linear map of all steps of a node: ASTGCN's recent branch.</summary>
/// <remarks>Guo et al. 2019 (AAAI 33, doi:10.1609/aaai.v33i01.3301922); the blocks are <see cref="AstgcnBlock"/>s.</remarks>
sealed class AstgcnNetwork : ForecastNetwork
{
    readonly WindowShape _shape;
    readonly int _nodes;
    readonly bool _hasDayShares;
    readonly Parameter _polynomials; // [K, N, N]
    readonly AstgcnBlock[] _blocks;
    readonly Linear _head;

    /// <param name="settings">As the card lists them.</param>
    /// <param name="shape">T, H and the columns.</param>
    /// <param name="nodes">N.</param>
    /// <param name="terms">K, the Chebyshev polynomials.</param>
    public AstgcnNetwork(ModelSettings settings, WindowShape shape, int nodes, int terms)
    {
        (_shape, _nodes) = (shape, nodes);
        _hasDayShares = settings.GetSwitch("time-of-day");
        int metrics = shape.Metrics / nodes;
        int filters = settings.GetInt32("filters", 1, 256);
        var root = new ParameterScope(Parameters);
        _polynomials = root.DeclareStatistic(GraphSupports.ParameterName, new Shape(terms, nodes, nodes), Initializers.Zero);
        _blocks = new AstgcnBlock[settings.GetInt32("blocks", 1, 8)];
        int features = metrics + (_hasDayShares ? 1 : 0);
        for (int block = 0; block < _blocks.Length; block++)
        {
            _blocks[block] = new AstgcnBlock(
                root / $"block{block}", nodes, shape.Steps, block == 0 ? features : filters, filters, terms, settings.GetSwitch("as-authors-code"));
        }

        _head = new Linear(
            root / "head", shape.Steps * filters, shape.Horizon * metrics, initializer: Initializers.Zero, biasInitializer: Initializers.Zero);
    }

    /// <inheritdoc />
    public override Tensor Forecast(WindowTensors window)
    {
        var state = NodeSequences.Of(window, _nodes, _hasDayShares);
        var polynomials = state.Graph.Use(_polynomials).StopGradient();
        foreach (var block in _blocks)
        {
            state = block.Apply(state, polynomials);
        }

        return NodeSequences.ToForecast(_head.Apply(state.Reshape(state.Shape[0], _nodes, state.Shape[2] * state.Shape[3])), _shape);
    }
}
