using Presage.Tensors.Autodiff;

namespace Presage.Models.Training;

/// <summary>Deals out all windows in a random order, then again in another.</summary>
sealed class WindowOrder
{
    readonly int[] _order;
    readonly ulong _seed;
    int _next;

    public WindowOrder(int count, ulong seed)
    {
        _order = new int[count];
        _seed = seed;
        Restore(0, 0);
    }

    /// <summary>How often all windows have been dealt out.</summary>
    public int Round { get; private set; }

    /// <summary>How many windows of this round have been dealt out.</summary>
    public int Dealt => _next;

    /// <summary>Takes up a place in the sequence.</summary>
    public void Restore(int round, int dealt)
    {
        Round = round;
        _next = dealt;
        for (var index = 0; index < _order.Length; index++)
        {
            _order[index] = index;
        }

        SeededRandom.For(_seed, $"order {round}").Shuffle(_order);
    }

    /// <summary>Fills a batch.</summary>
    public void Next(Span<int> batch)
    {
        foreach (ref var index in batch)
        {
            if (_next == _order.Length)
            {
                Restore(Round + 1, 0);
            }

            index = _order[_next++];
        }
    }
}
