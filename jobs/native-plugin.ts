import { join } from "node:path";
import type { BunPlugin } from "bun";

/** What stands in the binary for `vademecum:payload` and `vademecum:build`. */
export interface BuildFacts {
  payloadPath: string;
  payloadSha256: string;
  commit: string;
  modelSha256: string;
  parserVersion: string;
}

/** Modules that know this only in a checkout (where a package's data lies, say), by who imports them, and what knows it here. */
const STANDS = [
  { of: "/src/documents/pdf/open-pdf.ts", by: "pdf-data-dir.ts" },
  { of: "/src/documents/ocr/recogniser.ts", by: "ocr-data-dir.ts" },
  { of: "/src/documents/text-cache.ts", by: "parser-version.ts" },
];

const VIRTUAL = "vademecum-virtual";

/**
 * Makes packages with native parts fit into one file: what they load by a path is loaded from the unpacked payload. It is
 * an error where a package has changed so that a replacement does not apply, lest a binary works on this machine alone.
 */
export function nativePlugin(facts: BuildFacts): BunPlugin {
  const { payloadPath, ...build } = facts;
  return {
    name: "native",
    setup(builder) {
      builder.onResolve({ filter: /^vademecum:payload$/ }, () => ({ path: payloadPath }));
      builder.onResolve({ filter: /^vademecum:build$/ }, () => ({ path: "build", namespace: VIRTUAL }));
      builder.onLoad({ filter: /^build$/, namespace: VIRTUAL }, () => ({
        contents: Object.entries(build)
          .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
          .join("\n"),
        loader: "js",
      }));
      builder.onResolve({ filter: /^\.\/(data-dir|parser-version)\.ts$/ }, ({ importer }) => {
        const stand = STANDS.find(({ of }) => importer.endsWith(of));
        return stand && { path: join(import.meta.dir, stand.by) };
      });
      // Pictures are not embedded here.
      builder.onResolve({ filter: /^sharp$/ }, () => ({ path: "sharp", namespace: VIRTUAL }));
      builder.onLoad({ filter: /^sharp$/, namespace: VIRTUAL }, () => ({
        contents: 'export default function sharp() { throw new Error("this program reads no pictures"); }',
        loader: "js",
      }));
      builder.onLoad(
        { filter: /@huggingface\/transformers\/dist\/transformers\.node\.mjs$/ },
        async ({ path }) => ({
          contents: `import * as onnxruntimeNode from "onnxruntime-node";\n${replaceOnce(
            await Bun.file(path).text(),
            'requireFromHere("onnxruntime-node")',
            "onnxruntimeNode",
          )}`,
          loader: "js",
        }),
      );
      builder.onLoad({ filter: /onnxruntime-node\/dist\/binding\.js$/ }, async ({ path }) => ({
        contents: replaceOnce(
          await Bun.file(path).text(),
          // biome-ignore lint/suspicious/noTemplateCurlyInString: as it stands in that file
          "require(`../bin/napi-v6/${process.platform}/${process.arch}/onnxruntime_binding.node`)",
          `require(${JSON.stringify(join(import.meta.dir, "load-onnxruntime.ts"))}).default`,
        ),
        loader: "js",
      }));
    },
  };
}

function replaceOnce(text: string, sought: string, replacement: string): string {
  const parts = text.split(sought);
  if (parts.length !== 2) throw new Error(`expected once, found ${parts.length - 1} times: ${sought}`);
  return parts.join(replacement);
}
