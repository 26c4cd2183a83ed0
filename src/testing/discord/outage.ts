import type { FakeGateway } from "./gateway/fake-gateway.ts";
import type { FailSpec } from "./rest/failures.ts";

/**
 * Nothing of Discord can be reached: requests and gateway connections are torn down, new ones too, until it is over.
 * @returns resolves when it is over
 */
export async function outage(
  { gateway, fail }: { gateway: FakeGateway; fail(spec: FailSpec): () => void },
  forMs: number,
): Promise<void> {
  const mend = fail({ failure: { kind: "reset" }, times: Infinity });
  const endMs = performance.now() + forMs;
  for (let leftMs = forMs; leftMs > 0; leftMs = endMs - performance.now()) {
    gateway.drop();
    const seen = gateway.history.length;
    // it rejects when nothing happened until the end, which is as good
    await gateway.until(() => gateway.history.length > seen, leftMs).catch(() => undefined);
  }
  mend();
}
