namespace Presage.Tensors.Layers;

/// <summary>A part of a model that holds parameters: built once, called while a graph is traced.</summary>
public abstract class Layer;
