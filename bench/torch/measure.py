#!/usr/bin/python3
"""The PyTorch side of the comparison: measures what it is told on standard input, and answers in JSON.

    measure.py THREADS        then lines "NAME SECONDS"; an empty line or the end of the input ends it

The environment must name the threads before torch is loaded; ../compare-with-torch does that, and chooses the cores.
"""
import json
import statistics
import sys
import time

import torch
from torch import nn
from torch.nn import functional

torch.set_num_threads(int(sys.argv[1]))
torch.set_num_interop_threads(1)
torch.manual_seed(0)


class DualChannel(nn.Module):
    """Linear and GELU, a GRU beside attention over the same steps, a gate between them, a linear head."""

    def __init__(self, features=8, hidden=64, heads=4):
        super().__init__()
        self.encoder = nn.Linear(features, hidden)
        self.gru = nn.GRU(hidden, hidden, batch_first=True)
        self.attention = nn.MultiheadAttention(hidden, heads, batch_first=True)
        self.gate = nn.Linear(2 * hidden, hidden)
        self.head = nn.Linear(hidden, features)

    def forward(self, x):
        z = functional.gelu(self.encoder(x))
        state, _ = self.gru(z)
        context, _ = self.attention(z, z, z, need_weights=False)
        gate = torch.sigmoid(self.gate(torch.cat([state, context], -1)))
        return self.head(gate * state + (1 - gate) * context)


class GraphTemporal(nn.Module):
    """Additive attention between nodes at each step, its larger half normalised, graph convolutions, a GRU for each node, a balance of both."""

    def __init__(self, features=4, hidden=64, width=16, layers=4):
        super().__init__()
        self.listener = nn.Linear(features, width)
        self.speaker = nn.Linear(features, width, bias=False)
        self.score = nn.Linear(width, 1, bias=False)
        self.layers = nn.ModuleList(nn.Linear(features if index == 0 else hidden, hidden) for index in range(layers))
        self.gru = nn.GRU(hidden, hidden, batch_first=True)
        self.balance = nn.Parameter(torch.zeros(1))
        self.head = nn.Linear(hidden, features)

    def adjacency(self, x):
        pairs = torch.tanh(self.listener(x).unsqueeze(-2) + self.speaker(x).unsqueeze(-3))
        strength = torch.sigmoid(self.score(pairs).squeeze(-1))
        nodes = x.shape[-2]
        least = strength.detach().topk(max(1, round(nodes / 2)), dim=-1).values[..., -1:]
        kept = strength * (strength.detach() >= least).to(x.dtype) + torch.eye(nodes, dtype=x.dtype)
        scale = kept.sum(-1).clamp_min(1e-6).rsqrt()
        return scale.unsqueeze(-1) * kept * scale.unsqueeze(-2)

    def forward(self, x):
        batch, steps, nodes, _ = x.shape
        adjacency = self.adjacency(x)
        spatial = functional.relu(self.layers[0](adjacency @ x))
        for layer in self.layers[1:]:
            spatial = functional.relu(adjacency @ layer(spatial))
        state, _ = self.gru(spatial.transpose(1, 2).reshape(batch * nodes, steps, -1))
        temporal = state.reshape(batch, nodes, steps, -1).transpose(1, 2)
        share = torch.sigmoid(self.balance)
        return self.head(share * spatial + (1 - share) * temporal)


def inference(call):
    def run():
        with torch.inference_mode():
            call()
    return run


def dual_channel_training():
    net, x, y = DualChannel().train(), torch.randn(32, 96, 8), torch.randn(32, 96, 8)
    optimizer = torch.optim.AdamW(net.parameters(), lr=1e-3, foreach=True)

    def step():
        optimizer.zero_grad(set_to_none=True)
        functional.mse_loss(net(x), y).backward()
        optimizer.step()
    return step


def dual_channel_inference(batch):
    net, x = DualChannel().eval(), torch.randn(batch, 96, 8)
    return inference(lambda: net(x))


def graph_training(nodes):
    net, x, y = GraphTemporal().train(), torch.randn(16, 48, nodes, 4), torch.randn(16, 48, nodes, 4)
    optimizer = torch.optim.AdamW(net.parameters(), lr=1e-3, foreach=True)

    def step():
        optimizer.zero_grad(set_to_none=True)
        functional.mse_loss(net(x), y).backward()
        optimizer.step()
    return step


def graph_inference(batch):
    net, x = GraphTemporal().eval(), torch.randn(batch, 48, 60, 4)
    return inference(lambda: net(x))


def gru():
    layer, x, weighting = nn.GRU(64, 64, batch_first=True), torch.randn(512, 48, 64, requires_grad=True), torch.randn(512, 48, 64)

    def step():
        layer.zero_grad(set_to_none=True)
        x.grad = None
        layer(x)[0].backward(weighting)
    return step


def attention():
    """Four heads of 16 over 96 steps of 32 windows, without the projections."""
    q, k, v = (torch.randn(32, 4, 96, 16, requires_grad=True) for _ in range(3))
    weighting = torch.randn(32, 4, 96, 16)

    def step():
        q.grad = k.grad = v.grad = None
        (torch.softmax(q @ k.transpose(-1, -2) * 0.25, -1) @ v).backward(weighting)
    return step


def gemm():
    a, b, c = torch.randn(3072, 64), torch.randn(64, 64), torch.empty(3072, 64)
    return inference(lambda: torch.mm(a, b, out=c))


CASES = {
    "m1-train": dual_channel_training,
    "m1-infer-1": lambda: dual_channel_inference(1),
    "m1-infer-32": lambda: dual_channel_inference(32),
    "m2-train": lambda: graph_training(60),
    "m2-train-20": lambda: graph_training(20),
    "m2-train-100": lambda: graph_training(100),
    "m2-infer-1": lambda: graph_inference(1),
    "m2-infer-16": lambda: graph_inference(16),
    "gru": gru,
    "attention": attention,
    "gemm": gemm,
}


def measure(call, seconds):
    """Milliseconds of single calls for that long."""
    times, end = [], time.perf_counter() + seconds
    while len(times) < 5 or time.perf_counter() < end:
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1e3)
    return times


def blas():
    with open("/proc/self/maps", encoding="utf-8") as maps:
        return sorted({line.split()[-1] for line in maps if "openblas" in line or "libblas" in line})


def main():
    calls = {}
    print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads(), "blas": blas()}), flush=True)
    for line in sys.stdin:
        if not line.strip():
            break
        name, seconds = line.split()
        if name not in CASES:
            print(json.dumps({"name": name, "unknown": True}), flush=True)
            continue
        if name not in calls:
            calls[name] = CASES[name]()
            for _ in range(3):
                calls[name]()
        times = measure(calls[name], float(seconds))
        print(json.dumps({"name": name, "median": statistics.median(times), "best": min(times), "calls": len(times)}), flush=True)


if __name__ == "__main__":
    main()
