import { axisLook, baseOption, chart, type ChartOption, type LegendItem } from "./chart";
import type { Clock } from "./clock";
import { element, scrollable } from "./dom";
import { duration, number } from "./format";
import type { ForecastBand, SeriesPanel } from "./model";
import type { Theme } from "./theme";

/** How many forecast lengths of history are in view at first; the slider shows the rest. */
const HISTORY_IN_VIEW = 6;
/** How many points of a chart without a forecast are in view at first. */
const POINTS_IN_VIEW = 1500;

/** A figure with the history, the "now" line and the forecast of one series, and the same numbers as a table. */
export function seriesFigure(panel: SeriesPanel, clock: Clock): HTMLElement {
  return element(
    "figure",
    { class: "card" },
    element(
      "figcaption",
      {},
      element("h3", {}, panel.name),
      element("p", { class: "muted" }, caption(panel)),
    ),
    isEmpty(panel)
      ? element("p", { class: "muted" }, `No observations between ${clock.show(panel.historyTimesMs[0] ?? 0)} and ${clock.show(panel.historyTimesMs.at(-1) ?? 0)}.`)
      : chart(describe(panel, clock), legend(panel), seriesOption(panel, clock)),
    panel.forecastTimesMs.length > 0 && forecastTable(panel, clock),
  );
}

const isEmpty = (panel: SeriesPanel): boolean => panel.median.length === 0 && panel.history.every((value) => value === null);

function caption(panel: SeriesPanel): string {
  const parts = [];
  if (panel.model !== null) {
    parts.push(panel.model);
  }
  if (panel.unit !== "") {
    parts.push(`in ${panel.unit}`);
  }
  if (panel.gaps.length > 0) {
    const missing = panel.gaps.reduce((sum, gap) => sum + (gap.endMs - gap.startMs), 0);
    parts.push(`${panel.gaps.length} ${panel.gaps.length === 1 ? "gap" : "gaps"}, ${duration(missing / 1000)} in all`);
  }
  return parts.join(" \u00b7 ");
}

function describe(panel: SeriesPanel, clock: Clock): string {
  const last = panel.forecastTimesMs.length - 1;
  const forecast = last < 0 ? "" : ` The forecast ends at ${clock.show(panel.forecastTimesMs[last]!)} with ${number(panel.median[last])}.`;
  return `Chart of ${panel.name}: ${panel.history.filter((value) => value !== null).length} observations, ${panel.gaps.length} gaps.${forecast}`;
}

const bandName = (band: ForecastBand): string => `${+(band.coverage * 100).toFixed(1)} % band`;
const widestFirst = (panel: SeriesPanel): ForecastBand[] => [...panel.bands].sort((a, b) => b.coverage - a.coverage);

/** The narrower a band, the darker; what lies inside it is darkened by the wider ones as well. */
const bandOpacity = (index: number, bands: number): number => (bands === 1 ? 0.3 : 0.16 + 0.16 * index);

function legend(panel: SeriesPanel): LegendItem[] {
  const bands = widestFirst(panel);
  return [
    { name: "observed", color: "--history", mark: "line" },
    ...(panel.median.length > 0 ? [{ name: "forecast", color: "--forecast", mark: "line" } as const] : []),
    ...bands.map((band, index) => ({ name: bandName(band), color: "--forecast", mark: "area", opacity: bandOpacity(index, bands.length) + 0.08 } as const)),
    ...(panel.outcome.length > 0 ? [{ name: "outcome", color: "--outcome", mark: "dashes" } as const] : []),
  ];
}

function seriesOption(panel: SeriesPanel, clock: Clock): ChartOption {
  return (theme) => {
    const bands = widestFirst(panel);
    const base = baseOption(theme);
    const long = firstInView(panel);
    return {
      ...base,
      grid: { left: 8, right: 16, top: 28, bottom: long === null ? 8 : 52, containLabel: true },
      tooltip: { ...(base["tooltip"] as object), formatter: tooltip(panel, clock) },
      xAxis: {
        type: "time", ...axisLook(theme), splitLine: { show: false },
        axisLabel: { color: theme.muted, hideOverlap: true, ...(clock.axisLabel && { formatter: clock.axisLabel }) },
      },
      yAxis: {
        type: "value", scale: true, name: panel.unit, nameLocation: "end", nameGap: 8, ...axisLook(theme),
        nameTextStyle: { color: theme.muted, align: "left" },
        axisLabel: { color: theme.muted, formatter: axisNumber },
      },
      ...(long === null ? {} : { dataZoom: zoom(theme, long) }),
      series: [
        historySeries(panel, theme), // first, because the slider draws the first series as its shadow
        ...bands.flatMap((band, index) => bandSeries(panel, band, theme, bandOpacity(index, bands.length))),
        ...(panel.median.length > 0 ? [line("forecast", panel.forecastTimesMs, panel.median, theme.forecast, 2)] : []),
        ...(panel.outcome.length > 0 ? [line("outcome", panel.forecastTimesMs, panel.outcome, theme.outcome, 1.5, "dashed")] : []),
      ],
    };
  };
}

function axisNumber(value: number): string {
  return Math.abs(value) >= 1e4
    ? new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 2 }).format(value)
    : number(value);
}

/** Where the view starts when there is more than fits: the forecast would be a sliver, or the points would touch. Null shows everything. */
function firstInView(panel: SeriesPanel): number | null {
  const first = panel.historyTimesMs[0];
  const end = panel.forecastTimesMs.at(-1);
  if (first === undefined) {
    return null;
  }
  if (end === undefined || panel.nowMs === null) {
    return panel.historyTimesMs.length > POINTS_IN_VIEW ? panel.historyTimesMs.at(-POINTS_IN_VIEW)! : null;
  }
  const start = panel.nowMs - HISTORY_IN_VIEW * (end - panel.nowMs);
  return start > first ? start : null;
}

function zoom(theme: Theme, startValue: number): object[] {
  return [
    { type: "inside", startValue, zoomOnMouseWheel: "ctrl", moveOnMouseMove: true },
    {
      type: "slider", startValue, height: 22, bottom: 8, borderColor: theme.grid, brushSelect: false,
      textStyle: { color: theme.muted }, fillerColor: theme.gap, showDetail: false,
      dataBackground: { lineStyle: { color: theme.muted }, areaStyle: { color: theme.grid } },
      selectedDataBackground: { lineStyle: { color: theme.history }, areaStyle: { color: theme.grid } },
      handleStyle: { color: theme.surface, borderColor: theme.muted }, moveHandleStyle: { color: theme.grid },
    },
  ];
}

function historySeries(panel: SeriesPanel, theme: Theme): object {
  return {
    ...line("observed", panel.historyTimesMs, panel.history, theme.history, 1.5),
    markLine: panel.nowMs === null ? undefined : {
      silent: true, symbol: "none", animation: false,
      data: [{ xAxis: panel.nowMs }],
      lineStyle: { color: theme.text, type: "solid", width: 1 },
      label: { formatter: "now", color: theme.text, position: "insideEndTop", rotate: 0, distance: [-16, 4] },
    },
    markArea: {
      silent: true, animation: false, itemStyle: { color: theme.gap },
      data: panel.gaps.map((gap) => [{ xAxis: gap.startMs }, { xAxis: gap.endMs }]),
    },
  };
}

/** A line that breaks where a value is missing; a value between two gaps has no line and is drawn as a dot. */
function line(
  name: string, times: number[], values: (number | null)[], color: string, width: number, type: "solid" | "dashed" = "solid",
): object {
  const missing = (index: number): boolean => values[index] === null || values[index] === undefined;
  return {
    name, type: "line", color, z: 3, connectNulls: false, showSymbol: true, showAllSymbol: true, symbol: "none",
    lineStyle: { color, width, type }, emphasis: { disabled: true },
    data: times.map((at, index) =>
      !missing(index) && missing(index - 1) && missing(index + 1)
        ? { value: [at, values[index]], symbol: "circle", symbolSize: 3 }
        : [at, values[index]]),
  };
}

/** A band is an unseen line at its lower bound with the width stacked on it as an area. */
function bandSeries(panel: SeriesPanel, band: ForecastBand, theme: Theme, opacity: number): object[] {
  const shared = {
    type: "line", stack: `band-${band.coverage}`, stackStrategy: "all", symbol: "none",
    lineStyle: { opacity: 0 }, emphasis: { disabled: true }, silent: true,
  };
  const width = band.lower.map((lower, index) => {
    const upper = band.upper[index];
    return lower === null || upper === null || upper === undefined ? null : upper - lower;
  });
  const pairs = (values: (number | null)[]): [number, number | null][] => panel.forecastTimesMs.map((at, index) => [at, values[index] ?? null]);
  return [
    { ...shared, name: `${bandName(band)} lower`, data: pairs(band.lower) },
    { ...shared, name: bandName(band), color: theme.forecast, itemStyle: { color: theme.forecast, opacity: opacity + 0.1 }, areaStyle: { color: theme.forecast, opacity }, data: pairs(width) },
  ];
}

function tooltip(panel: SeriesPanel, clock: Clock): (params: unknown) => HTMLElement | string {
  const historyAt = new Map(panel.historyTimesMs.map((at, index) => [at, index]));
  const forecastAt = new Map(panel.forecastTimesMs.map((at, index) => [at, index]));
  return (params) => {
    const at = (params as { axisValue: number }[])[0]?.axisValue;
    if (at === undefined) {
      return "";
    }
    const rows: [string, string][] = [];
    const past = historyAt.get(at);
    if (past !== undefined) {
      const value = panel.history[past] ?? null;
      rows.push(["observed", value === null ? "no observation" : number(value)]);
    }
    const future = forecastAt.get(at);
    if (future !== undefined) {
      rows.push(["forecast", number(panel.median[future])]);
      for (const band of widestFirst(panel).reverse()) {
        rows.push([bandName(band), `${number(band.lower[future])} to ${number(band.upper[future])}`]);
      }
      if (panel.outcome.length > 0) {
        rows.push(["outcome", number(panel.outcome[future])]);
      }
    }
    return element(
      "div",
      { class: "tooltip" },
      element("strong", {}, clock.show(at)),
      ...rows.map(([name, value]) => element("div", {}, element("span", {}, name), element("b", {}, value))),
    );
  };
}

function forecastTable(panel: SeriesPanel, clock: Clock): HTMLElement {
  const bands = widestFirst(panel).reverse();
  const heads = [`Time (${clock.zone})`, "Forecast", ...bands.map(bandName), ...(panel.outcome.length > 0 ? ["Outcome"] : [])];
  const table = element(
    "table",
    {},
    element("caption", { class: "visually-hidden" }, `Forecast of ${panel.name}`),
    element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head)))),
    element("tbody", {}, ...panel.forecastTimesMs.map((at, index) => element(
      "tr",
      {},
      element("th", { scope: "row" }, clock.show(at)),
      element("td", {}, number(panel.median[index])),
      ...bands.map((band) => element("td", {}, `${number(band.lower[index])} to ${number(band.upper[index])}`)),
      panel.outcome.length > 0 && element("td", {}, number(panel.outcome[index])),
    ))),
  );
  return element("details", {}, element("summary", {}, "Forecast as numbers"), scrollable(`Forecast of ${panel.name}`, table));
}

