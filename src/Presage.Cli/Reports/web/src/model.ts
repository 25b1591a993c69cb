/** The report's data as `ReportDocument.cs` and its parts write them; null stands for "not measured" or "not observed". */
export interface Report {
  title: string;
  createdAt: string;
  programVersion: string;
  subtitle: string | null;
  generatedDataNotice: string | null;
  command: string | null;
  warnings: string[];
  dataSummary: Fact[];
  hasCalendar: boolean;
  series: SeriesPanel[];
  errorsByHorizon: HorizonErrors[];
  comparison: ComparisonRow[];
  comparisonNote: string | null;
  stepSeconds: number | null;
  map: ServiceMap | null;
  settings: Fact[];
}

export interface Fact {
  name: string;
  value: string;
}

export interface SeriesPanel {
  name: string;
  unit: string;
  model: string | null;
  nowMs: number | null;
  historyTimesMs: number[];
  history: (number | null)[];
  forecastTimesMs: number[];
  median: (number | null)[];
  bands: ForecastBand[];
  outcome: (number | null)[];
  gaps: Gap[];
}

export interface ForecastBand {
  coverage: number;
  lower: (number | null)[];
  upper: (number | null)[];
}

export interface Gap {
  startMs: number;
  endMs: number;
  reason: string | null;
}

export interface HorizonErrors {
  model: string;
  steps: number[];
  mse: (number | null)[];
  mae: (number | null)[];
}

export interface ComparisonRow {
  model: string;
  variant: string | null;
  horizon: string;
  mse: number | null;
  mseDeviation: number | null;
  mae: number | null;
  maeDeviation: number | null;
  pValue: number | null;
  parameters: number | null;
  trainSeconds: number | null;
  coverage80: number | null;
  coverage95: number | null;
  width80: number | null;
  width95: number | null;
}

export interface ServiceMap {
  note: string | null;
  nodes: string[];
  measures: MapMeasure[];
  edgeSets: EdgeSet[];
}

export interface MapMeasure {
  name: string;
  values: (number | null)[];
  /** Whether the values are changes in percent: 0 in the middle of the colours. */
  isChange?: boolean;
}

export interface EdgeSet {
  name: string;
  edges: MapEdge[];
  note?: string;
  isLearned?: boolean;
}

export interface MapEdge {
  from: number;
  to: number;
  isInferred?: boolean;
  weight?: number;
  calls?: number;
  meanLatencyMs?: number;
  errorRate?: number;
}
