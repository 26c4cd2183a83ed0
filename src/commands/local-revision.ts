import type { Storage } from "../revisions/storage.ts";

/**
 * The revision of a local store that may be served before the Hub was asked: the one in service there or, where the
 * Space is pinned, the pinned one and no other. Null where there is none.
 */
export function findLocalRevision(storage: Storage, pinned: string | null): string | null {
  if (pinned === null) return storage.current();
  const found = storage.list().find(({ tag, revision }) => tag === pinned || revision === pinned);
  return found?.revision ?? null;
}
