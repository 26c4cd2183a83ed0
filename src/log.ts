import pino, { type Logger } from "pino";
import pretty from "pino-pretty";

/** The log of the whole program, on stderr: JSON lines, or readable ones on a terminal. */
export function createLogger(options: { level: string; readable: boolean }): Logger {
  const settings = { level: options.level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  if (!options.readable) return pino(settings, pino.destination({ dest: 2, sync: true }));
  return pino(
    settings,
    pretty({
      destination: 2,
      sync: true,
      colorize: true,
      translateTime: "SYS:HH:MM:ss",
      ignore: "pid,hostname",
    }),
  );
}
