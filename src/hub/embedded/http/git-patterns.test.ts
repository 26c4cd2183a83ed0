import { expect, test } from "bun:test";
import { isIgnored } from "./git-patterns.ts";
import { DEFAULT_GIT_ATTRIBUTES, lfsPatterns, uploadMode } from "./upload-mode.ts";

const IGNORE = [
  "# a comment",
  "",
  "*.tmp",
  "!keep.tmp",
  "/only-root",
  "build/",
  "docs/**/draft.txt",
  "a?c",
  "\\#x",
].join("\n");

test.each([
  ["x.tmp", true],
  ["deep/in/x.tmp", true],
  ["keep.tmp", false],
  ["only-root", true],
  ["sub/only-root", false],
  ["build/out.txt", true],
  ["sub/build/out.txt", true],
  ["build", false],
  ["docs/a/b/draft.txt", true],
  ["docs/draft.txt", true],
  ["other/draft.txt", false],
  ["abc", true],
  ["abbc", false],
])("a .gitignore decides over %p: %p", (path, expected) => {
  expect(isIgnored(IGNORE, path)).toBe(expected);
});

test("git itself ignores the same files", () => {
  const paths = [
    "x.tmp",
    "d/x.tmp",
    "keep.tmp",
    "only-root",
    "s/only-root",
    "build/o",
    "s/build/o",
    "docs/a/draft.txt",
    "abc",
    "z",
  ];
  const script = `git init -q . && printf '%s' "$IGNORE" > .gitignore && printf '%s\\n' ${paths.join(" ")} | git check-ignore --stdin`;
  const dir = `${process.env["TMPDIR"] ?? "/tmp"}/vademecum-ignore-${crypto.randomUUID()}`;
  const run = Bun.spawnSync(["sh", "-c", `mkdir -p ${dir} && cd ${dir} && ${script}; rm -rf ${dir}`], {
    env: { PATH: process.env["PATH"] ?? "", IGNORE },
  });
  expect(paths.filter((path) => isIgnored(IGNORE, path))).toEqual(run.stdout.toString().trim().split("\n"));
});

test.each([
  ["faiss.index", "", "lfs"],
  ["a/b/lei.pdf", "", "lfs"],
  ["x.tar.gz", "", "lfs"],
  ["saved_model/a/b", "", "lfs"],
  ["lei.rtf", "{\\rtf1", "regular"],
  ["meta.json", "{}", "regular"],
  ["noname", "a\0b", "lfs"],
  [".gitattributes", "a", "regular"],
] as const)("%p comes as it should", (path, sample, mode) => {
  const patterns = lfsPatterns(DEFAULT_GIT_ATTRIBUTES);
  expect(uploadMode({ path, size: 10, sample: Buffer.from(sample) }, patterns)).toBe(mode);
});

test("an empty file is regular whatever its name, a large one never", () => {
  expect(uploadMode({ path: "a.pdf", size: 0, sample: new Uint8Array() }, ["*.pdf"])).toBe("regular");
  expect(uploadMode({ path: "a.txt", size: 10 * 1024 * 1024 + 1, sample: Buffer.from("a") }, [])).toBe("lfs");
});
