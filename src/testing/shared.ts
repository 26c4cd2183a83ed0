import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/**
 * Where the shared test material (corpus, question sets, foreign documents) lies beside a developer's checkout.
 * A clone without it gets null, and the tests that need it are skipped with the reason printed.
 */
export function sharedPath(relative: string): string | null {
  const root = process.env["VADEMECUM_SHARED"] ?? resolve(import.meta.dir, "../../../shared");
  const path = join(root, relative);
  if (existsSync(path)) return path;
  process.stderr.write(`skipped: this test needs shared/${relative}, which is not beside this checkout\n`);
  return null;
}
