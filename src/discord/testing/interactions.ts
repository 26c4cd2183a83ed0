import type {
  AutocompleteInteraction,
  CommandInteraction,
  ComponentInteraction,
  ModalInteraction,
} from "../interaction.ts";

let lastId = 100;

function base() {
  return {
    id: `${++lastId}`,
    token: `token-${lastId}`,
    language: "pt-BR" as const,
    guildId: "300",
    channel: { id: "500", kind: "text" as const, parentId: null },
    userId: "42",
    userPermissions: 0n,
    appPermissions: ~0n & 0xffff_ffff_ffff_ffffn,
    receivedMs: performance.now(),
  };
}

/** A command given in a text channel of guild 300 by member 42, where the bot may do everything. */
export function commandInteraction(
  values: Partial<CommandInteraction> & { name: string },
): CommandInteraction {
  return { ...base(), kind: "command", subcommand: null, options: {}, target: null, ...values };
}

export function autocompleteInteraction(
  values: Partial<AutocompleteInteraction> & { name: string; focused: { name: string; value: string } },
): AutocompleteInteraction {
  return { ...base(), kind: "autocomplete", subcommand: null, options: {}, ...values };
}

export function componentInteraction(
  values: Partial<ComponentInteraction> & { customId: string },
): ComponentInteraction {
  const message = { id: "9000", channelId: "500", isEphemeral: false };
  return { ...base(), kind: "component", values: [], message, ...values };
}

export function modalInteraction(values: Partial<ModalInteraction> & { customId: string }): ModalInteraction {
  return { ...base(), kind: "modal", fields: {}, message: null, ...values };
}
