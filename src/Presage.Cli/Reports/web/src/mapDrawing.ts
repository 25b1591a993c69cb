import type cytoscape from "cytoscape";
import type { GraphLibraries } from "./graph";
import { colorOf, lines, readableOn, scale, widths, type Line } from "./mapGraph";
import { isLayered, layered, spiral, type NodeSize, type Point } from "./mapLayout";
import type { MapEdge, ServiceMap } from "./model";
import type { Theme } from "./theme";

export type Pointed = { node: number } | { edge: MapEdge; back: MapEdge | null } | null;

const FONT = "system-ui, sans-serif";
const FONT_SIZE = 13;
const NODE_HEIGHT = 28;
/** Beyond this many lines each is drawn thin, straight and see-through, so that the nodes stay in front. */
const DENSE_LINES = 300;
const LARGEST_FIRST_ZOOM = 1.15;
/** How far an arched line leaves the straight way, as a share of its length, and at most. */
const ARCH = 0.16;
const MOST_ARCH = 70;

/** The drawn graph: it knows positions, colours and the pointer, and nothing of the controls around it. */
export class MapDrawing {
  readonly #graph: cytoscape.Core;
  readonly #map: ServiceMap;

  constructor(box: HTMLElement, map: ServiceMap, edgeSet: number, theme: Theme, measure: number, pointed: (at: Pointed, x: number) => void) {
    const libraries = (globalThis as unknown as { presageGraph: GraphLibraries }).presageGraph;
    // Nodes stay where the first set puts them, so that one set of edges can be compared with another.
    const basis = lines(map.edgeSets[0]!.edges);
    const inLayers = isLayered(map.nodes.length, basis);
    const drawn = edgeSet === 0 ? basis : lines(map.edgeSets[edgeSet]!.edges, !inLayers);
    const sizes = map.nodes.map((name): NodeSize => inLayers ? { width: textWidth(name) + 22, height: NODE_HEIGHT } : { width: 15, height: 15 });
    const layers = inLayers ? layered(libraries, sizes, basis) : null;
    const positions = layers?.nodes ?? forced(libraries, sizes, basis);
    const bends = edgeSet === 0 ? layers?.bends ?? [] : [];
    // Layers were made for other lines: straight ones would run through nodes, and there and back over each other.
    const isArched = inLayers && edgeSet !== 0;
    const height = ({ edge }: Line): number => {
      const [from, to] = [positions[edge.from]!, positions[edge.to]!];
      return Math.min(MOST_ARCH, ARCH * Math.hypot(to.x - from.x, to.y - from.y));
    };
    const thickness = widths(drawn);
    const isDense = drawn.length > DENSE_LINES;
    this.#map = map;
    this.#graph = libraries.cytoscape({
      container: box,
      elements: [
        ...map.nodes.map((name, index) => ({
          data: { id: String(index), name, ...sizes[index]! }, position: { ...positions[index]! }, classes: inLayers ? "" : "dot",
        })),
        ...drawn.map((line, index) => ({
          data: { id: `edge ${index}`, source: String(line.edge.from), target: String(line.edge.to), width: thickness[index]! * (isDense ? 0.5 : 1), line, arch: height(line), ...bends[index] },
          classes: [(bends[index] ?? null) !== null && "bent", isArched && "arched", line.edge.isInferred === true && "inferred", line.back !== null && "both", isDense && "dense"].filter((name) => name !== false).join(" "),
        })),
      ],
      layout: { name: "preset" },
      minZoom: 0.1, maxZoom: 4, boxSelectionEnabled: false, autounselectify: true,
    });
    this.color(theme, measure);
    this.fit();
    this.#graph.on("mouseover tap", "node", (event) => pointed({ node: Number((event.target as cytoscape.NodeSingular).id()) }, event.renderedPosition.x));
    this.#graph.on("mouseover tap", "edge", (event) => pointed((event.target as cytoscape.EdgeSingular).data("line") as Pointed, event.renderedPosition.x));
    this.#graph.on("mouseout", "node, edge", () => pointed(null, 0));
    this.#graph.on("tap", (event) => event.target === this.#graph && pointed(null, 0));
  }

  /** Colours the nodes by a measure; also what a change between light and dark calls. */
  color(theme: Theme, measure: number): void {
    const { values, isChange = false } = this.#map.measures[measure] ?? { values: this.#map.nodes.map(() => null) };
    const range = scale({ values, isChange });
    this.#graph.batch(() => values.forEach((value, index) => {
      const share = range?.place(value) ?? null;
      const fill = share === null ? theme.surface : colorOf(share, isChange, theme);
      this.#graph.getElementById(String(index)).data({ fill, text: share === null ? theme.text : readableOn(fill) });
    }));
    this.#graph.style(style(theme));
  }

  /** Brings one node and what it is linked with to the front; null lets all be equal again. */
  emphasize(node: number | null): void {
    this.#graph.batch(() => {
      this.#graph.elements().removeClass("faded chosen");
      if (node !== null) {
        const chosen = this.#graph.getElementById(String(node));
        this.#graph.elements().not(chosen.closedNeighborhood()).addClass("faded");
        chosen.closedNeighborhood().addClass("chosen");
      }
    });
  }

  /** Moves a node into the middle where it is out of sight, and says how far from the left it then is. */
  reveal(node: number): number {
    const found = this.#graph.getElementById(String(node));
    const at = found.renderedPosition();
    if (at.x < 20 || at.y < 20 || at.x > this.#graph.width() - 20 || at.y > this.#graph.height() - 20) {
      this.#graph.center(found);
    }
    return found.renderedPosition().x;
  }

  zoom(factor: number): void {
    this.#graph.zoom({ level: this.#graph.zoom() * factor, renderedPosition: { x: this.#graph.width() / 2, y: this.#graph.height() / 2 } });
  }

  fit(): void {
    this.#graph.resize();
    this.#graph.fit(undefined, 24);
    if (this.#graph.zoom() > LARGEST_FIRST_ZOOM) {
      this.#graph.zoom(LARGEST_FIRST_ZOOM);
      this.#graph.center();
    }
  }

  destroy(): void {
    this.#graph.destroy();
  }
}

/** Places by forces along the lines, computed without drawing. */
function forced(libraries: GraphLibraries, sizes: NodeSize[], drawn: Line[]): Point[] {
  const start = spiral(sizes.length);
  const graph = libraries.cytoscape({
    headless: true, styleEnabled: true,
    elements: [
      ...sizes.map((size, index) => ({ data: { id: String(index), ...size }, position: { ...start[index]! } })),
      ...drawn.map((line, index) => ({ data: { id: `edge ${index}`, source: String(line.edge.from), target: String(line.edge.to) } })),
    ],
    style: [{ selector: "node", style: { width: "data(width)", height: "data(height)" } }],
    layout: {
      name: "cose", animate: false, randomize: false, fit: false, nodeDimensionsIncludeLabels: false, nodeOverlap: 12,
      idealEdgeLength: () => 55, nodeRepulsion: () => 30_000, gravity: 0.6, numIter: 600,
    },
  });
  const points = sizes.map((_, index) => ({ ...graph.getElementById(String(index)).position() }));
  graph.destroy();
  return points;
}

function textWidth(text: string): number {
  const context = document.createElement("canvas").getContext("2d")!;
  context.font = `${FONT_SIZE}px ${FONT}`;
  return context.measureText(text).width;
}

function style(theme: Theme): cytoscape.StylesheetJson {
  return [
    {
      selector: "node",
      style: {
        shape: "round-rectangle", width: "data(width)", height: "data(height)", label: "data(name)",
        "background-color": "data(fill)", "border-width": 1, "border-color": theme.muted,
        color: "data(text)", "font-family": FONT, "font-size": FONT_SIZE, "text-valign": "center", "text-halign": "center",
      },
    },
    {
      // A label beside a dot is drawn only when it is near enough to be read, so that 200 of them never cover each other.
      selector: "node.dot",
      style: {
        shape: "ellipse", color: theme.text, "text-valign": "bottom", "text-margin-y": 2, "font-size": 10, "min-zoomed-font-size": 13,
        "text-background-color": theme.surface, "text-background-opacity": 0.75,
      },
    },
    {
      selector: "edge",
      style: {
        width: "data(width)", "line-color": theme.edge, "curve-style": "bezier", opacity: 0.8,
        "target-arrow-shape": "triangle", "target-arrow-color": theme.edge, "arrow-scale": 0.9,
      },
    },
    {
      selector: "edge.bent",
      style: { "curve-style": "round-segments", "segment-weights": "data(along)", "segment-distances": "data(beside)", "edge-distances": "node-position" },
    },
    { selector: "edge.arched", style: { "curve-style": "unbundled-bezier", "control-point-distances": "data(arch)", "control-point-weights": [0.5] } },
    { selector: "edge.both", style: { "source-arrow-shape": "triangle", "source-arrow-color": theme.edge } },
    { selector: "edge.dense", style: { "curve-style": "straight", opacity: 0.35, "arrow-scale": 0.5 } },
    {
      selector: "edge.inferred",
      style: { "line-style": "dashed", "line-color": theme.inferred, "target-arrow-color": theme.inferred, "source-arrow-color": theme.inferred },
    },
    { selector: ".faded", style: { opacity: 0.15 } },
    { selector: "node.chosen", style: { "border-width": 2.5, "border-color": theme.text, "min-zoomed-font-size": 0 } },
    { selector: "edge.chosen", style: { opacity: 1 } },
  ];
}
