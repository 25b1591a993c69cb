#!/usr/bin/env python3
"""Writes what PyTorch computes in float64 for the networks of P2 and P4: the forecast and the gradient of every parameter.

    python3 make_parity.py            (needs torch 1.13 or newer; writes *.json beside this file)

Written from the formulas of the models, not from their code. Parameters have Presage's names and layout (a weight is
[inputs, outputs]); every value is a multiple of 1/64, so that float32 holds it. The loss is the sum of forecast * weighting.
"""
import json
import math
import pathlib

import torch
from torch.nn import functional

HERE = pathlib.Path(__file__).resolve().parent
BATCH, STEPS, NODES, METRICS, HORIZON, CONTEXT = 2, 12, 5, 2, 3, 4
WIDTH, LAYERS = 6, 2
VARIANCE_FLOOR = 1e-5


def array(tensor):
    values = [float(f"{value:.9g}") for value in tensor.detach().reshape(-1).tolist()]
    return {"shape": list(tensor.shape), "values": values}


class Values:
    """Draws inputs and parameters; a parameter is drawn where the network first asks for it."""

    def __init__(self, seed):
        self.generator = torch.Generator().manual_seed(seed)
        self.parameters = {}

    def draw(self, *shape, scale=1.0):
        return (torch.randn(*shape, generator=self.generator, dtype=torch.float64) * scale * 64).round() / 64

    def __call__(self, name, *shape, scale=0.5, around=0.0):
        if name not in self.parameters:
            self.parameters[name] = (self.draw(*shape, scale=scale) + around).requires_grad_()
        return self.parameters[name]


def inputs(draw):
    observed = (draw(BATCH, STEPS, NODES * METRICS) > -1).double()
    return {
        "values": draw(BATCH, STEPS, NODES * METRICS, scale=2.0) * observed, "observed": observed,
        "clock": draw(BATCH, 4), "context": draw(BATCH, NODES * METRICS, CONTEXT),
    }


def graphs(generator, count):
    """Graphs whose rows sum to 1: some neighbours, or the node alone."""
    rows = torch.tensor([[0.5, 0.25, 0.25, 0], [0.5, 0.5, 0, 0], [0.25, 0.25, 0.25, 0.25]], dtype=torch.float64)
    known = torch.zeros(count, NODES, NODES, dtype=torch.float64)
    for graph in range(count):
        for node in range(NODES - 1):
            others = [other for other in torch.randperm(NODES, generator=generator).tolist() if other != node]
            known[graph, node, others] = rows[(graph + node) % 3]
        known[graph, NODES - 1, NODES - 1] = 1
    return known


def linear(p, name, x, outputs, bias=True):
    y = x @ p(f"{name}.weight", x.shape[-1], outputs)
    return y + p(f"{name}.bias", outputs) if bias else y


def layer_norm(p, name, x):
    width = x.shape[-1]
    return functional.layer_norm(x, (width,), p(f"{name}.gain", width, scale=0.25, around=1.0), p(f"{name}.bias", width))


def gru(p, name, x, hidden, layers=1):
    """torch.nn.GRU in Presage's layout; x is [B, T, F], the result [B, T, D]."""
    weights = []
    for layer in range(layers):
        part, width = f"{name}.layer{layer}", x.shape[-1] if layer == 0 else hidden
        weights += [
            p(f"{part}.inputWeight", width, 3 * hidden).t(), p(f"{part}.stateWeight", hidden, 3 * hidden).t(),
            p(f"{part}.inputBias", 3 * hidden), p(f"{part}.stateBias", 3 * hidden),
        ]
    start = x.new_zeros(layers, x.shape[0], hidden)
    return torch.gru(x, start, weights, True, layers, 0.0, True, False, True)[0]


def per_node(x):
    """[B, T, N, d] as [B N, T, d]."""
    return x.transpose(1, 2).reshape(x.shape[0] * x.shape[2], x.shape[1], x.shape[3])


def standardise(window, divides):
    """Values as [B, T, N, F] around the window's mean, and how to undo it on a forecast [B, H, N F]."""
    values = window["values"]
    mean = values.mean(1, keepdim=True)
    deviation = (values.var(1, keepdim=True, unbiased=False) + VARIANCE_FLOOR).sqrt() if divides else torch.ones_like(mean)
    return ((values - mean) / deviation).unflatten(-1, (NODES, METRICS)), lambda forecast, skip: forecast * deviation + skip + mean


def context_of_nodes(window):
    return window["context"].reshape(BATCH, NODES, METRICS * CONTEXT)


def decode(p, state):
    """An MLP per node, and its [B, N, H F] in the order of windows."""
    outputs = linear(p, "decoder.second", functional.gelu(linear(p, "decoder.first", state, WIDTH)), HORIZON * METRICS)
    return torch.einsum("bnhf->bhnf", outputs.unflatten(-1, (HORIZON, METRICS))).flatten(2)


def linear_skip(p, window):
    """One map for each metric, the same for all nodes."""
    weight, bias = p("skip.weight", METRICS, CONTEXT, HORIZON), p("skip.bias", METRICS, HORIZON)
    context = window["context"].unflatten(1, (NODES, METRICS))
    return (torch.einsum("bnfp,fph->bhnf", context, weight) + bias.t().unsqueeze(1)).flatten(2)


def edge_attention(p, x, heads, width):
    """a_ij = mean over heads of sigmoid(w tanh(W1 x_i + W2 x_j)) of [..., N, d]."""
    u = (x @ p("attention.listenerWeight", WIDTH, heads * width) + p("attention.listenerBias", heads * width)).unflatten(-1, (heads, width))
    v = (x @ p("attention.speakerWeight", WIDTH, heads * width)).unflatten(-1, (heads, width))
    pairs = torch.tanh(u.unsqueeze(-3) + v.unsqueeze(-4))
    return torch.sigmoid((pairs * p("attention.scoreWeight", heads, width)).sum(-1)).mean(-1)


def positive_correlation(series):
    """[B, T, N] to [B, N, N]."""
    return torch.stack([torch.corrcoef(window.t()) for window in series]).clamp(0, 1)


def graph_temporal(p, window, known, heads=2, head_width=3, block=4, sparsity=0.5, attention=True, relevance=True, adaptive=True,
                   graph=True, recurrence=True, gru_input="both", alpha=None, normalise=False, skip=True, embeddings=True):
    """P2, MODELS.md 4.1."""
    centred, undo = standardise(window, normalise)
    fixed = linear(p, "context", context_of_nodes(window), WIDTH)
    if embeddings:
        fixed = fixed + linear(p, "clock", window["clock"], WIDTH).unsqueeze(1) + p("nodes", NODES, WIDTH)
    seen = torch.cat([centred, window["observed"].unflatten(-1, (NODES, METRICS))], -1)
    encoded = layer_norm(p, "encode", functional.gelu(linear(p, "value", seen, WIDTH) + fixed.unsqueeze(1)))

    mixed = [*known] if graph else []
    if graph and adaptive:
        mixed.append(torch.softmax(torch.relu(p("adaptive.source", NODES, 10) @ p("adaptive.sink", NODES, 10).t()), -1))
    attended = None
    if graph and attention:
        strength = edge_attention(p, encoded.unflatten(1, (STEPS // block, block)).mean(2), heads, head_width)
        if relevance:
            target = window["values"].unflatten(-1, (NODES, METRICS))[..., 0]
            strength = strength * (0.1 + positive_correlation(target)).unsqueeze(1)
        own = torch.eye(NODES, dtype=torch.float64)
        keep = math.ceil((1 - sparsity) * (NODES - 1))
        largest = strength.detach().masked_fill(own > 0, -1).topk(keep, dim=-1).indices
        kept = strength * torch.zeros_like(strength).scatter(-1, largest, 1) + own
        attended = (kept / kept.sum(-1, keepdim=True)).repeat_interleave(block, dim=1)                 # [B, T, N, N]

    spatial = encoded
    for layer in range(LAYERS if graph else 0):
        name = f"layer{layer}"
        parts = [] if attended is None else [attended @ spatial]
        if mixed:
            share = torch.softmax(p(f"{name}.gate", len(mixed)), 0)
            parts.append(sum(part * support for part, support in zip(share, mixed)) @ spatial)
        names = ["firstWeight", "secondWeight"] if len(parts) == 2 else ["weight"]
        change = sum(part @ p(f"{name}.weight.{weight}", WIDTH, WIDTH) for part, weight in zip(parts, names)) + p(f"{name}.weight.bias", WIDTH)
        spatial = layer_norm(p, f"{name}.norm", spatial + torch.relu(change))

    fused = spatial[:, -1]
    if recurrence:
        sees = {"both": [encoded, spatial], "input": [encoded], "graph": [spatial]}[gru_input] if graph else [encoded]
        temporal = gru(p, "gru", per_node(torch.cat(sees, -1)), WIDTH)[:, -1].unflatten(0, (BATCH, NODES))
        share = 0.0 if not graph else torch.sigmoid(p("alpha", 1)) if alpha is None else alpha
        fused = share * fused + (1 - share) * temporal
    return undo(decode(p, torch.cat([fused, fixed], -1)), linear_skip(p, window) if skip else 0.0)


def service_performance(p, window, known, graph=True, levels=True, time_encoding=True, recurrence=True, depth=2, normalise=False,
                        logarithm=True, skip=True, embeddings=True):
    """P4, MODELS.md 4.3; the last of the known graphs holds the groups where there are levels."""
    centred, undo = standardise(window, normalise)
    seen = torch.sign(centred) * torch.log1p(centred.abs()) if logarithm else centred
    state = linear(p, "value", torch.cat([seen, window["observed"].unflatten(-1, (NODES, METRICS))], -1), WIDTH)
    directions = (known[:-1] if levels else known) if graph else []
    for layer in range(LAYERS if graph else 0):
        around = torch.cat([state, *(direction @ state for direction in directions)], -1)
        state = layer_norm(p, f"layer{layer}.norm", state + torch.relu(linear(p, f"layer{layer}.weight", around, WIDTH)))
    if graph and levels:
        system = state.mean(2, keepdim=True).expand_as(state)
        state = state + linear(p, "levels", torch.cat([known[-1] @ state, system], -1), WIDTH)
    if time_encoding:
        angle = torch.arange(STEPS, dtype=torch.float64).unsqueeze(1) / 10000 ** (torch.arange(0, WIDTH, 2, dtype=torch.float64) / WIDTH)
        place = torch.stack([angle.sin(), angle.cos()], -1).flatten(1)
        state = state + place.unsqueeze(1) + linear(p, "clock", window["clock"], WIDTH)[:, None, None]
    state = per_node(state)
    last = (gru(p, "gru", state, WIDTH, depth) if recurrence else state)[:, -1].unflatten(0, (BATCH, NODES))
    context = functional.gelu(linear(p, "context", context_of_nodes(window), WIDTH))
    if embeddings:
        context = context + p("services", NODES, WIDTH)
    return undo(decode(p, torch.cat([last, context], -1)), linear_skip(p, window) if skip else 0.0)


def case(name, seed, network, supports, **settings):
    p = Values(seed)
    window, known, weighting = inputs(p.draw), graphs(p.generator, supports), p.draw(BATCH, HORIZON, NODES * METRICS)
    forecast = network(p, window, known, **settings)
    (forecast * weighting).sum().backward()
    path = HERE / f"{name}.json"
    path.write_text(json.dumps({
        "torch": torch.__version__,
        "inputs": {key: array(value) for key, value in window.items()}, "supports": [array(graph) for graph in known], "weighting": array(weighting),
        "output": array(forecast),
        "parameters": {key: array(value) for key, value in p.parameters.items()},
        "gradients": {key: array(value.grad) for key, value in p.parameters.items()},
    }, separators=(",", ":")) + "\n")
    print(f"{path.name}: {path.stat().st_size} bytes, {len(p.parameters)} parameters")


def main():
    torch.set_num_threads(1)
    case("p2-complete", 1, graph_temporal, 3)
    case("p2-without-attention", 2, graph_temporal, 3, attention=False)
    case("p2-attention-alone", 3, graph_temporal, 0, adaptive=False, relevance=False)
    case("p2-without-recurrence", 4, graph_temporal, 3, recurrence=False)
    case("p2-without-graph", 5, graph_temporal, 0, graph=False, embeddings=False)
    case("p2-fixed-alpha", 6, graph_temporal, 2, alpha=0.25, gru_input="input")
    case("p2-gru-sees-graph", 7, graph_temporal, 3, gru_input="graph")
    case("p2-instance-norm", 8, graph_temporal, 1, normalise=True, skip=False)
    case("p4-complete", 11, service_performance, 4)
    case("p4-without-levels", 12, service_performance, 3, levels=False)
    case("p4-without-graph", 13, service_performance, 0, graph=False)
    case("p4-without-recurrence", 14, service_performance, 4, recurrence=False, time_encoding=False)
    case("p4-raw-values", 15, service_performance, 3, logarithm=False, skip=False, depth=1, embeddings=False)
    case("p4-instance-norm", 16, service_performance, 4, normalise=True)


if __name__ == "__main__":
    main()
