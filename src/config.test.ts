import { expect, test } from "bun:test";
import { join } from "node:path";
import { type HubSetting, PROJECT_ROOT, readConfig } from "./config.ts";
import { VademecumError } from "./domain/errors.ts";

const read = (environment: Record<string, string>) => readConfig(environment, "/somewhere");

test("with nothing set, the Hub is the embedded one and everything lives under the checkout", () => {
  const config = read({});
  const stateDir = join(PROJECT_ROOT, ".vademecum");
  expect(config.hub).toEqual({ kind: "embedded", dir: join(stateDir, "hub"), port: 7870 });
  expect(config).toMatchObject({ stateDir, docsRepo: "local/rag-docs", indexRepo: "local/rag-index" });
  expect(config.storageDir).toBe(join(stateDir, "storage"));
});

test("VADEMECUM_DIR moves everything that no other variable places", () => {
  const config = read({ VADEMECUM_DIR: "state", LOCAL_STORAGE_DIR: "/data/storage" });
  expect(config.hub).toMatchObject({ dir: "/somewhere/state/hub" });
  expect(config.storageDir).toBe("/data/storage");
});

test("a token, an endpoint or a Space each mean the remote Hub, whose repositories must be named", () => {
  const remote: HubSetting = { kind: "remote", url: "https://huggingface.co", token: null };
  expect(read({ SPACE_ID: "owner/space" })).toMatchObject({ hub: remote, docsRepo: null, indexRepo: null });
  expect(read({ HF_TOKEN: "hf_secret" }).hub).toEqual({ ...remote, token: "hf_secret" });
  expect(read({ HF_ENDPOINT: "http://127.0.0.1:7870/", INDEX_REPO_ID: "owner/rag-index" })).toMatchObject({
    hub: { ...remote, url: "http://127.0.0.1:7870" },
    indexRepo: "owner/rag-index",
  });
});

test("a variable that is set to nothing counts as not set", () => {
  expect(read({ HF_TOKEN: " ", INDEX_REVISION: "" })).toMatchObject({
    hub: { kind: "embedded" },
    pinnedRevision: null,
  });
});

test("all wrong variables are named at once, and a wrong token is not shown", () => {
  const environment = {
    HF_TOKEN: "verysecret",
    INDEX_POLL_SECONDS: "soon",
    DOCS_REPO_ID: "no-owner",
    PORT: "70000",
  };
  try {
    read(environment);
    throw new Error("was accepted");
  } catch (error) {
    if (!(error instanceof VademecumError)) throw error;
    expect(error.exitCode).toBe(2);
    for (const name of Object.keys(environment)) expect(error.expected).toContain(`${name}: `);
    expect(JSON.stringify([error.message, error.expected, error.hint])).not.toContain("verysecret");
  }
});

test("a key alone means OpenRouter; a server of one's own needs its model named and no key", () => {
  expect(read({}).model).toBeNull();
  const byKey = read({ OPENROUTER_API_KEY: "sk-or-x" }).model;
  expect(byKey).toMatchObject({ baseUrl: "https://openrouter.ai/api/v1", apiKey: "sk-or-x" });
  expect(byKey?.models.length).toBeGreaterThan(1);
  expect(read({ LLM_BASE_URL: "http://127.0.0.1:8080/v1/", LLM_MODEL: "qwen3, llama4," }).model).toEqual({
    baseUrl: "http://127.0.0.1:8080/v1",
    apiKey: null,
    models: ["qwen3", "llama4"],
  });
  expect(() => read({ LLM_MODEL: "qwen3" })).toThrow("there is nobody to ask");
  expect(() => read({ LLM_BASE_URL: "http://127.0.0.1:8080/v1" })).toThrow("no model is named");
});

test("pushes start builds only where they are told to, two minutes after the last one unless told otherwise", () => {
  expect(read({}).buildOnPushMs).toBeNull();
  expect(read({ BUILD_ON_PUSH: "false", BUILD_ON_PUSH_SECONDS: "5" }).buildOnPushMs).toBeNull();
  expect(read({ BUILD_ON_PUSH: "true" }).buildOnPushMs).toBe(120_000);
  expect(read({ BUILD_ON_PUSH: "1", BUILD_ON_PUSH_SECONDS: "5" }).buildOnPushMs).toBe(5000);
  expect(() => read({ BUILD_ON_PUSH: "maybe" })).toThrow("cannot be used");
});

test("what is kept of conversations lies in the local store", () => {
  expect(read({ LOCAL_STORAGE_DIR: "/data/storage" }).recordsPath).toBe("/data/storage/vademecum.db");
});

test("a bot needs its application named, and works by its token, by HTTP alone, or not at all", () => {
  const applicationId = "123456789012345678";
  const publicKey = "0f".repeat(32);
  expect(read({}).discord).toBeNull();
  expect(read({ DISCORD_APPLICATION_ID: applicationId }).discord).toBeNull();
  expect(read({ DISCORD_APPLICATION_ID: applicationId, DISCORD_TOKEN: "t" }).discord).toEqual({
    applicationId,
    token: "t",
    publicKey: null,
    apiBase: "https://discord.com/api",
    shards: 1,
    messageContent: false,
    operatorGuilds: [],
  });
  const byHttp = {
    DISCORD_APPLICATION_ID: applicationId,
    DISCORD_PUBLIC_KEY: publicKey,
    DISCORD_API_BASE: "http://127.0.0.1:1/api/v10/",
    DISCORD_SHARDS: "auto",
    DISCORD_MESSAGE_CONTENT: "true",
    DISCORD_OPERATOR_GUILDS: "123456789012345678, 223456789012345678",
  };
  expect(read(byHttp).discord).toMatchObject({
    token: null,
    publicKey,
    apiBase: "http://127.0.0.1:1/api",
    shards: "auto",
    messageContent: true,
    operatorGuilds: ["123456789012345678", "223456789012345678"],
  });
  expect(read({ ...byHttp, DISCORD_SHARDS: "4" }).discord?.shards).toBe(4);
  expect(() => read({ ...byHttp, DISCORD_SHARDS: "0" })).toThrow("cannot be used");
  expect(() => read({ DISCORD_TOKEN: "t" })).toThrow("DISCORD_TOKEN is set and the application is not named");
});

test("the pages' address is the one that is set, else the Space's own", () => {
  expect(read({}).publicUrl).toBeNull();
  expect(read({ SPACE_HOST: "owner-space.hf.space" }).publicUrl).toBe("https://owner-space.hf.space");
  expect(read({ SPACE_HOST: "owner-space.hf.space", PUBLIC_URL: "https://leis.example/" }).publicUrl).toBe(
    "https://leis.example",
  );
});
