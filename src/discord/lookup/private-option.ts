import { type APIApplicationCommandBooleanOption, ApplicationCommandOptionType } from "discord.js";
import { localized } from "../localized.ts";

/** The option by which only the member sees the answer. */
export const PRIVATE_OPTION: APIApplicationCommandBooleanOption = {
  type: ApplicationCommandOptionType.Boolean,
  ...localized("discordLookupPrivateName", "discordLookupPrivateDescription"),
};
