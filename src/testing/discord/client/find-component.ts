import { ButtonStyle, ComponentType } from "discord.js";
import type { FakeMessage } from "../fake-message.ts";
import type { ButtonComponent, InRowComponent } from "../forms/component-form.ts";
import { channelPermissions } from "../permissions.ts";
import { type FakeChannel, findMessage, type World } from "../world.ts";
import { ClientRefusal, type InteractSpec } from "./interact-spec.ts";

interface Viewer {
  world: World;
  channel: FakeChannel;
  userId: string;
}

/** A message, if this member sees it. @throws ClientRefusal */
export function visibleTo({ world, channel, userId }: Viewer, messageId: string): FakeMessage {
  const message = findMessage(world, channel.id, messageId);
  if (!message) throw new ClientRefusal("the message is not there, or not any more");
  if (message.visibleTo !== null && message.visibleTo !== userId)
    throw new ClientRefusal("the message is shown to another member only");
  return message;
}

export function isSeenBy(world: World, message: FakeMessage, userId: string): boolean {
  const channel = world.channels.get(message.channelId);
  const isForThem = message.visibleTo === null || message.visibleTo === userId;
  return isForThem && channel !== undefined && channelPermissions(world, channel, userId) !== 0n;
}

/** Buttons and lists of a message, in their order. */
export function controlsOf(message: FakeMessage): InRowComponent[] {
  return message.components.flatMap(function controls(one): InRowComponent[] {
    switch (one.type) {
      case ComponentType.ActionRow:
        return one.components;
      case ComponentType.Section:
        return one.accessory.type === ComponentType.Button ? [one.accessory] : [];
      case ComponentType.Container:
        return one.components.flatMap(controls);
      default:
        return [];
    }
  });
}

export function buttonsOf(message: FakeMessage): ButtonComponent[] {
  return controlsOf(message).filter((one) => one.type === ComponentType.Button);
}

/** What a client sends for a button or a list. @throws ClientRefusal */
export function componentData(
  message: FakeMessage,
  spec: InteractSpec & { kind: "button" | "select" },
): Record<string, unknown> & { type: number; values?: string[] } {
  if (message.isLoading) throw new ClientRefusal("the message is not written yet");
  if (spec.kind === "button") {
    const button = findButton(message, spec.button);
    return { component_type: ComponentType.Button, type: ComponentType.Button, custom_id: button.custom_id };
  }
  const select = controlsOf(message).find((one) => one.custom_id === spec.customId);
  if (!select || select.type === ComponentType.Button)
    throw new ClientRefusal(`there is no list "${spec.customId}" in the message`);
  if (select.disabled) throw new ClientRefusal(`the list "${spec.customId}" is disabled`);
  const { min_values = 1, max_values = 1 } = select;
  if (spec.values.length < min_values || spec.values.length > max_values)
    throw new ClientRefusal(`from the list "${spec.customId}" ${min_values} to ${max_values} are chosen`);
  const values =
    select.type === ComponentType.StringSelect
      ? spec.values.map((value) => optionOf(select.options, value))
      : [...spec.values];
  return { component_type: select.type, type: select.type, custom_id: spec.customId, values };
}

function findButton(message: FakeMessage, wanted: string): ButtonComponent {
  const buttons = buttonsOf(message);
  const labelOf = ({ emoji, label }: ButtonComponent) => [emoji?.name, label].filter(Boolean).join(" ");
  const found = buttons.filter(
    (one) => one.custom_id === wanted || one.label === wanted || labelOf(one) === wanted,
  );
  const [button] = found;
  if (!button)
    throw new ClientRefusal(`there is no button "${wanted}"; there are: ${buttons.map(labelOf).join(", ")}`);
  if (found.length > 1) throw new ClientRefusal(`there are several buttons "${wanted}"`);
  if (button.disabled) throw new ClientRefusal(`the button "${wanted}" is disabled`);
  if (button.style === ButtonStyle.Link) throw new ClientRefusal(`the button "${wanted}" only opens a page`);
  return button;
}

/** The value of what a list shows under this label. @throws ClientRefusal */
export function optionOf(options: readonly { label: string; value: string }[], wanted: string): string {
  const found = options.find(({ label, value }) => value === wanted || label === wanted);
  if (!found) throw new ClientRefusal(`there is nothing called "${wanted}" to choose`);
  return found.value;
}
