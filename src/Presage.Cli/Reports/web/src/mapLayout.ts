import type { GraphLibraries } from "./graph";
import type { Line } from "./mapGraph";

export interface Point {
  x: number;
  y: number;
}

export interface NodeSize {
  width: number;
  height: number;
}

/** The bends of a line, as Cytoscape.js wants them: how far along the straight way between the ends, and how far beside it. */
export interface Bends {
  along: number[];
  beside: number[];
}

export interface Layers {
  nodes: Point[];
  bends: (Bends | null)[];
}

/** Beyond these, layers become columns taller than any screen, and forces show clusters better. */
const MOST_LAYERED_NODES = 80;
const MOST_LAYERED_EDGES_A_NODE = 4;

/** A flat map is spread to this shape, as far as lines do not become too steep to follow. */
const WIDTH_TO_HEIGHT = 1.9;
const MOST_SPREAD = 2.5;

/** Callers left of what they call; suits graphs of services, and not grids in which everything neighbours everything. */
export function isLayered(nodes: number, drawn: Line[]): boolean {
  const twoWay = drawn.filter((line) => line.back !== null).length;
  return nodes <= MOST_LAYERED_NODES && drawn.length <= MOST_LAYERED_EDGES_A_NODE * nodes && twoWay <= drawn.length / 4;
}

/** The centres of the nodes in layers from left to right, with lines led around nodes; nodes without edges stand in rows below. */
export function layered(libraries: Pick<GraphLibraries, "Graph" | "layout">, sizes: NodeSize[], drawn: Line[]): Layers {
  const graph = new libraries.Graph();
  graph.setGraph({ rankdir: "LR", nodesep: 14, ranksep: 70, edgesep: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  const linked = new Set(drawn.flatMap((line) => [line.edge.from, line.edge.to]));
  for (const node of linked) {
    graph.setNode(String(node), { ...sizes[node]! });
  }
  for (const { edge } of drawn) {
    graph.setEdge(String(edge.from), String(edge.to));
  }
  libraries.layout(graph);

  const points = sizes.map((): Point => ({ x: 0, y: 0 }));
  const placed = [...linked].map((node) => graph.node(String(node)) as Point);
  const [wide, high] = [extent(placed.map(({ x }) => x)), extent(placed.map(({ y }) => y))];
  const spread = high > 0 ? Math.min(MOST_SPREAD, Math.max(1, wide / WIDTH_TO_HEIGHT / high)) : 1;
  let [right, bottom] = [0, 0];
  for (const node of linked) {
    const { x, y } = spreadOut(graph.node(String(node)) as Point, spread);
    points[node] = { x, y };
    right = Math.max(right, x + sizes[node]!.width / 2);
    bottom = Math.max(bottom, y + sizes[node]!.height / 2);
  }
  placeRows(points, sizes, sizes.map((_, node) => node).filter((node) => !linked.has(node)), Math.max(right, 600), bottom + 50);
  const bends = drawn.map(({ edge }) => {
    const route = graph.edge(String(edge.from), String(edge.to)) as { points: Point[] };
    return bendsOf(points[edge.from]!, points[edge.to]!, route.points.slice(1, -1).map((point) => spreadOut(point, spread)));
  });
  return { nodes: points, bends };
}

function extent(values: number[]): number {
  return values.length === 0 ? 0 : Math.max(...values) - Math.min(...values);
}

function spreadOut({ x, y }: Point, spread: number): Point {
  return { x, y: y * spread };
}

/** A line with one point in the middle only leads to the next layer, where nothing is in its way. */
function bendsOf(from: Point, to: Point, between: Point[]): Bends | null {
  const [x, y] = [to.x - from.x, to.y - from.y];
  const square = x * x + y * y;
  return between.length < 2 || square === 0 ? null : {
    along: between.map((point) => ((point.x - from.x) * x + (point.y - from.y) * y) / square),
    beside: between.map((point) => ((point.y - from.y) * x - (point.x - from.x) * y) / Math.sqrt(square)),
  };
}

function placeRows(points: Point[], sizes: NodeSize[], nodes: number[], rowWidth: number, top: number): void {
  let [x, y] = [0, top];
  for (const node of nodes) {
    const { width, height } = sizes[node]!;
    if (x > 0 && x + width > rowWidth) {
      [x, y] = [0, y + height + 14];
    }
    points[node] = { x: x + width / 2, y };
    x += width + 14;
  }
}

/** Where a layout by forces starts; always the same, so that a report looks the same each time it is opened. */
export function spiral(nodes: number): Point[] {
  const goldenAngle = Math.PI * (3 - Math.sqrt(5));
  return Array.from({ length: nodes }, (_, node) => {
    const radius = 30 * Math.sqrt(node + 1);
    return { x: radius * Math.cos(node * goldenAngle), y: radius * Math.sin(node * goldenAngle) };
  });
}
