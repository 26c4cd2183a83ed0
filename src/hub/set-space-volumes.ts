import { apiUrl, type Hub } from "./hub.ts";
import type { JobVolume } from "./job.ts";

/** Gives a Space its volumes, in the place of all that it had. The Space restarts. */
export async function setSpaceVolumes(params: {
  hub: Hub;
  /** `owner/name` */
  space: string;
  volumes: JobVolume[];
  signal?: AbortSignal;
}): Promise<void> {
  const { hub, space, volumes, signal } = params;
  const response = await hub.fetch(apiUrl(hub, { type: "space", name: space }, "volumes"), {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      volumes: volumes.map(({ source, ...rest }) => ({ type: source.type, source: source.name, ...rest })),
    }),
    ...(signal ? { signal } : {}),
  });
  await response.body?.cancel();
}
