import { type CommandStore, commandPayload, type StoredCommand } from "../commands/command-store.ts";
import { refusal } from "../discord-refusal.ts";
import type { World } from "../world.ts";
import { created, noContent, ok, param, type RestRequest, type Route } from "./rest-request.ts";

const RATE = { limit: 10, windowMs: 10_000 };

/** The application's commands, in general and of a guild. */
export function commandRoutes(world: World, commands: CommandStore): Route[] {
  const guildOf = (request: RestRequest) => {
    if (param(request, "application") !== world.applicationId) throw refusal(20012);
    const guildId = request.params["guild"] ?? null;
    if (guildId !== null && !world.guilds.has(guildId)) throw refusal(50001);
    return guildId;
  };
  const whole = (command: StoredCommand) => commandPayload(world, command, { withLocalizations: true });
  const id = (request: RestRequest) => param(request, "command");

  return ["/applications/:application/commands", "/applications/:application/guilds/:guild/commands"].flatMap(
    (path): Route[] => {
      const all = { path, needsToken: true, rateLimit: RATE };
      const one = { ...all, path: `${path}/:command` };
      return [
        {
          ...all,
          method: "GET",
          handle(request) {
            const withLocalizations = request.query["with_localizations"] === "true";
            const list = commands.list(guildOf(request));
            return ok(list.map((command) => commandPayload(world, command, { withLocalizations })));
          },
        },
        {
          ...all,
          method: "PUT",
          handle: (request) => ok(commands.replace(guildOf(request), request.body).map(whole)),
        },
        {
          ...all,
          method: "POST",
          handle(request) {
            const { command, isNew } = commands.put(guildOf(request), request.body);
            return (isNew ? created : ok)(whole(command));
          },
        },
        {
          ...one,
          method: "GET",
          handle: (request) => ok(whole(commands.find(guildOf(request), id(request)))),
        },
        {
          ...one,
          method: "PATCH",
          handle: (request) => ok(whole(commands.change(guildOf(request), id(request), request.body))),
        },
        {
          ...one,
          method: "DELETE",
          handle(request) {
            commands.remove(guildOf(request), id(request));
            return noContent;
          },
        },
      ];
    },
  );
}
