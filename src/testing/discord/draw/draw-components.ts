import { ButtonStyle, ComponentType } from "discord.js";
import type { DrawnComponent } from "./drawn-message.ts";

const BUTTON_CLASSES: Readonly<Record<number, string>> = {
  [ButtonStyle.Primary]: "primary",
  [ButtonStyle.Secondary]: "secondary",
  [ButtonStyle.Success]: "success",
  [ButtonStyle.Danger]: "danger",
  [ButtonStyle.Link]: "secondary",
};

/**
 * Rows of buttons and lists as HTML.
 * @throws Error for a kind of component that is not drawn
 */
export function drawComponents(rows: readonly DrawnComponent[]): string {
  return rows
    .map((row) => `<div class="row">${(row.components ?? []).map(drawComponent).join("")}</div>`)
    .join("");
}

function drawComponent(component: DrawnComponent): string {
  const disabled = component.disabled ? " disabled" : "";
  switch (component.type) {
    case ComponentType.Button: {
      const label = [component.emoji?.name, component.label].filter(Boolean).join(" ");
      const arrow = component.style === ButtonStyle.Link ? ' <span class="out">↗</span>' : "";
      const style = BUTTON_CLASSES[component.style ?? ButtonStyle.Secondary] ?? "secondary";
      return `<button type="button" class="${style}"${disabled}>${Bun.escapeHTML(label)}${arrow}</button>`;
    }
    case ComponentType.StringSelect:
    case ComponentType.UserSelect:
    case ComponentType.RoleSelect:
    case ComponentType.MentionableSelect:
    case ComponentType.ChannelSelect:
      return `<div class="select${disabled}">${Bun.escapeHTML(component.placeholder ?? "")}<span>⌄</span></div>`;
    default:
      throw new Error(`components of type ${component.type} are not drawn`);
  }
}
