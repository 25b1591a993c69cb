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

/** A chart that draws itself when it comes near the screen: a report may hold a hundred of them. */
export function chart(description: string, option: ChartOption): HTMLElement {
  const box = element("div", { class: "chart", role: "img", "aria-label": description });
  let drawn: ECharts | null = null;
  const draw = (): void => {
    drawn ??= init(box, null, { useDirtyRect: false });
    drawn.setOption({ ...option(currentTheme()), useUTC: true, animation: false }, { notMerge: true });
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
  return box;
}

/** The look shared by all charts. */
export function baseOption(theme: Theme): EChartsCoreOption {
  return {
    textStyle: { color: theme.text, fontFamily: "system-ui, sans-serif" },
    aria: { enabled: false },
    grid: { left: 8, right: 16, top: 44, bottom: 8, containLabel: true },
    legend: {
      type: "scroll", top: 4, left: 0, right: 0, itemWidth: 22, itemHeight: 9, itemGap: 14,
      textStyle: { color: theme.text }, pageTextStyle: { color: theme.text }, pageIconColor: theme.text,
      pageIconInactiveColor: theme.muted, inactiveColor: theme.muted,
    },
    tooltip: {
      trigger: "axis", confine: true, backgroundColor: theme.surface, borderColor: theme.grid,
      textStyle: { color: theme.text, fontSize: 12 },
    },
  };
}

export function axisLook(theme: Theme): Record<string, unknown> {
  return {
    axisLine: { lineStyle: { color: theme.muted } },
    axisTick: { lineStyle: { color: theme.muted } },
    axisLabel: { color: theme.muted, hideOverlap: true },
    splitLine: { lineStyle: { color: theme.grid } },
    nameTextStyle: { color: theme.muted },
  };
}
