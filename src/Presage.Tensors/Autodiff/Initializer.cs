namespace Presage.Tensors.Autodiff;

/// <summary>Fills a new parameter.</summary>
/// <param name="values">The parameter's values, all zero.</param>
/// <param name="random">A generator of this parameter's own, derived from the set's seed and the parameter's name.</param>
public delegate void Initializer(Span<float> values, SeededRandom random);
