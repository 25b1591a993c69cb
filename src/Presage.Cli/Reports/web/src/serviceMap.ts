import { element, scrollable } from "./dom";
import { count, number, percent } from "./format";
import { MapDrawing, type Pointed } from "./mapDrawing";
import { matches, neighbours, scale, type Neighbours } from "./mapGraph";
import type { EdgeSet, MapEdge, ServiceMap } from "./model";
import { currentTheme, onThemeChange } from "./theme";

/** More names than this in the text beside the pointer would hide the map. */
const NAMES_IN_TIP = 8;

/** The map with its controls, legend and the same numbers as a table. */
export function serviceMapFigure(map: ServiceMap): HTMLElement {
  let edgeSet = 0;
  let measure = 0;
  let drawing: MapDrawing | null = null;
  let chosen: number | null = null;
  let around = neighbours(map.nodes.length, map.edgeSets[0]!.edges);

  const tip = element("div", { class: "map-tip", role: "status", hidden: true });
  const canvas = element("div", { class: "map-canvas", "aria-hidden": "true" });
  const box = element(
    "div",
    {
      class: "map", tabindex: 0, role: "application", keydown: (event) => onKey(event as KeyboardEvent),
      "aria-label": `Map of ${map.nodes.length} nodes. Arrow keys go from node to node, plus and minus zoom, 0 shows all. The table below holds the same numbers.`,
    },
    canvas,
    tip,
  );
  const legend = element("div", { class: "map-legend" });
  const table = element("div", {});
  const note = element("p", { class: "map-note muted" });

  // In the corner away from the pointer, so that the text does not hide what it is about.
  const show = (at: Pointed, x: number): void => {
    tip.hidden = at === null;
    drawing?.emphasize(at !== null && "node" in at ? at.node : null);
    if (at !== null) {
      tip.replaceChildren(..."node" in at ? nodeText(map, map.edgeSets[edgeSet]!, at.node, around[at.node]!) : [at.edge, at.back].filter((edge) => edge !== null).map((edge) => edgeText(map, map.edgeSets[edgeSet]!, edge)));
      tip.classList.toggle("left", x > box.clientWidth / 2);
    }
  };
  const choose = (node: number | null): void => {
    chosen = node;
    const x = node === null ? 0 : drawing?.reveal(node) ?? 0;
    show(node === null ? null : { node }, x);
  };
  const draw = (): void => {
    drawing?.destroy();
    drawing = new MapDrawing(canvas, map, edgeSet, currentTheme(), measure, show);
  };
  const color = (): void => {
    drawing?.color(currentTheme(), measure);
    legend.replaceChildren(...legendParts(map, measure, map.edgeSets[edgeSet]!));
  };
  const setEdges = (index: number): void => {
    edgeSet = index;
    around = neighbours(map.nodes.length, map.edgeSets[index]!.edges);
    table.replaceChildren(nodeTable(map, map.edgeSets[index]!, around));
    note.textContent = map.edgeSets[index]!.note ?? "";
    note.hidden = note.textContent === "";
    if (drawing !== null) {
      draw();
    }
    color();
  };
  const onKey = (event: KeyboardEvent): void => {
    const last = map.nodes.length - 1;
    const actions: Record<string, () => void> = {
      ArrowRight: () => choose(chosen === null || chosen === last ? 0 : chosen + 1),
      ArrowDown: () => choose(chosen === null || chosen === last ? 0 : chosen + 1),
      ArrowLeft: () => choose(chosen === null || chosen === 0 ? last : chosen - 1),
      ArrowUp: () => choose(chosen === null || chosen === 0 ? last : chosen - 1),
      Escape: () => choose(null),
      "+": () => drawing?.zoom(1.3),
      "-": () => drawing?.zoom(1 / 1.3),
      0: () => drawing?.fit(),
    };
    if (!event.ctrlKey && !event.metaKey && !event.altKey && event.key in actions) {
      event.preventDefault();
      actions[event.key]!();
    }
  };

  // Without Ctrl the wheel belongs to the page, as in the charts.
  canvas.addEventListener("wheel", (event) => !event.ctrlKey && event.stopPropagation(), { capture: true });
  new IntersectionObserver((entries, observer) => {
    if (entries.some((entry) => entry.isIntersecting)) {
      observer.disconnect();
      draw();
    }
  }, { rootMargin: "300px" }).observe(box);
  new ResizeObserver(() => drawing?.fit()).observe(box);
  onThemeChange(color);
  addEventListener("beforeprint", () => drawing === null && draw());
  setEdges(0);

  return element(
    "figure",
    { class: "card" },
    element(
      "div",
      { class: "filter" },
      map.measures.length > 0 && choice("Colour", map.measures.map((one) => one.name), (index) => {
        measure = index;
        color();
      }),
      map.edgeSets.length > 1 && choice("Edges", map.edgeSets.map((one) => one.name), setEdges),
      finder(map, choose),
      element(
        "span",
        { class: "map-buttons" },
        button("+", "Zoom in", () => drawing?.zoom(1.3)),
        button("\u2212", "Zoom out", () => drawing?.zoom(1 / 1.3)),
        button("Whole map", "Show the whole map", () => drawing?.fit()),
      ),
    ),
    note,
    box,
    legend,
    element("details", {}, element("summary", {}, "Nodes as a table, with what they are linked with"), table),
  );
}

function button(text: string, label: string, click: () => void): HTMLElement {
  return element("button", { type: "button", "aria-label": label, title: label, click }, text);
}

function choice(label: string, names: string[], chosen: (index: number) => void): HTMLElement {
  const select = element("select", { change: () => chosen(select.selectedIndex) }, ...names.map((name) => element("option", {}, name)));
  return element("label", { class: "map-choice" }, `${label} `, select);
}

function finder(map: ServiceMap, choose: (node: number | null) => void): HTMLElement {
  const input = element("input", {
    type: "search", placeholder: "part of a name", list: "map-nodes",
    input: () => choose(matches(map, input.value)[0] ?? null),
  });
  return element("label", {}, "Find ", input, element("datalist", { id: "map-nodes" }, ...map.nodes.map((name) => element("option", { value: name }))));
}

/** What the ends of an edge are to each other: the callee is called, but what a model learned is only listened to. */
function linkNames(set: EdgeSet): { callers: string; callees: string } {
  return set.isLearned === true ? { callers: "listened to by", callees: "listens to" } : { callers: "called by", callees: "calls" };
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function nodeText(map: ServiceMap, set: EdgeSet, node: number, around: Neighbours): HTMLElement[] {
  const named = (indexes: number[]): string => {
    const names = indexes.slice(0, NAMES_IN_TIP).map((index) => map.nodes[index]!).join(", ");
    return indexes.length === 0 ? "none" : indexes.length > NAMES_IN_TIP ? `${names} and ${indexes.length - NAMES_IN_TIP} more` : names;
  };
  return [
    element("strong", {}, map.nodes[node]!),
    ...map.measures.map((measure) => row(measure.name, number(measure.values[node]))),
    row(linkNames(set).callers, named(around.callers)),
    row(linkNames(set).callees, named(around.callees)),
  ];
}

function edgeText(map: ServiceMap, set: EdgeSet, edge: MapEdge): HTMLElement {
  const known = set.isLearned === true ? (edge.isInferred === true ? "learned only" : "learned, and from the data") : edge.isInferred === true ? "inferred" : "observed";
  return element(
    "div",
    {},
    element("strong", {}, `${map.nodes[edge.from]} \u2192 ${map.nodes[edge.to]}`),
    row("known", known),
    edge.calls !== undefined && row("calls", count(edge.calls)),
    edge.meanLatencyMs !== undefined && row("mean latency", `${number(edge.meanLatencyMs)} ms`),
    edge.errorRate !== undefined && row("failed", percent(edge.errorRate)),
    edge.weight !== undefined && row(set.isLearned === true ? "strength" : "weight", number(edge.weight)),
  );
}

function row(name: string, value: string): HTMLElement {
  return element("div", { class: "map-row" }, element("span", {}, name), element("span", {}, value));
}

function legendParts(map: ServiceMap, measure: number, set: EdgeSet): HTMLElement[] {
  const { edges, isLearned = false } = set;
  const shown = map.measures[measure];
  const range = shown === undefined ? null : scale(shown);
  const itself = edges.filter((edge) => edge.from === edge.to).length;
  const hasCalls = edges.some((edge) => edge.calls !== undefined);
  const mark = (look: string, color: string, text: string): HTMLElement =>
    element("span", {}, element("span", { class: `mark ${look}`, style: `--mark: var(${color})` }), text);
  const parts = [
    range !== null && element(
      "span",
      {},
      `${number(range.least)}${range.isCut ? " and less" : ""}`,
      element("span", { class: shown!.isChange === true ? "map-scale change" : "map-scale" }),
      `${number(range.most)}${range.isLogarithmic ? " (logarithmic)" : range.isCut ? " and more" : ""}`,
    ),
    shown !== undefined && shown.values.includes(null) && element("span", {}, element("span", { class: "map-scale none" }), "no value"),
    edges.some((edge) => edge.isInferred !== true) && mark("line", "--edge", isLearned ? "learned, and known from the data" : "observed"),
    edges.some((edge) => edge.isInferred === true) && mark("dashes", "--inferred", isLearned ? "learned only" : "inferred"),
    (hasCalls || edges.some((edge) => edge.weight !== undefined)) && element("span", {}, hasCalls ? "thicker: more calls" : isLearned ? "thicker: stronger" : "thicker: larger weight"),
    itself > 0 && element("span", {}, `${itself} ${itself === 1 ? "node that calls itself is" : "nodes that call themselves are"} drawn without a loop`),
    element("span", {}, "Ctrl and wheel zoom, dragging moves"),
  ];
  return parts.filter((part) => part !== false);
}

function nodeTable(map: ServiceMap, set: EdgeSet, around: Neighbours[]): HTMLElement {
  const names = (indexes: number[]): string => indexes.length === 0 ? "none" : indexes.map((index) => map.nodes[index]!).join(", ");
  const { callers, callees } = linkNames(set);
  const heads = ["Node", ...map.measures.map((measure) => measure.name), capitalized(callers), capitalized(callees)];
  return scrollable("Nodes of the map", element(
    "table",
    { class: "map-table" },
    element("caption", { class: "visually-hidden" }, "Nodes of the map with what they are linked with"),
    element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head)))),
    element("tbody", {}, ...map.nodes.map((name, node) => element(
      "tr",
      {},
      element("th", { scope: "row" }, name),
      ...map.measures.map((measure) => element("td", {}, number(measure.values[node]))),
      element("td", { class: "names" }, names(around[node]!.callers)),
      element("td", { class: "names" }, names(around[node]!.callees)),
    ))),
  ));
}
