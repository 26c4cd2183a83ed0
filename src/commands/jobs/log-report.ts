import { z } from "zod";

const MARK = "vademecum-report";
/** Well below what a Hub cuts a line of a log at. */
const PART_CHARS = 4000;
/** A report that claims to be larger is none: logs are what a job wrote. */
const MAX_PARTS = 20_000;
const LINE = new RegExp(`^${MARK} (\\d{1,5})/(\\d{1,5}) ([A-Za-z0-9+/=]+)$`);

const ErrorSchema = z.object({
  code: z.string(),
  message: z.string(),
  expected: z.string().nullish(),
  hint: z.string().nullish(),
});

const LogReportSchema = z.object({
  exitCode: z.literal([0, 1, 2]),
  /** What the command printed, for people and for programs; null where it failed. */
  result: z.object({ text: z.string(), json: z.record(z.string(), z.unknown()) }).nullable(),
  /** Why it failed, null where it did not. */
  error: ErrorSchema.nullable(),
});

/** How a command of a job ended, as the job's log carries it to whoever ordered it. */
export type LogReport = z.output<typeof LogReportSchema>;

/** The report as lines of a log: compressed, whose own checksum tells a report with a gap. */
export function encodeLogReport(report: LogReport): string[] {
  const text = Buffer.from(Bun.gzipSync(Buffer.from(JSON.stringify(report)))).toString("base64");
  const count = Math.ceil(text.length / PART_CHARS);
  return Array.from(
    { length: count },
    (_, at) => `${MARK} ${at + 1}/${count} ${text.slice(at * PART_CHARS, (at + 1) * PART_CHARS)}`,
  );
}

/** Whether a line of a log is a part of a report, which nobody reads. */
export function isReportLine(line: string): boolean {
  return line.startsWith(`${MARK} `);
}

/** Puts the report of a log together. Of a job that was tried several times, the last one counts. */
export function createReportReader() {
  let parts: string[] = [];
  let report: LogReport | null = null;
  return {
    /** To be given every line. True for one that belongs to a report. */
    read(line: string): boolean {
      if (!isReportLine(line)) return false;
      const [, at = "", count = "", part = ""] = LINE.exec(line) ?? [];
      if (at === "1") parts = [];
      if (Number(at) === parts.length + 1 && Number(count) <= MAX_PARTS) parts.push(part);
      if (parts.length === Number(count)) report = decode(parts.join(""));
      return true;
    },
    /** Null before a whole one was read. */
    report: () => report,
  };
}

function decode(text: string): LogReport | null {
  try {
    const json = new TextDecoder().decode(Bun.gunzipSync(Buffer.from(text, "base64")));
    return LogReportSchema.parse(JSON.parse(json));
  } catch {
    return null; // cut, or not written by this program: as if there were none
  }
}
