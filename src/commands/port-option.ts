import { InvalidArgumentError } from "commander";

/**
 * Reads the value of `--port`.
 * @throws InvalidArgumentError where it is no port
 */
export function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError(`expected a port from 0 (any free one) to 65535, got "${text}".`);
}
