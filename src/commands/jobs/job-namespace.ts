import { type Config, EMBEDDED_HUB_USER } from "../../config.ts";
import { VademecumError } from "../../domain/errors.ts";

/**
 * The account that jobs belong to and are charged to: the one that is named, else the owner of this Space, else of the
 * index repo. The embedded Hub has but one.
 * @throws VademecumError `CONFIG_INCOMPLETE` where nothing tells it
 */
export function jobNamespace(
  { hub, spaceId, indexRepo }: Pick<Config, "hub" | "spaceId" | "indexRepo">,
  named?: string,
): string {
  if (named !== undefined) return named;
  if (hub.kind === "embedded") return EMBEDDED_HUB_USER;
  const [owner] = (spaceId ?? indexRepo ?? "").split("/");
  if (owner) return owner;
  throw new VademecumError({
    code: "CONFIG_INCOMPLETE",
    message: "nothing tells whose jobs are meant",
    expected: "--namespace NAME, or SPACE_ID or INDEX_REPO_ID=owner/name, whose owner it then is",
    hint: "set INDEX_REPO_ID, or name the account: --namespace NAME",
    exitCode: 2,
  });
}
