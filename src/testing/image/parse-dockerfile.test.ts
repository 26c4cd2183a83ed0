import { expect, test } from "bun:test";
import { parseDockerfile } from "./parse-dockerfile.ts";

const instructionsOf = (text: string) => parseDockerfile(`FROM debian:1\n${text}`)[0]?.instructions ?? [];
const first = (text: string) => instructionsOf(text)[0];

test("stages have the images and names that FROM says, with the values of ARG before it", () => {
  const stages = parseDockerfile(`ARG TAG=1.2
FROM oven/bun:\${TAG}-slim AS bun
FROM bun as second
FROM debian:1@sha256:abc`);
  expect(stages.map(({ name, from }) => [name, from])).toEqual([
    ["bun", "oven/bun:1.2-slim"],
    ["second", "bun"],
    [null, "debian:1@sha256:abc"],
  ]);
});

test("a continued line is one instruction, comments and empty lines in it left out", () => {
  expect(first("RUN one \\\n  # why\n\n  && two")).toMatchObject({
    kind: "run",
    line: 2,
    command: ["/bin/sh", "-c", "one && two"],
  });
});

test("RUN keeps its variables for the shell, and may name a cache", () => {
  expect(first("RUN --mount=type=cache,target=/root/x echo $HOME")).toMatchObject({
    command: ["/bin/sh", "-c", "echo $HOME"],
    cacheDirs: ["/root/x"],
  });
  expect(first('RUN ["a", "b c"]')).toMatchObject({ command: ["a", "b c"], cacheDirs: [] });
});

test("COPY has a stage, an owner, sources and a target", () => {
  expect(first("COPY --from=a --chown=1000:7 one two /three/")).toMatchObject({
    from: "a",
    owner: { uid: 1000, gid: 7 },
    sources: ["one", "two"],
    target: "/three/",
  });
  expect(first("COPY . .")).toMatchObject({
    from: null,
    owner: { uid: 0, gid: 0 },
    sources: ["."],
    target: ".",
  });
});

test("ENV takes several values, with quotes or without", () => {
  expect(first(`ENV A=1 B="two words" C='x'y`)).toMatchObject({
    values: [
      ["A", "1"],
      ["B", "two words"],
      ["C", "xy"],
    ],
  });
});

test("what the container starts with is read", () => {
  const text = `USER 1000:1000
EXPOSE 7860
HEALTHCHECK --interval=30s --retries=3 CMD ["a"]
ENTRYPOINT ["tini", "--"]
CMD ["b", "c"]`;
  expect(instructionsOf(text)).toMatchObject([
    { kind: "user", user: { uid: 1000, gid: 1000 } },
    { kind: "expose", port: 7860 },
    { kind: "healthcheck", command: ["a"], options: { interval: "30s", retries: "3" } },
    { kind: "entrypoint", command: ["tini", "--"] },
    { kind: "cmd", command: ["b", "c"] },
  ]);
});

test.each([
  ["ADD a b", "ADD is not known"],
  ['SHELL ["a"]', "SHELL is not known"],
  ["CMD bun run", "is not of the form"],
  ["CMD []", "is not of the form"],
  ["HEALTHCHECK NONE", "is not of the form"],
  ["ENV A 1", "is not NAME=VALUE"],
  ["USER node", "otherwise than by number"],
  ["EXPOSE 80/udp", "is not one port"],
  ["COPY a", "needs sources"],
  ["COPY *.ts /app/", "has a pattern"],
  ["COPY --chmod=755 a b", "--chmod"],
  ["RUN --mount=type=secret,id=x a", "has a mount"],
  ["RUN --network=none a", "--network"],
  ["RUN cat <<EOF", "here-document"],
  ["RUN a \\", "ends in a continued line"],
])("%s is refused, not run in another way", (text, message) => {
  expect(() => instructionsOf(text)).toThrow(message);
});

test.each([
  ["RUN a", "before the first FROM"],
  ["FROM --platform=x a", "is not FROM"],
  ["FROM a AS", "is not FROM"],
  ["FROM a AS b\nFROM a AS b", "twice"],
  ["FROM $TAG", "has no value"],
  ["# syntax=docker/dockerfile:1\nFROM a", "directives"],
  ["", "no FROM"],
])("%j is no Dockerfile that is run here", (text, message) => {
  expect(() => parseDockerfile(text)).toThrow(message);
});
