import { Graph, layout } from "@dagrejs/dagre";
import assert from "node:assert/strict";
import { test } from "node:test";
import { lines, matches, mix, neighbours, readableOn, scale, widths } from "../src/mapGraph";
import { isLayered, layered, spiral } from "../src/mapLayout";
import type { MapEdge, ServiceMap } from "../src/model";

const chain: MapEdge[] = [{ from: 0, to: 1, calls: 100 }, { from: 1, to: 2, calls: 1 }, { from: 1, to: 1, calls: 5 }];

test("lines: a way there and back is one line only where no calls tell them apart", () => {
  assert.equal(lines([{ from: 0, to: 1, weight: 0.5 }, { from: 1, to: 0, weight: 0.4 }]).length, 1);
  assert.equal(lines([{ from: 0, to: 1, calls: 3 }, { from: 1, to: 0, calls: 2 }]).length, 2);
  assert.equal(lines([{ from: 0, to: 1, isInferred: true }, { from: 1, to: 0 }]).length, 2);
});

test("lines: a self call is no line, and still a caller and a callee", () => {
  assert.equal(lines(chain).length, 2);
  assert.deepEqual(neighbours(3, chain)[1], { callers: [0, 1], callees: [2, 1] });
});

test("widths: more calls make a thicker line", () => {
  const [many, few] = widths(lines(chain));
  assert.equal(many, 5);
  assert.equal(few, 1);
  assert.deepEqual(widths([]), []);
});

test("scale: a large ratio is shown logarithmically, and equal values in the middle", () => {
  assert.equal(scale([1, 10, 100])!.place(10), 0.5);
  assert.equal(scale([0, 10, 100])!.place(10), 0.1);
  assert.equal(scale([2, null, 2])!.place(2), 0.5);
  assert.equal(scale([2, null])!.place(null), null);
  assert.equal(scale([null]), null);
});

test("colours: mixed between the ends, with text that can be read on them", () => {
  assert.equal(mix("#000000", "#ff8040", 0), "#000000");
  assert.equal(mix("#000000", "#ff8040", 0.5), "#804020");
  assert.equal(readableOn("#ffffff"), "#000000");
  assert.equal(readableOn("#24405f"), "#ffffff");
});

test("matches: the whole name comes first, then names that begin so", () => {
  const map: ServiceMap = { note: null, nodes: ["my-cart", "cartservice", "cart", "email"], measures: [], edgeSets: [] };
  assert.deepEqual(matches(map, " Cart "), [2, 1, 0]);
  assert.deepEqual(matches(map, ""), []);
});

test("layered: callers stand left of what they call, and no node covers another", () => {
  const sizes = Array.from({ length: 6 }, () => ({ width: 100, height: 28 }));
  const points = layered({ Graph, layout }, sizes, lines(chain)).nodes;
  assert.ok(points[0]!.x < points[1]!.x && points[1]!.x < points[2]!.x);
  points.forEach((a, i) => points.slice(i + 1).forEach((b) =>
    assert.ok(Math.abs(a.x - b.x) >= 100 || Math.abs(a.y - b.y) >= 28, `${a.x},${a.y} covers ${b.x},${b.y}`)));
});

test("layered: a line past a layer is led around the node in it", () => {
  const sizes = Array.from({ length: 3 }, () => ({ width: 100, height: 28 }));
  const { nodes, bends } = layered({ Graph, layout }, sizes, lines([{ from: 0, to: 1 }, { from: 1, to: 2 }, { from: 0, to: 2 }]));
  assert.deepEqual(bends.slice(0, 2), [null, null]);
  const [from, passed, to] = nodes as [{ x: number; y: number }, { x: number; y: number }, { x: number; y: number }];
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const heights = bends[2]!.along.map((share, at) => from.y + share * (to.y - from.y) + bends[2]!.beside[at]! * (to.x - from.x) / length);
  assert.ok(heights.some((height) => Math.abs(height - passed.y) > 14), heights.join());
});

test("layered: a cycle and a graph without lines have finite places", () => {
  const sizes = [{ width: 50, height: 28 }, { width: 50, height: 28 }];
  for (const edges of [[], [{ from: 0, to: 1, calls: 1 }, { from: 1, to: 0, calls: 1 }]]) {
    assert.ok(layered({ Graph, layout }, sizes, lines(edges)).nodes.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y)));
  }
});

test("isLayered: not for grids of neighbours and not for hundreds of nodes", () => {
  assert.equal(isLayered(3, lines(chain)), true);
  assert.equal(isLayered(207, lines(chain)), false);
  assert.equal(isLayered(2, lines([{ from: 0, to: 1 }, { from: 1, to: 0 }])), false);
});

test("spiral: no two nodes start in one place", () => {
  assert.equal(new Set(spiral(207).map(({ x, y }) => `${x.toFixed(3)} ${y.toFixed(3)}`)).size, 207);
});
