import { z } from "zod";
import { type FieldError, formRefusal } from "../discord-refusal.ts";

export interface Lengths {
  min?: number;
  max: number;
}

/**
 * A text. Discord counts code points; here UTF-16 units are counted, which are never fewer, so that what fits here fits
 * there too, and nothing depends on how Discord counts. Blanks around it count for the upper limit, and not for the lower one.
 */
export function text(lengths: Lengths) {
  return z.string().superRefine((value, context) => {
    const count = lengths.min && value.trim().length < lengths.min ? value.trim().length : value.length;
    addIssues(context, lengthErrors(count, lengths));
  });
}

export function list<Item extends z.ZodType>(item: Item, lengths: Lengths) {
  return z
    .array(item)
    .superRefine((value, context) => addIssues(context, lengthErrors(value.length, lengths)));
}

export function integer({ min, max }: { min: number; max: number }) {
  return z.number().superRefine((value, context) => {
    if (!Number.isInteger(value))
      return addIssue(context, "NUMBER_TYPE_COERCE", `Value "${value}" is not int.`);
    if (value < min)
      addIssue(context, "NUMBER_TYPE_MIN", `int value should be greater than or equal to ${min}.`);
    if (value > max)
      addIssue(context, "NUMBER_TYPE_MAX", `int value should be less than or equal to ${max}.`);
  });
}

/** One of some values, which Discord lists when it refuses another. */
export function oneOf<const Value extends string | number>(values: readonly Value[]) {
  const isOne = (value: unknown): value is Value => values.some((one) => one === value);
  return z.custom<Value>().superRefine((value, context) => {
    if (value === undefined) addIssue(context, "BASE_TYPE_REQUIRED", "This field is required");
    else if (!isOne(value))
      addIssue(context, "BASE_TYPE_CHOICES", `Value must be one of {${values.join(", ")}}.`);
  });
}

export const snowflake = z.string().superRefine((value, context) => {
  if (!/^\d{15,21}$/.test(value))
    addIssue(context, "NUMBER_TYPE_COERCE", `Value "${value.slice(0, 40)}" is not snowflake.`);
});

/** An address; `attachment://` names a file that is sent along. */
export function url(schemes: readonly string[], max = 2048) {
  return z.string().superRefine((value, context) => {
    addIssues(context, lengthErrors(value.length, { max }));
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(value)?.[1]?.toLowerCase() ?? "";
    const names = schemes.map((one) => `'${one}'`).join(", ");
    if (!schemes.includes(scheme))
      addIssue(
        context,
        "URL_TYPE_INVALID_SCHEME",
        `Scheme "${scheme}" is not supported. Scheme must be one of (${names}).`,
      );
    else if (!isWellFormed(value)) addIssue(context, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
  });
}

/** On the web a host has a dot, or is an address: Discord does not take `http://localhost`. */
function isWellFormed(value: string): boolean {
  if (!URL.canParse(value) || /\s/.test(value)) return false;
  const { protocol, hostname } = new URL(value);
  return !protocol.startsWith("http") || /[.:]/.test(hostname);
}

export function addIssue(
  context: z.core.$RefinementCtx,
  code: string,
  message: string,
  path: (string | number)[] = [],
): void {
  context.addIssue({ code: "custom", message, path, params: { code } });
}

function addIssues(context: z.core.$RefinementCtx, errors: { code: string; message: string }[]): void {
  for (const { code, message } of errors) addIssue(context, code, message);
}

function lengthErrors(length: number, { min = 0, max }: Lengths): { code: string; message: string }[] {
  if (length >= min && length <= max) return [];
  if (min > 0)
    return [{ code: "BASE_TYPE_BAD_LENGTH", message: `Must be between ${min} and ${max} in length.` }];
  return [{ code: "BASE_TYPE_MAX_LENGTH", message: `Must be ${max} or fewer in length.` }];
}

/** Reads a body as Discord does. @throws DiscordRefusal 50035 with every wrong field */
export function parseForm<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(dropNestedNulls(value), { reportInput: true });
  if (parsed.success) return parsed.data;
  throw formRefusal(parsed.error.issues.map(toFieldError));
}

/** Inside of a body null says the same as nothing; at its top an edit tells them apart. */
function dropNestedNulls(value: unknown, depth = 0): unknown {
  if (Array.isArray(value)) return value.map((item) => dropNestedNulls(item, depth + 1));
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([, field]) => depth === 0 || field !== null);
  return Object.fromEntries(kept.map(([key, field]) => [key, dropNestedNulls(field, depth + 1)]));
}

function toFieldError(issue: z.core.$ZodIssue): FieldError {
  const path = issue.path.map((key) => (typeof key === "symbol" ? String(key) : key));
  if (issue.code === "custom" && typeof issue.params?.["code"] === "string")
    return { path, code: issue.params["code"], message: issue.message };
  if (issue.input === undefined)
    return { path, code: "BASE_TYPE_REQUIRED", message: "This field is required" };
  if (issue.code === "invalid_type") return { path, ...typeError(issue.expected, issue.input) };
  if (issue.code === "invalid_union" && issue.discriminator !== undefined)
    return {
      path,
      code: "UNION_TYPE_CHOICES",
      message: `Value of field "${issue.discriminator}" is not one that is allowed here.`,
    };
  return { path, code: "BASE_TYPE_CHOICES", message: issue.message };
}

function typeError(expected: string, input: unknown): { code: string; message: string } {
  switch (expected) {
    case "string":
      return { code: "STRING_TYPE_CONVERT", message: `Could not interpret "${String(input)}" as string.` };
    case "number":
      return { code: "NUMBER_TYPE_COERCE", message: `Value "${String(input)}" is not int.` };
    case "boolean":
      return { code: "BOOLEAN_TYPE_CONVERT", message: "Must be either true or false." };
    case "array":
      return { code: "LIST_TYPE_CONVERT", message: "Only iterables may be used in a ListType" };
    default:
      return { code: "DICT_TYPE_CONVERT", message: "Only dictionaries may be used in a DictType" };
  }
}
