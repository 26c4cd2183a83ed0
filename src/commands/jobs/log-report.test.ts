import { expect, test } from "bun:test";
import fc from "fast-check";
import "../../testing/property-seed.ts";
import { createReportReader, encodeLogReport, type LogReport } from "./log-report.ts";

const arbitraryReport: fc.Arbitrary<LogReport> = fc.record({
  exitCode: fc.constantFrom(0 as const, 1 as const, 2 as const),
  result: fc.option(
    fc.record({
      text: fc.string({ unit: "grapheme", maxLength: 200 }),
      json: fc.dictionary(
        fc.stringMatching(/^[a-z]{1,8}$/),
        fc.oneof(fc.string(), fc.integer(), fc.constant(null)),
      ),
    }),
  ),
  error: fc.option(fc.record({ code: fc.string(), message: fc.string(), hint: fc.option(fc.string()) })),
});

function readAll(lines: readonly string[]): LogReport | null {
  const reader = createReportReader();
  for (const line of lines) reader.read(line);
  return reader.report();
}

test("a report comes out of a log as it went in, whatever else the log holds", () => {
  fc.assert(
    fc.property(arbitraryReport, fc.array(fc.string(), { maxLength: 5 }), (report, others) => {
      const lines = encodeLogReport(report).flatMap((line) => [...others, line]);
      expect(readAll(lines)).toEqual(report);
    }),
    { numRuns: 60 },
  );
});

const noise = (of: number) => new Bun.CryptoHasher("sha512").update(String(of)).digest("hex");

/** Too large for one line, and not to be compressed into one. */
const large: LogReport = {
  exitCode: 1,
  result: { text: noise(-1), json: {} },
  error: null,
};
for (let i = 0; i < 400; i++) if (large.result) large.result.json[`k${i}`] = noise(i);

test("a report of many lines of which one is missing, or is not what was written, is none", () => {
  const lines = encodeLogReport(large);
  expect(lines.length).toBeGreaterThan(3);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(4100);
  expect(readAll(lines)).toEqual(large);
  expect(readAll(lines.filter((_, at) => at !== 1))).toBeNull();
  expect(readAll(lines.map((line, at) => (at === 2 ? line.replace(/.{3}$/, "AAA") : line)))).toBeNull();
  expect(readAll(["vademecum-report", "vademecum-report 1/1 !", "vademecum-report 1/0 AAAA"])).toBeNull();
});

test("of a job that was tried again the last report counts, one that was cut off before it does not", () => {
  const [first = ""] = encodeLogReport(large);
  const last: LogReport = { exitCode: 0, result: { text: "done", json: { a: 1 } }, error: null };
  expect(readAll([first, ...encodeLogReport(large), first, ...encodeLogReport(last)])).toEqual(last);
});
