import { axisLook, baseOption, chart, type ChartOption, type LegendItem } from "./chart";
import { element } from "./dom";
import { duration, error } from "./format";
import type { HorizonErrors } from "./model";

const DASHES = ["solid", "dashed", "dotted"] as const;
const SYMBOLS = ["circle", "triangle", "rect", "diamond"] as const;
/** Above this many steps a mark on each would hide the line. */
const STEPS_WITH_MARKS = 30;

/** One error measure of every model against the forecast step. */
export function errorsFigure(measure: "mse" | "mae", name: string, errors: HorizonErrors[], stepSeconds: number | null): HTMLElement {
  const describe = errors
    .map((model) => `${model.model} from ${error(model[measure][0] ?? null)} at step ${model.steps[0]} to ${error(model[measure].at(-1) ?? null)} at step ${model.steps.at(-1)}`)
    .join("; ");
  return element(
    "figure",
    { class: "card" },
    element("figcaption", {}, element("h3", {}, name), element("p", { class: "muted" }, "lower is better")),
    chart(`${name} by forecast step: ${describe}.`, errors.map(legendItem), option(measure, errors, stepSeconds)),
  );
}

const MARKS = { solid: "line", dashed: "dashes", dotted: "dots" } as const;
const MODEL_COLORS = 8;
const dash = (index: number): (typeof DASHES)[number] => DASHES[Math.floor(index / MODEL_COLORS) % DASHES.length]!;

function legendItem(model: HorizonErrors, index: number): LegendItem {
  return { name: model.model, color: `--model-${(index % MODEL_COLORS) + 1}`, mark: MARKS[dash(index)] };
}

function option(measure: "mse" | "mae", errors: HorizonErrors[], stepSeconds: number | null): ChartOption {
  return (theme) => {
    const base = baseOption(theme);
    return {
      ...base,
      grid: { left: 8, right: 16, top: 16, bottom: 28, containLabel: true },
      tooltip: {
        ...(base["tooltip"] as object),
        order: "valueAsc",
        valueFormatter: (value: number | null) => error(value),
        axisPointer: { label: { formatter: (pointer: { value: number }) => `step ${pointer.value}` } },
      },
      xAxis: {
        type: "value", min: 0, minInterval: 1, name: stepSeconds === null ? "forecast step" : `forecast step (of ${duration(stepSeconds)})`,
        nameLocation: "middle", nameGap: 28, ...axisLook(theme), splitLine: { show: false },
      },
      yAxis: { type: "value", scale: true, ...axisLook(theme) },
      series: errors.map((model, index) => ({
        name: model.model, type: "line", color: theme.models[index % MODEL_COLORS],
        symbol: SYMBOLS[index % SYMBOLS.length], symbolSize: 6, showSymbol: model.steps.length <= STEPS_WITH_MARKS,
        lineStyle: { width: 2, type: dash(index) },
        emphasis: { focus: "series" },
        data: model.steps.map((step, at) => [step, model[measure][at] ?? null]),
      })),
    };
  };
}
