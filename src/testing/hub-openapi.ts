import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { z } from "zod";
import { sharedPath } from "./shared.ts";

const ResponseSchema = z.object({
  content: z
    .record(z.string(), z.object({ schema: z.record(z.string(), z.unknown()).optional() }))
    .optional(),
});
const OperationSchema = z.object({ responses: z.record(z.string(), ResponseSchema).default({}) });
const DocumentSchema = z.object({
  components: z.object({ schemas: z.record(z.string(), z.record(z.string(), z.unknown())) }),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
});

/** An answer that the Hub's own description is asked about. */
export interface DescribedAnswer {
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** As in the document: `/api/datasets/{namespace}/{repo}/refs`. */
  path: string;
  status: number;
  content: unknown;
}

/** The Hub's own description of its API. */
export interface HubOpenApi {
  /**
   * What is wrong with an answer; empty where nothing is.
   * @throws for a call that the document does not describe
   */
  faultsOf(answer: DescribedAnswer): string[];
}

/** Reads the description; null, with the reason printed, where it is not beside this checkout. */
export function loadHubOpenApi(): HubOpenApi | null {
  const path = sharedPath("reference/hub-openapi.json");
  if (path === null) return null;
  const { paths, components } = DocumentSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  // "id" is no keyword any more, which the validator insists on.
  for (const schema of Object.values(components.schemas)) delete schema["id"];
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);

  return {
    faultsOf({ method, path: template, status, content }) {
      const operation = paths[template]?.[method.toLowerCase()];
      if (operation === undefined) throw new Error(`the Hub's description has no ${method} ${template}`);
      const { responses } = OperationSchema.parse(operation);
      if (Object.keys(responses).length === 0) return [];
      const response = responses[String(status)];
      if (!response) return [`status ${status} is not described, but ${Object.keys(responses).join(", ")}`];
      const schema = response.content?.["application/json"]?.schema;
      if (!schema) return [];
      const validate = ajv.compile({ ...schema, components });
      if (validate(content)) return [];
      return (validate.errors ?? [])
        .filter((error) => !isKnownGap(template, error.instancePath, error.params))
        .map((error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
    },
  };
}

/**
 * Where the document contradicts itself or the Hub: it leaves out the hash and size of LFS files that the Hub sends and
 * its own clients require, and demands a path in listings that it does not allow.
 */
function isKnownGap(template: string, instancePath: string, params: Record<string, unknown>): boolean {
  const surplus = String(params["additionalProperty"]);
  if (template.endsWith("/tree/{rev}/{path}")) return /^\/\d+$/.test(instancePath) && surplus === "path";
  const isLfs = template.endsWith("/paths-info/{rev}") && /^\/\d+\/lfs$/.test(instancePath);
  return isLfs && ["oid", "size"].includes(surplus);
}
