namespace Presage.Simulation.Draws;

/// <summary>Random numbers one after the other, for processes that have no requests to hang them on, such as arrivals.</summary>
struct DrawSequence(ulong seed)
{
    readonly ulong _seed = seed;
    uint _drawn;

    public double Uniform() => Draw.Uniform(_seed, _drawn++);

    public double Exponential(double mean) => mean * Draw.Exponential(_seed, _drawn++);

    public double Normal() => NormalQuantile.Of(Uniform());
}
