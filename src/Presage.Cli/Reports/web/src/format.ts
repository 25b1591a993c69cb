const MISSING = "\u2013";

/** Four significant digits for what is measured, thousands separated for what is large. */
export function number(value: number | null | undefined): string {
  if (value === null || value === undefined) {
    return MISSING;
  }
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e9 || size < 1e-4)) {
    return value.toExponential(2);
  }
  return size >= 1000
    ? value.toLocaleString("en-US", { maximumFractionDigits: 0 })
    : value.toLocaleString("en-US", { maximumSignificantDigits: 4, useGrouping: false });
}

/** An error with as many decimals as the table's other errors, so that the column can be compared at a glance. */
export function error(value: number | null, decimals = 4): string {
  return value === null ? MISSING : Math.abs(value) >= 1000 ? number(value) : value.toFixed(decimals);
}

export function count(value: number | null): string {
  return value === null ? MISSING : value.toLocaleString("en-US");
}

export function percent(share: number | null): string {
  return share === null ? MISSING : `${(share * 100).toFixed(1)} %`;
}

export function pValue(value: number | null): string {
  return value === null ? MISSING : value < 0.001 ? "< 0.001" : value.toFixed(3);
}

export function seconds(value: number | null): string {
  return value === null ? MISSING : value > 0 && value < 0.05 ? "< 0.1" : value.toFixed(1);
}

export function duration(seconds: number): string {
  const units: [number, string][] = [[86_400, "d"], [3_600, "h"], [60, "min"]];
  for (const [size, unit] of units) {
    if (seconds >= size) {
      return `${trim(seconds / size)} ${unit}`;
    }
  }
  return `${trim(seconds)} s`;
}

/** The heading of a horizon: one step, a range of steps such as "1-24" or "1 to 24", or whatever else it is called. */
export function horizon(name: string, stepSeconds: number | null): string {
  const steps = /^(?:(\d+) ?(?:-|to) ?)?(\d+)$/.exec(name);
  if (steps === null) {
    return name === "all" ? "All steps" : name;
  }
  const [, first, last] = steps;
  const ahead = stepSeconds === null ? "" : ` (${first === undefined ? "" : "up to "}${duration(Number(last) * stepSeconds)} ahead)`;
  return (first === undefined ? `Step ${last}` : `Steps ${first} to ${last}`) + ahead;
}

function trim(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 1 });
}
