/** One wrong field of a request's body. */
export interface FieldError {
  path: readonly (string | number)[];
  code: string;
  message: string;
}

export type ErrorTree = { [key: string]: ErrorTree | { code: string; message: string }[] };

const REFUSALS = {
  0: [401, "401: Unauthorized"],
  10003: [404, "Unknown Channel"],
  10004: [404, "Unknown Guild"],
  10007: [404, "Unknown Member"],
  10008: [404, "Unknown Message"],
  10013: [404, "Unknown User"],
  10015: [404, "Unknown Webhook"],
  10062: [404, "Unknown interaction"],
  10063: [404, "Unknown application command"],
  20012: [403, "You are not authorized to perform this action on this application"],
  30032: [400, "Maximum number of application commands reached (100)"],
  30034: [400, "Max number of daily application command creates has been reached (200)"],
  40005: [413, "Request entity too large"],
  40060: [400, "Interaction has already been acknowledged."],
  50001: [403, "Missing Access"],
  50003: [403, "Cannot execute action on a DM channel"],
  50005: [403, "Cannot edit a message authored by another user"],
  50006: [400, "Cannot send an empty message"],
  50007: [403, "Cannot send messages to this user"],
  50008: [400, "Cannot send messages in a non-text channel"],
  50013: [403, "Missing Permissions"],
  50024: [400, "Cannot execute action on this channel type"],
  50027: [401, "Invalid Webhook Token"],
  50035: [400, "Invalid Form Body"],
  50083: [400, "Thread is archived"],
  50109: [400, "The request body contains invalid JSON."],
  160002: [400, "Cannot reply without permission to read message history"],
  160004: [400, "A thread has already been created for this message"],
  160005: [400, "Thread is locked"],
} as const satisfies Record<number, readonly [status: number, message: string]>;

export type RefusalCode = keyof typeof REFUSALS;

/** What Discord answers to a request that breaks a rule. */
export class DiscordRefusal extends Error {
  readonly status: number;
  readonly code: number;
  readonly errors: ErrorTree | null;

  constructor(status: number, code: number, message: string, errors: ErrorTree | null = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }

  body(): Record<string, unknown> {
    return { message: this.message, code: this.code, ...(this.errors ? { errors: this.errors } : {}) };
  }
}

export function refusal(code: RefusalCode): DiscordRefusal {
  const [status, message] = REFUSALS[code];
  return new DiscordRefusal(status, code, message);
}

export function isRefusalCode(code: number): code is RefusalCode {
  return code in REFUSALS;
}

/** Says of wrong fields that they are those of a part of the body. */
export function within<Value>(field: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DiscordRefusal) || error.errors === null) throw error;
    throw new DiscordRefusal(error.status, error.code, error.message, { [field]: error.errors });
  }
}

/** Refuses a body for its fields: 50035 with a tree that is as deep as the body. */
export function formRefusal(errors: readonly FieldError[]): DiscordRefusal {
  const root: ErrorTree = {};
  for (const { path, code, message } of errors) {
    let node = root;
    for (const key of path) {
      const next = node[key];
      const child: ErrorTree = next === undefined || Array.isArray(next) ? {} : next;
      node[key] = child;
      node = child;
    }
    const before = node["_errors"];
    node["_errors"] = [...(Array.isArray(before) ? before : []), { code, message }];
  }
  return new DiscordRefusal(400, 50035, "Invalid Form Body", root);
}
