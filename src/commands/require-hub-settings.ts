import type { Config } from "../config.ts";
import { VademecumError } from "../domain/errors.ts";

/** Variables without which a remote Hub cannot be worked with; the embedded one needs none. */
export function missingHubSettings({ hub, docsRepo, indexRepo }: Config): string[] {
  if (hub.kind === "embedded") return [];
  const values = { HF_TOKEN: hub.token, DOCS_REPO_ID: docsRepo, INDEX_REPO_ID: indexRepo };
  return Object.entries(values).flatMap(([name, value]) => (value === null ? [name] : []));
}

/** @throws VademecumError `CONFIG_INCOMPLETE` that names every missing variable at once */
export function requireHubSettings(config: Config): void {
  const missing = missingHubSettings(config);
  if (missing.length === 0) return;
  throw new VademecumError({
    code: "CONFIG_INCOMPLETE",
    message: `not set: ${missing.join(", ")}`,
    expected:
      "HF_TOKEN=hf_…, a token with write access; DOCS_REPO_ID and INDEX_REPO_ID=owner/name, dataset repos",
    hint: "set them, or unset HF_ENDPOINT, HF_TOKEN and SPACE_ID to work with the Hub on this machine; ./vade doctor shows what is set",
    exitCode: 2,
  });
}
