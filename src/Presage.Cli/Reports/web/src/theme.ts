/** The colours of the charts, read from the style sheet, so that light and dark are decided in one place. */
export interface Theme {
  text: string;
  muted: string;
  grid: string;
  surface: string;
  history: string;
  forecast: string;
  outcome: string;
  gap: string;
  edge: string;
  inferred: string;
  mapFall: string;
  mapSame: string;
  mapLow: string;
  mapHigh: string;
  models: string[];
}

export function currentTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return {
    text: read("--text"),
    muted: read("--muted"),
    grid: read("--grid"),
    surface: read("--surface"),
    history: read("--history"),
    forecast: read("--forecast"),
    outcome: read("--outcome"),
    gap: read("--gap"),
    edge: read("--edge"),
    inferred: read("--inferred"),
    mapFall: read("--map-fall"),
    mapSame: read("--map-same"),
    mapLow: read("--map-low"),
    mapHigh: read("--map-high"),
    models: Array.from({ length: 8 }, (_, index) => read(`--model-${index + 1}`)),
  };
}

export function onThemeChange(redraw: () => void): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
}
