import { Clock, isoMinute } from "./clock";
import { comparisonTable } from "./comparisonTable";
import { element, scrollable, section, type Child } from "./dom";
import { errorsFigure } from "./errorsChart";
import { duration } from "./format";
import type { Fact, Report, SeriesPanel } from "./model";
import { seriesFigure } from "./seriesChart";
import { serviceMapFigure } from "./serviceMap";

/** With more series than this a reader looks for one by name. */
const SERIES_WITHOUT_FILTER = 6;
const LONGEST_GAPS = 12;

const report = JSON.parse(document.getElementById("report-data")!.textContent!) as Report;
const clock = new Clock(report.hasCalendar);
document.getElementById("report")!.replaceChildren(header(), main(), footer());

function header(): HTMLElement {
  return element(
    "header",
    {},
    element("p", { class: "brand" }, "Presage"),
    element("h1", {}, report.title),
    report.subtitle !== null && element("p", { class: "lead" }, report.subtitle),
    report.generatedDataNotice !== null
      && element("p", { class: "callout notice", role: "note" }, element("strong", {}, "Generated data. "), report.generatedDataNotice),
    ...report.warnings.map((warning) => element("p", { class: "callout warning", role: "note" }, element("strong", {}, "Warning. "), warning)),
  );
}

function main(): HTMLElement {
  // Before dozens of charts a map is the overview; beside a comparison it explains where the errors are.
  const results = report.comparison.length === 0 ? [map(), forecasts(), errors()] : [forecasts(), errors(), comparison(), map()];
  return element("main", { id: "content" }, ...results, data(), gaps(), settings());
}

function forecasts(): Child {
  if (report.series.length === 0) {
    return null;
  }
  const grid = element("div", { class: report.series.length === 1 ? "grid single" : "grid" });
  const figures = report.series.map((panel) => ({ panel, figure: seriesFigure(panel, clock) }));
  grid.append(...figures.map((entry) => entry.figure));
  return section(
    "series",
    report.series.some((panel) => panel.forecastTimesMs.length > 0) ? "Forecasts" : "History",
    element("p", { class: "muted" }, `Times are ${report.hasCalendar ? "UTC" : "day and time since the start of the trace"}. The line breaks where nothing was observed; longer stretches are shaded.`),
    report.series.length > SERIES_WITHOUT_FILTER && filter(figures),
    grid,
  );
}

function filter(figures: { panel: SeriesPanel; figure: HTMLElement }[]): HTMLElement {
  const shown = element("output", { class: "muted", for: "series-filter" }, `${figures.length} series`);
  const input = element("input", {
    id: "series-filter",
    type: "search",
    placeholder: "part of a name",
    input: () => {
      const wanted = input.value.trim().toLowerCase();
      for (const { panel, figure } of figures) {
        figure.hidden = !panel.name.toLowerCase().includes(wanted);
      }
      const left = figures.filter((entry) => !entry.figure.hidden).length;
      shown.textContent = left === figures.length ? `${left} series` : `${left} of ${figures.length} series`;
    },
  });
  return element("p", { class: "filter" }, element("label", { for: "series-filter" }, "Show series"), input, shown);
}

function errors(): Child {
  return report.errorsByHorizon.length === 0 ? null : section(
    "errors",
    "Errors by horizon",
    element(
      "div",
      { class: "grid" },
      errorsFigure("mse", "Mean squared error", report.errorsByHorizon, report.stepSeconds),
      errorsFigure("mae", "Mean absolute error", report.errorsByHorizon, report.stepSeconds),
    ),
  );
}

function comparison(): Child {
  return report.comparison.length === 0 ? null : section(
    "comparison",
    "Comparison",
    report.comparisonNote !== null && element("p", { class: "muted" }, report.comparisonNote),
    element("div", { class: "card" }, comparisonTable(report.comparison, report.stepSeconds)),
  );
}

function map(): Child {
  return report.map === null ? null : section(
    "map",
    "Service map",
    report.map.note !== null && element("p", { class: "muted" }, report.map.note),
    serviceMapFigure(report.map),
  );
}

function data(): Child {
  return report.dataSummary.length === 0 ? null : section("data", "Data", facts(report.dataSummary));
}

function gaps(): Child {
  const all = report.series.flatMap((panel) => panel.gaps.map((gap) => ({ series: panel.name, ...gap, length: gap.endMs - gap.startMs })));
  if (all.length === 0) {
    return null;
  }
  const longest = [...all].sort((a, b) => b.length - a.length || a.startMs - b.startMs).slice(0, LONGEST_GAPS);
  const reasons = longest.some((gap) => gap.reason !== null);
  const table = element(
    "table",
    {},
    element("caption", { class: "visually-hidden" }, "The longest gaps"),
    element("thead", {}, element("tr", {}, ...["Series", `From (${clock.zone})`, `To (${clock.zone})`, "Length", ...(reasons ? ["Why"] : [])].map((head) => element("th", { scope: "col" }, head)))),
    element("tbody", {}, ...longest.map((gap) => element(
      "tr",
      {},
      element("th", { scope: "row" }, gap.series),
      element("td", {}, clock.show(gap.startMs)),
      element("td", {}, clock.show(gap.endMs)),
      element("td", {}, duration(gap.length / 1000)),
      reasons && element("td", {}, gap.reason ?? ""),
    ))),
  );
  return section(
    "gaps",
    "Data gaps",
    element("p", { class: "muted" }, all.length > longest.length ? `The ${longest.length} longest of ${all.length} gaps in the series shown.` : "All gaps in the series shown."),
    element("div", { class: "card" }, scrollable("Data gaps", table)),
  );
}

function settings(): Child {
  return report.settings.length === 0 ? null : section("settings", "Run settings", facts(report.settings));
}

function facts(list: Fact[]): HTMLElement {
  return element("dl", { class: "card facts" }, ...list.map((fact) => element("div", {}, element("dt", {}, fact.name), element("dd", {}, fact.value))));
}

function footer(): HTMLElement {
  return element(
    "footer",
    {},
    report.command !== null && element("p", {}, "Made by ", element("code", {}, report.command)),
    element("p", {}, `Presage ${report.programVersion}, ${isoMinute(Date.parse(report.createdAt))} UTC. Charts: Apache ECharts.${report.map === null ? "" : " Map: Cytoscape.js and Dagre."}`),
  );
}
