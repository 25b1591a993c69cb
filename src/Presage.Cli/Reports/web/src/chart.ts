import { LineChart } from "echarts/charts";
import {
  AriaComponent,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
} from "echarts/components";
import { init, use, type ECharts, type EChartsCoreOption } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { element } from "./dom";
import { currentTheme, onThemeChange, type Theme } from "./theme";

use([
  LineChart, GridComponent, TooltipComponent, LegendComponent, DataZoomComponent,
  MarkLineComponent, MarkAreaComponent, AriaComponent, CanvasRenderer,
]);

export type ChartOption = (theme: Theme) => EChartsCoreOption;

/** One line of a legend; `color` is a custom property of the style sheet, which knows light and dark. */
export interface LegendItem {
  name: string;
  color: string;
  mark: "line" | "dashes" | "dots" | "area";
  opacity?: number;
}

/**
 * A chart that draws itself when it comes near the screen, as a report may hold a hundred of them. Its legend is made of
 * buttons that show and hide a line; unlike a legend inside the chart it wraps on narrow screens and works with the keyboard.
 */
export function chart(description: string, legend: LegendItem[], option: ChartOption): HTMLElement {
  const hidden = new Set<string>();
  const box = element("div", { class: "chart", role: "img", "aria-label": description });
  let drawn: ECharts | null = null;
  const draw = (): void => {
    drawn ??= init(box, null, { useDirtyRect: false });
    const selected = Object.fromEntries([...hidden].map((name) => [name, false]));
    drawn.setOption({ ...option(currentTheme()), legend: { show: false, selected }, useUTC: true, animation: false }, { notMerge: true });
  };
  new IntersectionObserver((entries, observer) => {
    if (entries.some((entry) => entry.isIntersecting)) {
      observer.disconnect();
      draw();
    }
  }, { rootMargin: "600px" }).observe(box);
  new ResizeObserver(() => drawn?.resize()).observe(box);
  onThemeChange(() => drawn && draw());
  addEventListener("beforeprint", draw);
  const toggle = (name: string): void => {
    hidden.has(name) ? hidden.delete(name) : hidden.add(name);
    drawn?.dispatchAction({ type: "legendToggleSelect", name });
  };
  return element("div", {}, legend.length > 1 && element("ul", { class: "legend" }, ...legend.map((item) => legendEntry(item, toggle))), box);
}

function legendEntry(item: LegendItem, toggle: (name: string) => void): HTMLElement {
  const button = element(
    "button",
    {
      type: "button",
      "aria-pressed": "true",
      click: () => {
        button.setAttribute("aria-pressed", button.getAttribute("aria-pressed") === "true" ? "false" : "true");
        toggle(item.name);
      },
    },
    element("span", { class: `mark ${item.mark}`, style: `--mark: var(${item.color}); opacity: ${item.opacity ?? 1}` }),
    item.name,
  );
  return element("li", {}, button);
}

/** The look shared by all charts. */
export function baseOption(theme: Theme): EChartsCoreOption {
  return {
    textStyle: { color: theme.text, fontFamily: "system-ui, sans-serif" },
    aria: { enabled: false },
    tooltip: {
      trigger: "axis", confine: true, backgroundColor: theme.surface, borderColor: theme.grid,
      textStyle: { color: theme.text, fontSize: 12 },
    },
  };
}

export function axisLook(theme: Theme): Record<string, unknown> {
  return {
    axisLine: { onZero: false, lineStyle: { color: theme.muted } },
    axisTick: { lineStyle: { color: theme.muted } },
    axisLabel: { color: theme.muted, hideOverlap: true },
    splitLine: { lineStyle: { color: theme.grid } },
    nameTextStyle: { color: theme.muted },
  };
}
