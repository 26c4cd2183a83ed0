import { MultiBar, Presets, type SingleBar } from "cli-progress";

/** Shows how far long work is: a bar on a terminal, a plain line now and then elsewhere. */
export interface Progress {
  update(stage: string, done: number, total: number): void;
  /** Ends the bar, so that what is printed next begins on a line of its own. */
  stop(): void;
}

/** Time between two plain lines about the same stage. */
const PLAIN_LINE_EVERY_MS = 10_000;
/** A stage that takes less is not told in plain lines: its outcome follows at once. */
const PLAIN_MIN_STAGE_MS = 1000;

/** `4m 05s`, `12s`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const minutes = Math.floor(whole / 60);
  return minutes > 0 ? `${minutes}m ${String(whole % 60).padStart(2, "0")}s` : `${whole}s`;
}

/** A pace told from less than this would be a guess. */
const MIN_PACE_MS = 1000;

/** Rate per second and time left, null where they cannot be told yet or nothing is left. */
function measureRate(options: { done: number; total: number; elapsedMs: number }): {
  rate: string | null;
  left: string | null;
} {
  const { done, total, elapsedMs } = options;
  if (done === 0 || elapsedMs < MIN_PACE_MS) return { rate: null, left: null };
  const rate = done / (elapsedMs / 1000);
  return { rate: rate.toFixed(1), left: done < total ? formatSeconds((total - done) / rate) : null };
}

/** Plain lines with rate and time left, for logs and pipes. */
export function createPlainProgress(options: { write(line: string): void; now(): number }): Progress {
  const stages = new Map<string, { startedMs: number; lastLineMs: number; isOver: boolean }>();
  return {
    update(name, done, total) {
      const nowMs = options.now();
      const known = stages.get(name);
      const stage = known ?? { startedMs: nowMs, lastLineMs: Number.NEGATIVE_INFINITY, isOver: false };
      if (!known) stages.set(name, stage);
      const elapsedMs = nowMs - stage.startedMs;
      // More may turn out to be there.
      if (done < total) stage.isOver = false;
      if (stage.isOver || elapsedMs < PLAIN_MIN_STAGE_MS) return;
      if (done < total && nowMs - stage.lastLineMs < PLAIN_LINE_EVERY_MS) return;
      stage.lastLineMs = nowMs;
      stage.isOver = done >= total;
      const { rate, left } = measureRate({ done, total, elapsedMs });
      const pace =
        rate === null ? "" : ` (${[`${rate}/s`, ...(left === null ? [] : [`${left} left`])].join(", ")})`;
      options.write(`${name}: ${done} of ${total}${pace}`);
    },
    stop() {},
  };
}

function createBarProgress(stream: NodeJS.WriteStream): Progress {
  const bars = new MultiBar(
    {
      stream,
      format: "{stage} {bar} {value}/{total} · {rate}/s · {left} left",
      hideCursor: true,
      barsize: 30,
      autopadding: true,
    },
    Presets.shades_grey,
  );
  const started = new Map<string, { bar: SingleBar; atMs: number }>();
  return {
    update(stage, done, total) {
      const nowMs = performance.now();
      const known = started.get(stage);
      const entry = known ?? {
        bar: bars.create(total, 0, { stage: stage.padEnd(6), rate: "–", left: "–" }),
        atMs: nowMs,
      };
      if (!known) started.set(stage, entry);
      const { rate, left } = measureRate({ done, total, elapsedMs: nowMs - entry.atMs });
      entry.bar.setTotal(total);
      entry.bar.update(done, { stage: stage.padEnd(6), rate: rate ?? "–", left: left ?? "–" });
    },
    stop() {
      bars.stop();
    },
  };
}

/** A bar where stderr is a terminal, plain lines where it is not. */
export function createProgress(stream: NodeJS.WriteStream): Progress {
  if (stream.isTTY) return createBarProgress(stream);
  return createPlainProgress({ write: (line) => stream.write(`${line}\n`), now: () => performance.now() });
}
