import type { MapEdge, MapMeasure, ServiceMap } from "./model";
import type { Theme } from "./theme";

/** A line of the drawn map; where neither direction has calls, an edge and its way back are one line with two arrows. */
export interface Line {
  edge: MapEdge;
  back: MapEdge | null;
}

export interface Neighbours {
  callers: number[];
  callees: number[];
}

/** The lines to draw, ways there and back merged or each for itself; what calls itself is told in words, as a loop around each of 200 nodes would only be dust. */
export function lines(edges: MapEdge[], isMerged = true): Line[] {
  const byPair = new Map(edges.map((edge) => [`${edge.from} ${edge.to}`, edge]));
  return edges.flatMap((edge): Line[] => {
    if (edge.from === edge.to) {
      return [];
    }
    const back = isMerged ? byPair.get(`${edge.to} ${edge.from}`) : undefined;
    if (back === undefined || edge.calls !== undefined || back.calls !== undefined || back.isInferred !== edge.isInferred) {
      return [{ edge, back: null }];
    }
    return edge.from < edge.to ? [{ edge, back }] : [];
  });
}

/** Who calls each node and whom it calls, itself included where it does. */
export function neighbours(nodes: number, edges: MapEdge[]): Neighbours[] {
  const found = Array.from({ length: nodes }, (): Neighbours => ({ callers: [], callees: [] }));
  for (const edge of edges) {
    found[edge.to]!.callers.push(edge.from);
    found[edge.from]!.callees.push(edge.to);
  }
  return found;
}

/** How thick each line is, from its calls, or from its weight where no calls are known. */
export function widths(drawn: Line[]): number[] {
  const hasCalls = drawn.some((line) => line.edge.calls !== undefined);
  const sizes = drawn.map(({ edge }) => hasCalls ? Math.log1p(edge.calls ?? 0) : Math.abs(edge.weight ?? 1));
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  return sizes.map((size) => most > least ? 1 + 4 * (size - least) / (most - least) : 1.5);
}

export interface Scale {
  least: number;
  most: number;
  isLogarithmic: boolean;
  /** Whether values lie beyond the ends, where they have the ends' colours. */
  isCut: boolean;
  /** Where a value lies between the least and the most, in [0, 1]; null where there is none. */
  place: (value: number | null) => number | null;
}

/** Above this ratio a linear scale would show one dark node and the rest alike. */
const LOGARITHMIC_FROM = 30;

/** Changes up to the lesser are hardly seen, so that noise looks calm; beyond the larger all look alike. */
const CHANGES_PERCENT = [10, 100] as const;

export function scale({ values, isChange = false }: Pick<MapMeasure, "values" | "isChange">): Scale | null {
  const known = values.filter((value): value is number => value !== null);
  if (known.length === 0) {
    return null;
  }
  if (isChange) {
    const largest = Math.max(...known.map(Math.abs));
    const most = Math.min(CHANGES_PERCENT[1], Math.max(CHANGES_PERCENT[0], largest));
    return {
      least: -most, most, isLogarithmic: false, isCut: largest > most,
      place: (value) => value === null ? null : (Math.min(most, Math.max(-most, value)) + most) / (2 * most),
    };
  }
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const isLogarithmic = least > 0 && most / least >= LOGARITHMIC_FROM;
  const measure = isLogarithmic ? Math.log : (value: number): number => value;
  const span = measure(most) - measure(least);
  return {
    least, most, isLogarithmic, isCut: false,
    place: (value) => value === null ? null : span > 0 ? (measure(value) - measure(least)) / span : 0.5,
  };
}

/** A colour between two of the style sheet's, both written as #rrggbb. */
export function mix(low: string, high: string, share: number): string {
  const part = (color: string, at: number): number => Number.parseInt(color.slice(at, at + 2), 16);
  const channels = [1, 3, 5].map((at) => Math.round(part(low, at) + (part(high, at) - part(low, at)) * share));
  return `#${channels.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

/** The colour of a place on a scale: from few to many, or from a fall over what stays the same to a rise. */
export function colorOf(share: number, isChange: boolean, theme: Pick<Theme, "mapFall" | "mapSame" | "mapLow" | "mapHigh">): string {
  return !isChange ? mix(theme.mapLow, theme.mapHigh, share)
    : share < 0.5 ? mix(theme.mapFall, theme.mapSame, 2 * share)
    : mix(theme.mapSame, theme.mapHigh, 2 * share - 1);
}

/** Black or white, whichever reads better on a colour (relative luminance as WCAG defines it). */
export function readableOn(color: string): string {
  const linear = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
  return luminance > 0.179 ? "#000000" : "#ffffff";
}

/** The nodes whose names hold what was typed, the whole name first, then those that begin with it. */
export function matches(map: ServiceMap, typed: string): number[] {
  const wanted = typed.trim().toLowerCase();
  const rank = (name: string): number => name === wanted ? 0 : name.startsWith(wanted) ? 1 : 2;
  return wanted === "" ? [] : map.nodes
    .map((name, index) => ({ name: name.toLowerCase(), index }))
    .filter(({ name }) => name.includes(wanted))
    .sort((a, b) => rank(a.name) - rank(b.name))
    .map(({ index }) => index);
}
