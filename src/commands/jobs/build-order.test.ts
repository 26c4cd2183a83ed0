import { expect, test } from "bun:test";
import { readConfig } from "../../config.ts";
import { createHub } from "../../hub/hub.ts";
import { silentLog } from "../../testing/silent-log.ts";
import { buildOrder } from "./build-order.ts";

const config = readConfig(
  { HF_TOKEN: "hf_x", DOCS_REPO_ID: "org/docs", INDEX_REPO_ID: "org/index", SPACE_ID: "org/space" },
  "/",
);
const repo = (name: string) => ({ type: "dataset" as const, name });
const connected = {
  hub: createHub({ url: "http://127.0.0.1:1", token: "hf_x", log: silentLog }),
  docs: repo("org/docs"),
  index: repo("org/index"),
  close: async () => undefined,
};

test.each([
  { options: { ocr: true }, args: ["--no-sync"] },
  { options: { ocr: false }, args: ["--no-sync", "--no-ocr"] },
  { options: { ocr: true, full: true }, args: ["--no-sync", "--full"] },
])("how a build is to be done reaches the job: $args", ({ options, args }) => {
  const { order } = buildOrder({ config }, connected, { timeout: 7200, ...options });
  expect(order.command?.slice(-1 - args.length)).toEqual(["reindex", ...args]);
});
