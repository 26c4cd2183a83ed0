import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { VademecumError } from "./errors.ts";
import { explainSystemError } from "./system-error.ts";

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error("it was to fail");
}

test("a database that cannot be made says whose folder to look at", () => {
  const error = explainSystemError(thrownBy(() => new Database("/dev/null/x.db", { create: true })));
  expect(error).toBeInstanceOf(VademecumError);
  expect(error).toMatchObject({
    code: "SYSTEM_SQLITE_CANTOPEN",
    hint: expect.stringContaining("VADEMECUM_DIR"),
  });
});

test("what nobody can put right by the message comes back as it is", () => {
  const missing = thrownBy(() => readFileSync("/dev/null/x"));
  expect(explainSystemError(missing)).toBe(missing);
});
