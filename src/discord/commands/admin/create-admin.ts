import { message } from "../../../domain/messages.ts";
import type { BotServices } from "../../bot-services.ts";
import type { ComponentHandler, DiscordCommand } from "../../command.ts";
import type { CommandInteraction, ComponentInteraction } from "../../interaction.ts";
import { panel } from "../../render/panel.ts";
import type { Responder } from "../../responder.ts";
import { completeAdmin } from "./complete.ts";
import { runCost } from "./cost.ts";
import { ADMIN_PREFIX, ROLLBACK_PREFIX, readCustomId } from "./custom-id.ts";
import { ADMIN_DEFINITION } from "./definition.ts";
import { createDifferences } from "./differences.ts";
import { createSwapper } from "./do-swap.ts";
import { askReason, forceSwap } from "./force.ts";
import { runGaps } from "./gaps.ts";
import { runPublish } from "./publish.ts";
import { runRebuild } from "./rebuild.ts";
import { createRecentRevisions } from "./revision-list.ts";
import { runRevisions } from "./revisions.ts";
import { pressRollBack, runRollBack } from "./roll-back.ts";
import { runSettings } from "./settings.ts";

type Run = (interaction: CommandInteraction, respond: Responder, services: BotServices) => Promise<void>;

/** `/admin` and what answers its buttons and forms, and those of announcements. */
export function createAdmin(): { command: DiscordCommand; components: ComponentHandler[] } {
  const differences = createDifferences();
  const swap = createSwapper();
  const recent = createRecentRevisions();
  const subcommands: Readonly<Record<string, Run>> = {
    revisoes: runRevisions,
    publicar: runPublish,
    voltar: runRollBack,
    reindexar: runRebuild,
    diferencas: differences.run,
    canais: runSettings,
    lacunas: runGaps,
    custo: runCost,
  };

  const command: DiscordCommand = {
    definition: ADMIN_DEFINITION,
    async run(interaction, respond, services) {
      const run = subcommands[interaction.subcommand ?? ""];
      if (run === undefined) throw new Error(`no subcommand of /admin: ${interaction.subcommand}`);
      await run(interaction, respond, services);
    },
    complete: (interaction, respond, services) => completeAdmin(interaction, respond, services, recent),
  };

  async function press(interaction: ComponentInteraction, respond: Responder, services: BotServices) {
    const action = readCustomId(interaction.customId);
    if (action?.kind === "swap") await swap(interaction, respond, services, action);
    else if (action?.kind === "force") await askReason(interaction, respond, services, action);
    else if (action?.kind === "diff") await differences.turn(interaction, respond, services, action);
    else if (action?.kind === "cancel") await cancel(interaction, respond);
    else throw new Error(`a button that this program has not made: ${interaction.customId}`);
  }

  const components: ComponentHandler[] = [
    {
      prefix: ADMIN_PREFIX,
      async run(interaction, respond, services) {
        if (interaction.kind === "component") return press(interaction, respond, services);
        const action = readCustomId(interaction.customId);
        if (action?.kind !== "force")
          throw new Error(`a form that this program has not made: ${interaction.customId}`);
        return forceSwap(interaction, respond, services, { action, swap });
      },
    },
    {
      prefix: ROLLBACK_PREFIX,
      async run(interaction, respond, services) {
        if (interaction.kind === "component") await pressRollBack(interaction, respond, services);
      },
    },
  ];
  return { command, components };
}

async function cancel({ language }: ComponentInteraction, respond: Responder): Promise<void> {
  await respond.update(
    panel({
      title: message(language, "discordAdminCancel"),
      text: message(language, "discordAdminCancelled"),
    }),
  );
}
