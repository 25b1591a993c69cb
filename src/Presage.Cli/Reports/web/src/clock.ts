/** How the report writes times: in UTC, as it is read in other zones than it was made in, or as the day and time of a trace without a calendar. */
export class Clock {
  constructor(private readonly hasCalendar: boolean) {}

  /** What a heading says after "Time". */
  get zone(): string {
    return this.hasCalendar ? "UTC" : "since the start";
  }

  show(ms: number): string {
    return this.hasCalendar ? `${isoMinute(ms)}${seconds(ms)}` : `day ${day(ms)} ${isoMinute(ms).slice(11)}${seconds(ms)}`;
  }

  /** Short text for an axis; undefined leaves it to the chart, which knows months and years. */
  get axisLabel(): ((ms: number) => string) | undefined {
    return this.hasCalendar ? undefined : (ms) => (ms % DAY_MS === 0 ? `day ${day(ms)}` : isoMinute(ms).slice(11));
  }
}

/** The UTC minute of a calendar time. */
export function isoMinute(ms: number): string {
  const iso = new Date(ms).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)}`;
}

const DAY_MS = 86_400_000;

function day(ms: number): number {
  return Math.floor(ms / DAY_MS);
}

function seconds(ms: number): string {
  return ms % 60_000 === 0 ? "" : new Date(ms).toISOString().slice(16, 19);
}
