import { type APIActionRowComponent, type APIButtonComponent, ComponentType } from "discord.js";
import { type Language, message } from "../../domain/messages.ts";
import { button } from "../render/panel.ts";

/** Buttons to the page before and the page after; none where there is one page. `page` counts from 0. */
export function pagingRow(of: {
  page: number;
  pages: number;
  language: Language;
  customId(page: number): string;
}): APIActionRowComponent<APIButtonComponent>[] {
  const { page, pages, language, customId } = of;
  if (pages <= 1) return [];
  const turn = (to: number, label: string) => ({
    ...button(customId(Math.min(Math.max(to, 0), pages - 1)), label),
    disabled: to < 0 || to >= pages,
  });
  return [
    {
      type: ComponentType.ActionRow,
      components: [
        turn(page - 1, message(language, "discordLookupPrevious")),
        turn(page + 1, message(language, "discordLookupNext")),
      ],
    },
  ];
}
