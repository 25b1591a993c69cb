namespace Presage.Tensors.Kernels;

/// <summary>Which of two conventions a gated recurrent unit follows; weights of one do not fit the other.</summary>
public enum GruForm
{
    /// <summary>PyTorch's: n = tanh(x Wn + bn + r (h Un + cn)) and h' = (1 - z) n + z h.</summary>
    Torch,

    /// <summary>The papers': n = tanh(x Wn + bn + (r h) Un + cn) and h' = (1 - z) h + z n.</summary>
    Paper,
}
