import { Graph, layout } from "@dagrejs/dagre";
import assert from "node:assert/strict";
import { test } from "node:test";
import { colorOf, lines, matches, mix, neighbours, readableOn, scale, widths } from "../src/mapGraph";
import { isLayered, layered, spiral } from "../src/mapLayout";
import type { MapEdge, ServiceMap } from "../src/model";

const chain: MapEdge[] = [{ from: 0, to: 1, calls: 100 }, { from: 1, to: 2, calls: 1 }, { from: 1, to: 1, calls: 5 }];

test("lines: a way there and back is one line only where no calls tell them apart", () => {
  assert.equal(lines([{ from: 0, to: 1, weight: 0.5 }, { from: 1, to: 0, weight: 0.4 }]).length, 1);
  assert.equal(lines([{ from: 0, to: 1, calls: 3 }, { from: 1, to: 0, calls: 2 }]).length, 2);
  assert.equal(lines([{ from: 0, to: 1, isInferred: true }, { from: 1, to: 0 }]).length, 2);
});

test("lines: a way there and back stays two lines where they are not to be merged", () => {
  assert.equal(lines([{ from: 0, to: 1, weight: 0.5 }, { from: 1, to: 0, weight: 0.4 }], false).length, 2);
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
  assert.equal(scale({ values: [1, 10, 100] })!.place(10), 0.5);
  assert.equal(scale({ values: [0, 10, 100] })!.place(10), 0.1);
  assert.equal(scale({ values: [2, null, 2] })!.place(2), 0.5);
  assert.equal(scale({ values: [2, null] })!.place(null), null);
  assert.equal(scale({ values: [null] }), null);
});

test("scale: changes lie around 0, small ones in the middle and large ones at the ends", () => {
  const small = scale({ values: [-1, 2, null], isChange: true })!;
  assert.deepEqual([small.least, small.most, small.isCut], [-10, 10, false]);
  assert.deepEqual([small.place(0), small.place(2), small.place(null)], [0.5, 0.6, null]);
  const large = scale({ values: [900, -50], isChange: true })!;
  assert.deepEqual([large.most, large.isCut, large.place(900), large.place(-50)], [100, true, 1, 0.25]);
});

test("colours: a change that is none has the middle colour", () => {
  const theme = { mapFall: "#0000ff", mapSame: "#eeeeee", mapLow: "#ffffff", mapHigh: "#ff0000" };
  assert.deepEqual([0, 0.5, 1].map((share) => colorOf(share, true, theme)), ["#0000ff", "#eeeeee", "#ff0000"]);
  assert.equal(colorOf(0, false, theme), "#ffffff");
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

test("layered: a flat map is spread, and a high one is left as it is", () => {
  const size = { width: 100, height: 28 };
  const extent = (edges: MapEdge[], nodes: number): { wide: number; high: number } => {
    const points = layered({ Graph, layout }, Array.from({ length: nodes }, () => size), lines(edges)).nodes;
    const range = (values: number[]): number => Math.max(...values) - Math.min(...values);
    return { wide: range(points.map(({ x }) => x)), high: range(points.map(({ y }) => y)) };
  };
  const flat = extent([{ from: 0, to: 1 }, { from: 0, to: 2 }, { from: 1, to: 3 }, { from: 2, to: 3 }, { from: 3, to: 4 }], 5);
  assert.ok(flat.high > 42 && flat.high <= 42 * 2.5 + 1e-9, String(flat.high));
  const high = extent(Array.from({ length: 9 }, (_, node) => ({ from: 0, to: node + 1 })), 10);
  assert.ok(Math.abs(high.high - 8 * 42) < 1, String(high.high));
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
