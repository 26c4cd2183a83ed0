import { PermissionFlagsBits } from "discord.js";
import { VademecumError } from "../../../../domain/errors.ts";
import { diffRevisions } from "../../../../revisions/compare/diff-revisions.ts";
import { sampleMeta } from "../../../../revisions/compare/testing/sample-meta.ts";
import type { BotServices } from "../../../bot-services.ts";
import type { CommandInteraction } from "../../../interaction.ts";
import type { Operations, RevisionLine } from "../../../operations.ts";
import { createFakeResponder, type FakeResponder } from "../../../testing/fake-responder.ts";
import {
  createFakeServices,
  type FakeServices,
  type FakeServicesOptions,
} from "../../../testing/fake-services.ts";
import { commandInteraction, componentInteraction, modalInteraction } from "../../../testing/interactions.ts";
import { createAdmin } from "../create-admin.ts";

export const MANAGER = PermissionFlagsBits.ManageGuild;

/** Two revisions that were served, the later in service, and one that the gate refused. */
export const FIRST = revisionLine(1, { isPrevious: true });
export const SECOND = revisionLine(2, { isInService: true });
export const REFUSED = revisionLine(3, {
  gatePassed: false,
  gateFailures: ["size: 90 documents became 10"],
});

export function revisionLine(number: number, values: Partial<RevisionLine> = {}): RevisionLine {
  const revision = String(number).repeat(40);
  return {
    tag: `idx-2026052${number}-120000-${revision.slice(0, 7)}`,
    revision,
    createdAt: `2026-05-2${number}T12:00:00Z`,
    documents: 12,
    chunks: 340,
    isInService: false,
    gatePassed: true,
    ...values,
  };
}

/** What the second revision changed of the first. */
export const SAMPLE_DIFF = diffRevisions(
  sampleMeta([
    { path: "leis/cdc.pdf", title: "CDC", units: [{ unit: "art49", path: "Art. 49", texts: ["sete dias"] }] },
    { path: "leis/velha.pdf", title: "Lei velha", units: [{ unit: "art1", texts: ["a"] }] },
  ]),
  sampleMeta([
    { path: "leis/cdc.pdf", title: "CDC", units: [{ unit: "art49", path: "Art. 49", texts: ["dez dias"] }] },
    { path: "leis/nova.pdf", title: "Lei nova", units: [{ unit: "art1", texts: ["b"] }] },
  ]),
);

/** `/admin` over operations that keep which revision is in service, and count what is asked of them. */
export interface AdminBench {
  services: FakeServices & BotServices;
  /** The revisions as they are now. */
  lines(): RevisionLine[];
  /** Calls that changed something. */
  readonly deeds: readonly string[];
  give(subcommand: string, options?: CommandInteraction["options"], by?: By): Promise<FakeResponder>;
  press(customId: string, by?: By): Promise<FakeResponder>;
  send(customId: string, fields: Record<string, string>, by?: By): Promise<FakeResponder>;
  passMinutes(minutes: number): void;
  close(): void;
}

export interface By {
  userPermissions?: bigint;
  guildId?: string | null;
  userId?: string;
  language?: "pt-BR" | "en";
  respond?: FakeResponder;
}

export interface AdminBenchOptions extends FakeServicesOptions {
  /** Servers that may operate the index; 300 unless told otherwise. */
  operators?: readonly string[];
  readsMessages?: boolean;
  lines?: RevisionLine[];
}

export function createAdminBench(options: AdminBenchOptions = {}): AdminBench {
  const { operators = ["300"], readsMessages, lines: given = [REFUSED, SECOND, FIRST], ...more } = options;
  let lines = given;
  let nowMs = Date.UTC(2026, 4, 24, 12);
  const deeds: string[] = [];

  function serve(tag: string) {
    const before = lines.find(({ isInService }) => isInService)?.tag ?? null;
    lines = lines.map((line) => ({
      ...line,
      isInService: line.tag === tag,
      isPrevious: line.tag === before,
    }));
    return { tag, before, changed: before !== tag };
  }
  const operations: Partial<Operations> = {
    revisions: async () => lines,
    async promote({ tag, force }) {
      await Bun.sleep(1);
      deeds.push(`promote ${tag}${force ? `: ${force.reason}` : ""}`);
      const line = lines.find((one) => one.tag === tag);
      if (!force && line?.gatePassed !== true)
        throw new VademecumError({
          code: "GATE_NOT_PASSED",
          message: `the gate refused ${tag}`,
          hint: "look",
        });
      return serve(tag);
    },
    async rollback({ tag }) {
      await Bun.sleep(1);
      deeds.push(`rollback ${tag}`);
      return serve(tag ?? "");
    },
    diff: async ({ from, to }) => ({ from: from ?? FIRST.tag, to: to ?? SECOND.tag, diff: SAMPLE_DIFF }),
    ...more.operations,
  };
  const fake = createFakeServices({ ...more, operations, now: () => new Date(nowMs) });
  const services = {
    ...fake,
    mayOperate: (guildId: string) => operators.includes(guildId),
    ...(readsMessages === undefined ? {} : { readsMessages }),
  };
  const { command, components } = createAdmin();
  const handlerOf = (customId: string) => {
    const handler = components.find(({ prefix }) => customId.startsWith(`${prefix}:`));
    if (handler === undefined) throw new Error(`nobody answers ${customId}`);
    return handler;
  };
  const person = ({ respond: _, ...by }: By) => ({ userPermissions: MANAGER, ...by });
  return {
    services,
    lines: () => lines,
    deeds,
    async give(subcommand, values = {}, by = {}) {
      const respond = by.respond ?? createFakeResponder();
      const given = { name: "admin", subcommand, options: values, ...person(by) };
      await command.run(commandInteraction(given), respond, services);
      return respond;
    },
    async press(customId, by = {}) {
      const respond = by.respond ?? createFakeResponder();
      await handlerOf(customId).run(componentInteraction({ customId, ...person(by) }), respond, services);
      return respond;
    },
    async send(customId, fields, by = {}) {
      const respond = by.respond ?? createFakeResponder();
      const message = { id: "9000", channelId: "500", isEphemeral: true };
      const form = modalInteraction({ customId, fields, message, ...person(by) });
      await handlerOf(customId).run(form, respond, services);
      return respond;
    },
    passMinutes(minutes) {
      nowMs += minutes * 60_000;
    },
    close: fake.close,
  };
}
