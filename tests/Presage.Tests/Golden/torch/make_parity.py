#!/usr/bin/env python3
"""Writes the values that PyTorch computes in float64 for the layers and the optimiser that Presage has, too.

    python3 make_parity.py            (needs torch 1.13 or newer; writes *.json beside this file)

Every array is {"shape": [...], "values": [...]} in torch's own layout and under torch's own names: a weight is
[outputs, inputs]. Inputs and weights are multiples of 1/256 or exact in float32, so that both sides start from the same
numbers.
"""
import json
import math
import pathlib

import torch
from torch import nn
from torch.nn import functional

HERE = pathlib.Path(__file__).resolve().parent


def array(tensor):
    values = [float(f"{value:.9g}") for value in tensor.detach().reshape(-1).tolist()]
    return {"shape": list(tensor.shape), "values": values}


def drawn(generator, *shape, scale=1.0):
    """Normal values, rounded to multiples of 1/256."""
    return (torch.randn(*shape, generator=generator, dtype=torch.float64) * scale * 256).round() / 256


def start(module, generator, scale):
    """Gives every parameter of a module values that float32 holds exactly."""
    module.double()
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.copy_(drawn(generator, *parameter.shape, scale=scale))


def parameters(module):
    return {name: array(parameter) for name, parameter in module.named_parameters()}


def gradients(module):
    return {name: array(parameter.grad) for name, parameter in module.named_parameters()}


def write(name, values):
    path = HERE / f"{name}.json"
    path.write_text(json.dumps({"torch": torch.__version__, **values}, separators=(",", ":")) + "\n")
    print(f"{path.name}: {path.stat().st_size} bytes")


def module_case(name, module, seed, inputs, call, scale=0.4, settings=None):
    """One forward and one backward pass: the loss is the sum of output * weighting."""
    generator = torch.Generator().manual_seed(seed)
    start(module, generator, scale)
    x = drawn(generator, *inputs).requires_grad_()
    output = call(module, x)
    weighting = drawn(generator, *output.shape)
    (output * weighting).sum().backward()
    write(name, {
        "settings": settings or {},
        "input": array(x), "weighting": array(weighting), "output": array(output),
        "inputGradient": array(x.grad), "parameters": parameters(module), "gradients": gradients(module),
    })


class RevIN(nn.Module):
    """Reversible instance normalisation (Kim et al. 2022): the inverse is applied to a linear map of the normalised window."""

    def __init__(self, channels, steps, horizon):
        super().__init__()
        self.gain = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))
        self.map = nn.Linear(steps, horizon)

    def forward(self, x):                                # [B, T, N] -> normalised [B, T, N], forecast [B, K, N]
        mean = x.mean(1, keepdim=True).detach()
        deviation = (x.var(1, keepdim=True, unbiased=False) + 1e-5).sqrt().detach()
        normalised = (x - mean) / deviation * self.gain + self.bias
        forecast = self.map(normalised.transpose(1, 2)).transpose(1, 2)
        return normalised, (forecast - self.bias) / (self.gain + 1e-10) * deviation + mean


class DualChannel(nn.Module):
    """Linear and GELU, a GRU beside attention over the same steps, a gate between them, a linear head."""

    def __init__(self, features, hidden, heads):
        super().__init__()
        self.encoder = nn.Linear(features, hidden)
        self.gru = nn.GRU(hidden, hidden, batch_first=True)
        self.attention = nn.MultiheadAttention(hidden, heads, batch_first=True)
        self.gate = nn.Linear(2 * hidden, hidden)
        self.head = nn.Linear(hidden, features)

    def forward(self, x):                                # [B, T, F] -> [B, T, F]
        z = functional.gelu(self.encoder(x))
        state, _ = self.gru(z)
        context, _ = self.attention(z, z, z, need_weights=False)
        gate = torch.sigmoid(self.gate(torch.cat([state, context], -1)))
        return self.head(gate * state + (1 - gate) * context)


class AdditiveAdjacency(nn.Module):
    """How strongly each node listens to each other: additive attention, a sigmoid for each head, the mean of the heads."""

    def __init__(self, features, heads, width):
        super().__init__()
        self.heads = heads
        self.listener = nn.Linear(features, heads * width)
        self.speaker = nn.Linear(features, heads * width, bias=False)
        self.score = nn.Parameter(torch.zeros(heads, width))

    def forward(self, x):                                # [B, N, F] -> [B, N, N]
        u, v = (map(x).unflatten(-1, (self.heads, -1)) for map in (self.listener, self.speaker))
        pairs = torch.tanh(u.unsqueeze(-3) + v.unsqueeze(-4))
        return torch.sigmoid((pairs * self.score).sum(-1)).mean(-1)


class ListeningNodes(AdditiveAdjacency):
    """The adjacency by relevance, the two largest entries of a row, self-loops, rows that sum to 1; then the nodes' neighbours."""

    def forward(self, x):                                # [B, N, F] -> [B, N, F]; a node's features are its series, too
        deviation = (x - x.mean(-1, keepdim=True)).detach()
        length = deviation.norm(dim=-1, keepdim=True)
        relevance = (deviation @ deviation.transpose(1, 2) / (length * length.transpose(1, 2))).clamp(0, 1)
        strength = super().forward(x) * (0.1 + relevance)
        own = torch.eye(x.shape[1], dtype=x.dtype)
        largest = strength.detach().masked_fill(own > 0, -1).topk(2, dim=-1).indices
        kept = strength * torch.zeros_like(strength).scatter(-1, largest, 1) + own
        return kept / kept.sum(-1, keepdim=True) @ x


def revin():
    generator = torch.Generator().manual_seed(41)
    module = RevIN(3, 10, 4)
    start(module, generator, 0.4)
    with torch.no_grad():
        module.gain.add_(1.0)
    x = (drawn(generator, 2, 10, 3) * 3 + 5).requires_grad_()
    normalised, output = module(x)
    weighting = drawn(generator, *output.shape)
    (output * weighting).sum().backward()
    write("revin", {
        "input": array(x), "weighting": array(weighting), "normalised": array(normalised), "output": array(output),
        "inputGradient": array(x.grad), "parameters": parameters(module), "gradients": gradients(module),
    })


def adamw():
    """Ten steps on the loss sum(curvature * (w - target)^2) / 2 of one flat parameter."""
    generator = torch.Generator().manual_seed(51)
    weights = nn.Parameter(drawn(generator, 37))
    target, curvature = drawn(generator, 37), drawn(generator, 37).abs() + 0.25
    first, steps = array(weights), []
    optimizer = torch.optim.AdamW([weights], lr=0.05, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01)
    for _ in range(10):
        optimizer.zero_grad()
        (curvature * (weights - target) ** 2 / 2).sum().backward()
        optimizer.step()
        steps.append(array(weights))
    write("adamw", {
        "settings": {"learningRate": 0.05, "weightDecay": 0.01}, "start": first, "target": array(target),
        "curvature": array(curvature), "steps": steps,
    })


def dual_channel():
    generator = torch.Generator().manual_seed(61)
    module = DualChannel(8, 16, 4)
    start(module, generator, 1 / math.sqrt(16))
    x, y = drawn(generator, 2, 12, 8), drawn(generator, 2, 12, 8)
    output = module(x)
    loss = functional.mse_loss(output, y)
    loss.backward()
    write("dual-channel", {
        "settings": {"features": 8, "hidden": 16, "heads": 4},
        "input": array(x), "target": array(y), "output": array(output), "loss": loss.item(),
        "parameters": parameters(module), "gradients": gradients(module),
    })


def gated(value, gate):
    return torch.tanh(value) * torch.sigmoid(gate)


class GraphTemporal(nn.Module):
    """Additive attention between nodes at each step, its larger half normalised, graph convolutions, a GRU for each node, a balance of both."""

    def __init__(self, features, hidden, width, layers):
        super().__init__()
        self.listening = AdditiveAdjacency(features, 1, width)
        self.layers = nn.ModuleList(nn.Linear(features if index == 0 else hidden, hidden) for index in range(layers))
        self.gru = nn.GRU(hidden, hidden, batch_first=True)
        self.balance = nn.Parameter(torch.zeros(1))
        self.head = nn.Linear(hidden, features)

    def forward(self, x):                                # [B, T, N, F] -> [B, T, N, F]
        batch, steps, nodes, _ = x.shape
        strength = self.listening(x.flatten(0, 1)).unflatten(0, (batch, steps))
        largest = strength.detach().topk(max(1, round(nodes / 2)), dim=-1).indices
        kept = strength * torch.zeros_like(strength).scatter(-1, largest, 1) + torch.eye(nodes, dtype=x.dtype)
        scale = kept.sum(-1).rsqrt()
        adjacency = scale.unsqueeze(-1) * kept * scale.unsqueeze(-2)
        spatial = functional.relu(self.layers[0](adjacency @ x))
        for layer in self.layers[1:]:
            spatial = functional.relu(adjacency @ layer(spatial))
        state, _ = self.gru(spatial.transpose(1, 2).reshape(batch * nodes, steps, -1))
        temporal = state.reshape(batch, nodes, steps, -1).transpose(1, 2)
        share = torch.sigmoid(self.balance)
        return self.head(share * spatial + (1 - share) * temporal)


def symmetric(generator, nodes):
    matrix = drawn(generator, nodes, nodes)
    return (matrix + matrix.T) / 2


class AstgcnBlock(nn.Module):
    """ASTGCN's block (Guo et al. 2019): attention over steps and nodes, Chebyshev polynomials of a graph, convolution over time."""

    def __init__(self, polynomials, features, filters, steps):
        super().__init__()
        self.polynomials = polynomials
        nodes = polynomials[0].shape[0]
        shapes = {"U1": (nodes,), "U2": (features, nodes), "U3": (features,), "be": (steps, steps), "Ve": (steps, steps),
                  "W1": (steps,), "W2": (features, steps), "W3": (features,), "bs": (nodes, nodes), "Vs": (nodes, nodes)}
        for name, shape in shapes.items():
            self.register_parameter(name, nn.Parameter(torch.zeros(shape)))
        self.theta = nn.ParameterList(nn.Parameter(torch.zeros(features, filters)) for _ in polynomials)
        self.time = nn.Conv2d(filters, filters, (1, 3), padding=(0, 1))
        self.residual = nn.Conv2d(features, filters, (1, 1))
        self.norm = nn.LayerNorm(filters)

    def forward(self, signal):                           # [B, N, T, F] -> [B, N, T, filters]
        x = signal.transpose(2, 3)                       # [B, N, F, T], the paper's order
        left = torch.matmul(torch.matmul(x.permute(0, 3, 2, 1), self.U1), self.U2)
        match = torch.matmul(left, torch.matmul(self.U3, x))
        steps = torch.softmax(torch.matmul(self.Ve, torch.sigmoid(match + self.be)), dim=1)
        attended = torch.einsum("bnfi,bij->bnfj", x, steps)
        left = torch.matmul(torch.matmul(attended, self.W1), self.W2)
        match = torch.matmul(left, torch.matmul(self.W3, attended).transpose(1, 2))
        nodes = torch.softmax(torch.matmul(self.Vs, torch.sigmoid(match + self.bs)), dim=1)
        spatial = sum(torch.einsum("bij,bift,fg->bjgt", polynomial * nodes, attended, theta)
                      for polynomial, theta in zip(self.polynomials, self.theta))
        time = self.time(functional.relu(spatial).permute(0, 2, 1, 3))
        result = functional.relu(self.residual(x.permute(0, 2, 1, 3)) + time)
        return self.norm(result.permute(0, 2, 3, 1))


class GraphWaveNetLayer(nn.Module):
    """Graph WaveNet's layer (Wu et al. 2019): what goes on, and after it the newest step of the skip path."""

    def __init__(self, graphs, channels, skip, width, dilation):
        super().__init__()
        self.graphs = graphs
        self.filter = nn.Conv2d(channels, channels, (1, 2), dilation=(1, dilation))
        self.gate = nn.Conv2d(channels, channels, (1, 2), dilation=(1, dilation))
        self.skip = nn.Conv2d(channels, skip, (1, 1))
        self.mix = nn.Conv2d((2 * (len(graphs) + 1) + 1) * channels, channels, (1, 1))
        self.norm = nn.BatchNorm2d(channels)
        self.source = nn.Parameter(torch.zeros(graphs[0].shape[0], width))
        self.sink = nn.Parameter(torch.zeros(width, graphs[0].shape[0]))

    def forward(self, x):                                # [B, N, T, C] -> [B, everything]
        x = x.permute(0, 3, 1, 2)
        value = gated(self.filter(x), self.gate(x))
        learned = torch.softmax(functional.relu(self.source @ self.sink), dim=1)
        parts = [value]
        for graph in [*self.graphs, learned]:
            once = torch.einsum("ncvl,vw->ncwl", value, graph)
            parts += [once, torch.einsum("ncvl,vw->ncwl", once, graph)]
        state = self.norm(self.mix(torch.cat(parts, 1)) + x[..., -value.shape[3]:])
        skip = self.skip(value)[..., -1:]
        return torch.cat([state.permute(0, 2, 3, 1).flatten(1), skip.permute(0, 2, 3, 1).flatten(1)], 1)


def astgcn_block():
    generator = torch.Generator().manual_seed(71)
    scaled = symmetric(generator, 5)
    identity = torch.eye(5, dtype=torch.float64)
    polynomials = [identity, scaled, 2 * scaled @ scaled - identity]
    module_case("astgcn-block", AstgcnBlock(polynomials, 3, 4, 6), 72, (2, 5, 6, 3), lambda block, x: block(x),
                settings={"polynomials": array(torch.stack(polynomials))})


def graph_wavenet_layer():
    generator = torch.Generator().manual_seed(73)
    graphs = [drawn(generator, 5, 5).abs(), drawn(generator, 5, 5).abs()]
    module_case("graph-wavenet-layer", GraphWaveNetLayer(graphs, 3, 4, 2, 2), 74, (2, 5, 6, 3), lambda layer, x: layer(x),
                settings={"graphs": array(torch.stack(graphs))})


def self_attention(module, x):
    return module(x, x, x, need_weights=False)[0]


def causal_attention(module, x):
    later = torch.triu(torch.ones(x.shape[1], x.shape[1], dtype=torch.bool), diagonal=1)
    return module(x, x, x, attn_mask=later, need_weights=False)[0]


def causal_decoder(layer, x):
    """The first four steps look at all."""
    later = torch.triu(torch.ones(4, 4, dtype=torch.bool), diagonal=1)
    return layer(x[:, :4], x, tgt_mask=later)


def masked_attention(module, x):
    """The last three steps of the second window are padding."""
    padding = torch.zeros(x.shape[0], x.shape[1], dtype=torch.bool)
    padding[1, -3:] = True
    return module(x, x, x, key_padding_mask=padding, need_weights=False)[0]


def main():
    torch.set_num_threads(1)
    module_case("gru", nn.GRU(5, 8, batch_first=True), 11, (3, 7, 5), lambda gru, x: gru(x)[0])
    module_case("gru-two-layers", nn.GRU(5, 8, num_layers=2, batch_first=True), 12, (3, 7, 5), lambda gru, x: gru(x)[0])
    module_case("gru-last-state", nn.GRU(5, 8, batch_first=True), 13, (3, 7, 5), lambda gru, x: gru(x)[1][0])
    module_case("lstm", nn.LSTM(5, 8, batch_first=True), 14, (3, 7, 5), lambda lstm, x: lstm(x)[0])
    both = {"num_layers": 2, "bidirectional": True, "batch_first": True}
    module_case("lstm-both-directions", nn.LSTM(5, 8, **both), 15, (3, 7, 5), lambda lstm, x: lstm(x)[0])
    module_case("lstm-last-states", nn.LSTM(5, 8, **both), 16, (3, 7, 5), lambda lstm, x: torch.cat([*lstm(x)[1][0][-2:]], -1))
    module_case("attention", nn.MultiheadAttention(12, 3, batch_first=True), 21, (2, 9, 12), self_attention)
    module_case("attention-causal", nn.MultiheadAttention(12, 3, batch_first=True), 22, (2, 9, 12), causal_attention)
    module_case("attention-masked", nn.MultiheadAttention(12, 3, batch_first=True), 23, (2, 9, 12), masked_attention)
    module_case("encoder-layer", nn.TransformerEncoderLayer(12, 3, 20, 0.0, functional.gelu, batch_first=True), 24, (2, 9, 12),
                lambda layer, x: layer(x))
    module_case("decoder-layer", nn.TransformerDecoderLayer(12, 3, 20, 0.0, functional.gelu, batch_first=True), 25, (2, 9, 12), causal_decoder)
    module_case("layer-norm", nn.LayerNorm(11), 31, (2, 5, 11), lambda norm, x: norm(x))
    module_case("batch-norm", nn.BatchNorm2d(3), 36, (2, 5, 4, 3), lambda norm, x: norm(x.permute(0, 3, 1, 2)).permute(0, 2, 3, 1))
    module_case("convolution", nn.Conv1d(3, 6, 3, padding=1, padding_mode="circular"), 32, (2, 8, 3),
                lambda conv, x: conv(x.transpose(1, 2)).transpose(1, 2))
    module_case("gated-convolution", nn.Conv1d(3, 8, 2, dilation=2), 35, (2, 7, 3),
                lambda conv, x: gated(*conv(x.transpose(1, 2)).chunk(2, 1)).transpose(1, 2))
    module_case("additive-adjacency", AdditiveAdjacency(4, 2, 3), 33, (2, 6, 4), lambda layer, x: layer(x), scale=1.0)
    module_case("listening-nodes", ListeningNodes(7, 2, 3), 34, (2, 6, 7), lambda layer, x: layer(x), scale=1.0)
    module_case("graph-temporal", GraphTemporal(3, 8, 5, 3), 62, (2, 4, 6, 3), lambda model, x: model(x))
    astgcn_block()
    graph_wavenet_layer()
    revin()
    adamw()
    dual_channel()


if __name__ == "__main__":
    main()
