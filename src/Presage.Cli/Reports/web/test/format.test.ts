import assert from "node:assert/strict";
import { test } from "node:test";
import { Clock } from "../src/clock";
import * as format from "../src/format";

test("number: keeps four digits and marks what is missing", () => {
  const cases: [number | null | undefined, string][] = [
    [0, "0"], [0.123456, "0.1235"], [-42.125, "-42.13"], [999.96, "1000"], [1234.5, "1,235"], [3.2e9, "3.20e+9"], [0.00002, "2.00e-5"],
    [null, "\u2013"], [undefined, "\u2013"],
  ];
  for (const [value, expected] of cases) {
    assert.equal(format.number(value), expected);
  }
});

test("pValue: names the smallest that three decimals can show", () => {
  assert.equal(format.pValue(0.0004), "< 0.001");
  assert.equal(format.pValue(0.04), "0.040");
  assert.equal(format.pValue(null), "\u2013");
});

test("seconds: keeps one decimal and does not turn little into none", () => {
  assert.equal(format.seconds(0), "0.0");
  assert.equal(format.seconds(0.00008), "< 0.1");
  assert.equal(format.seconds(61.44), "61.4");
});

test("duration: takes the largest unit that fits", () => {
  assert.equal(format.duration(30), "30 s");
  assert.equal(format.duration(90), "1.5 min");
  assert.equal(format.duration(3600), "1 h");
  assert.equal(format.duration(30 * 3600), "1.3 d");
});

test("horizon: names steps, ranges and anything else", () => {
  assert.equal(format.horizon("12", 60), "Step 12 (12 min ahead)");
  assert.equal(format.horizon("1-24", 60), "Steps 1 to 24 (up to 24 min ahead)");
  assert.equal(format.horizon("1 to 24", null), "Steps 1 to 24");
  assert.equal(format.horizon("all", 60), "All steps");
  assert.equal(format.horizon("next week", 60), "next week");
});

test("clock: writes calendar times in UTC and others as day and time", () => {
  assert.equal(new Clock(true).show(1_700_000_040_000), "2023-11-14 22:14");
  assert.equal(new Clock(true).show(1_700_000_041_000), "2023-11-14 22:14:01");
  assert.equal(new Clock(false).show(7 * 86_400_000 + 86_340_000), "day 7 23:59");
  assert.equal(new Clock(false).axisLabel?.(86_400_000), "day 1");
  assert.equal(new Clock(false).axisLabel?.(86_400_000 + 3_600_000), "01:00");
  assert.equal(new Clock(true).axisLabel, undefined);
});
