import { ComponentType } from "discord.js";
import type { z } from "zod";
import type { MessageComponent } from "./component-form.ts";
import { addIssue } from "./form.ts";

const MAX_COMPONENTS = 40;
const MAX_CHARACTERS = 4000;

/** A component, whatever its kind, with those inside of it. */
interface AnyComponent {
  type: ComponentType;
  custom_id?: string;
  content?: string;
  components?: readonly AnyComponent[];
  accessory?: AnyComponent;
  /** Of a label. */
  component?: AnyComponent;
}

/** A component and all that are inside of it, with where they are. */
export function* walkComponents(
  components: readonly AnyComponent[],
  path: (string | number)[] = [],
): Generator<{ component: AnyComponent; path: (string | number)[] }> {
  for (const [at, component] of components.entries()) {
    const own = [...path, at];
    yield { component, path: own };
    yield* walkComponents(component.components ?? [], [...own, "components"]);
    for (const key of ["accessory", "component"] as const) {
      const inner = component[key];
      if (inner) yield { component: inner, path: [...own, key] };
    }
  }
}

/** Refuses two components of one custom id, which Discord could not tell apart. */
export function hasUniqueIds(components: readonly AnyComponent[], context: z.core.$RefinementCtx): void {
  const seen = new Set<string>();
  for (const { component, path } of walkComponents(components, ["components"])) {
    const id = component.custom_id;
    if (id === undefined) continue;
    if (seen.has(id))
      addIssue(context, "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated", [
        ...path,
        "custom_id",
      ]);
    seen.add(id);
  }
}

/** The limits of Components V2, which count over the whole message. */
export function checkLayout(components: readonly MessageComponent[], context: z.core.$RefinementCtx): void {
  const all = [...walkComponents(components)].map(({ component }) => component);
  if (all.length > MAX_COMPONENTS)
    addIssue(
      context,
      "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
      `The total number of components cannot exceed ${MAX_COMPONENTS}`,
      ["components"],
    );
  const characters = all.reduce(
    (sum, { type, content }) => sum + (type === ComponentType.TextDisplay ? (content?.length ?? 0) : 0),
    0,
  );
  if (characters > MAX_CHARACTERS)
    addIssue(
      context,
      "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
      `The total length of displayable text cannot exceed ${MAX_CHARACTERS}`,
      ["components"],
    );
}
