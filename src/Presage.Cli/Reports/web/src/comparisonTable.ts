import { element, scrollable, type Child } from "./dom";
import * as format from "./format";
import type { ComparisonRow } from "./model";

interface Column {
  name: string;
  title: string;
  value: (row: ComparisonRow) => number | string | null;
  show: (row: ComparisonRow) => string;
  /** Whether the lowest value of a horizon is marked as the best one. */
  best?: boolean;
}

const COLUMNS: Column[] = [
  { name: "Model", title: "The model and what differs from its defaults", value: label, show: label },
  {
    name: "MSE", title: "Mean squared error, mean \u00b1 standard deviation over seeds", best: true,
    value: (row) => row.mse, show: (row) => withDeviation(row.mse, row.mseDeviation),
  },
  {
    name: "MAE", title: "Mean absolute error, mean \u00b1 standard deviation over seeds", best: true,
    value: (row) => row.mae, show: (row) => withDeviation(row.mae, row.maeDeviation),
  },
  { name: "p", title: "p-value of the paired test against the reference model", value: (row) => row.pValue, show: (row) => format.pValue(row.pValue) },
  { name: "80 % band", title: "Share of outcomes inside the 80 % band", value: (row) => row.coverage80, show: (row) => format.percent(row.coverage80) },
  { name: "its width", title: "Mean width of the 80 % band", value: (row) => row.width80, show: (row) => format.error(row.width80, 3) },
  { name: "95 % band", title: "Share of outcomes inside the 95 % band", value: (row) => row.coverage95, show: (row) => format.percent(row.coverage95) },
  { name: "its width", title: "Mean width of the 95 % band", value: (row) => row.width95, show: (row) => format.error(row.width95, 3) },
  { name: "Parameters", title: "Number of trained parameters", value: (row) => row.parameters, show: (row) => format.count(row.parameters) },
  { name: "Training (s)", title: "Seconds of training, mean over seeds", value: (row) => row.trainSeconds, show: (row) => format.seconds(row.trainSeconds) },
];

function label(row: ComparisonRow): string {
  return row.variant === null ? row.model : `${row.model}, ${row.variant}`;
}

function withDeviation(value: number | null, deviation: number | null): string {
  return deviation === null ? format.error(value) : `${format.error(value)} \u00b1 ${format.error(deviation)}`;
}

/** All models at all horizons; a click on a column sorts inside each horizon. */
export function comparisonTable(rows: ComparisonRow[], stepSeconds: number | null): HTMLElement {
  const columns = COLUMNS.filter((column) => rows.some((row) => column.value(row) !== null));
  const horizons = [...new Set(rows.map((row) => row.horizon))];
  const table = element("table", { class: "comparison" });
  let sortedBy: Column | null = null;
  let rising = true;

  const sort = (column: Column): void => {
    rising = sortedBy === column ? !rising : true;
    sortedBy = column;
    draw();
    table.querySelectorAll("button")[columns.indexOf(column)]?.focus();
  };

  const draw = (): void => {
    table.replaceChildren(
      element("caption", { class: "visually-hidden" }, "Models compared at each horizon"),
      element("thead", {}, element("tr", {}, ...columns.map((column) => element(
        "th",
        { scope: "col", title: column.title, "aria-sort": sortedBy === column ? (rising ? "ascending" : "descending") : "none" },
        element("button", { type: "button", click: () => sort(column) }, column.name),
      )))),
      ...horizons.map((horizon) => group(horizon, columns, ordered(rows.filter((row) => row.horizon === horizon)), stepSeconds)),
    );
  };

  const ordered = (group: ComparisonRow[]): ComparisonRow[] => {
    const by = sortedBy;
    return by === null ? group : [...group].sort((a, b) => compare(by.value(a), by.value(b), rising ? 1 : -1));
  };

  draw();
  return scrollable("Comparison of models", table);
}

/** What was not measured comes last in either direction. */
function compare(a: number | string | null, b: number | string | null, direction: 1 | -1): number {
  if (a === null || b === null) {
    return (a === null ? 1 : 0) - (b === null ? 1 : 0);
  }
  return direction * (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b)));
}

function group(horizon: string, columns: Column[], rows: ComparisonRow[], stepSeconds: number | null): HTMLElement {
  const least = new Map(columns.filter((column) => column.best).map((column) => [
    column,
    Math.min(...rows.map((row) => column.value(row)).filter((value): value is number => typeof value === "number")),
  ]));
  return element(
    "tbody",
    {},
    element("tr", { class: "group" }, element("th", { scope: "rowgroup", colspan: columns.length }, format.horizon(horizon, stepSeconds))),
    ...rows.map((row) => element("tr", {}, ...columns.map((column, index) => {
      const isBest = column.best === true && column.value(row) === least.get(column) && rows.length > 1;
      const text: Child[] = isBest ? [column.show(row), element("span", { class: "visually-hidden" }, " (lowest)")] : [column.show(row)];
      return index === 0 ? element("th", { scope: "row" }, ...text) : element("td", { class: isBest ? "best" : "" }, ...text);
    }))),
  );
}
