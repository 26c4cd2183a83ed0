import { ComponentType } from "discord.js";
import { fieldsOf, type Modal, type ModalField } from "../forms/callback-form.ts";
import { optionOf } from "./find-component.ts";
import { ClientRefusal } from "./interact-spec.ts";

/** What a client sends for a form. @throws ClientRefusal */
export function modalData(modal: Modal, given: Readonly<Record<string, string>>): Record<string, unknown> {
  const fields = fieldsOf(modal);
  const labels = new Map<string, string>();
  for (const one of modal.components) {
    if (one.type === ComponentType.Label) labels.set(one.component.custom_id, one.label);
    if (one.type === ComponentType.ActionRow)
      for (const field of one.components) labels.set(field.custom_id, field.label ?? "");
  }
  const isCalled = (field: ModalField, name: string) =>
    field.custom_id === name || labels.get(field.custom_id) === name;
  for (const name of Object.keys(given))
    if (!fields.some((field) => isCalled(field, name)))
      throw new ClientRefusal(`the form has no field "${name}"`);
  const sent = (field: ModalField) =>
    filledIn(field, Object.entries(given).find(([name]) => isCalled(field, name))?.[1]);
  const components: Record<string, unknown>[] = [];
  for (const one of modal.components) {
    if (one.type === ComponentType.ActionRow)
      components.push({ type: one.type, components: one.components.map(sent) });
    if (one.type === ComponentType.Label) components.push({ type: one.type, component: sent(one.component) });
  }
  return { custom_id: modal.custom_id, components };
}

function filledIn(field: ModalField, given: string | undefined): Record<string, unknown> {
  const { type, custom_id, required = true } = field;
  const wrong = (why: string) => new ClientRefusal(`the field "${custom_id}" ${why}`);
  if (type === ComponentType.StringSelect) {
    if (given === undefined && required) throw wrong("is required");
    return { type, custom_id, values: given === undefined ? [] : [optionOf(field.options, given)] };
  }
  const value = given ?? field.value ?? "";
  if (value === "" && required) throw wrong("is required");
  if (value !== "" && value.length < (field.min_length ?? 0)) throw wrong("is too short");
  if (value.length > (field.max_length ?? 4000)) throw wrong("is too long");
  return { type, custom_id, value };
}
