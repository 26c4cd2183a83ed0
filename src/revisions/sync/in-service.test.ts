import { expect, test } from "bun:test";
import fc from "fast-check";
import "../../testing/property-seed.ts";
import { announcing, createInService, type Lease } from "./in-service.ts";

class Served {
  closed = 0;
  close(): void {
    this.closed += 1;
  }
}

const failOnClose = (error: unknown) => {
  throw error;
};

const step = fc.oneof(
  fc.record({ kind: fc.constant("publish" as const) }),
  fc.record({ kind: fc.constant("withdraw" as const) }),
  fc.record({ kind: fc.constant("acquire" as const) }),
  fc.record({ kind: fc.constant("release" as const), which: fc.nat(20) }),
);

test("whatever the order, a value is open while it is in service or leased, and closed once when it is neither", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const inService = createInService<Served>(failOnClose);
      const all: Served[] = [];
      const held: Lease<Served>[] = [];
      let expectedCurrent: Served | null = null;
      for (const action of steps) {
        if (action.kind === "publish") {
          expectedCurrent = new Served();
          all.push(expectedCurrent);
          inService.publish(expectedCurrent);
        } else if (action.kind === "withdraw") {
          expectedCurrent = null;
          inService.withdraw();
        } else if (action.kind === "acquire") {
          const lease = inService.acquire();
          expect(lease?.value ?? null).toBe(expectedCurrent);
          if (lease) held.push(lease);
        } else {
          const [lease] = held.splice(action.which % Math.max(1, held.length), 1);
          lease?.release();
          lease?.release();
        }
        expect(inService.peek()).toBe(expectedCurrent);
        expect(inService.leases()).toBe(held.length);
        const used = new Set([expectedCurrent, ...held.map((lease) => lease.value)]);
        expect(all.map((served) => served.closed)).toEqual(all.map((served) => (used.has(served) ? 0 : 1)));
      }
    }),
    { numRuns: 300 },
  );
});

test("a value that fails to close is reported, and neither the swap nor the question fails", () => {
  const errors: unknown[] = [];
  const inService = createInService<{ close(): void }>((error) => errors.push(error));
  const broken = new Error("unmap failed");
  inService.publish({
    close() {
      throw broken;
    },
  });
  const lease = inService.acquire();
  inService.publish({ close() {} });
  expect(errors).toEqual([]);
  lease?.release();
  expect(errors).toEqual([broken]);
});

test("whoever listens hears of every exchange, with what was in service before, when the new one already answers", () => {
  const heard: unknown[] = [];
  const named = (name: string) => ({ name, close() {} });
  const inService = announcing(createInService<ReturnType<typeof named>>(failOnClose), (next, before) =>
    heard.push([next.name, before?.name ?? null, inService.peek()?.name]),
  );
  inService.publish(named("a"));
  inService.publish(named("b"));
  expect(heard).toEqual([
    ["a", null, "a"],
    ["b", "a", "b"],
  ]);
});
