import { Hono } from "hono";
import { z } from "zod";
import { proveToken } from "../identity.ts";
import { requireOwner } from "./find-repo.ts";
import { type HubContext, type HubEnv, originOf } from "./hub-context.ts";
import { readBody } from "./read-body.ts";

const YamlSchema = z.object({ content: z.string() });

/** Who the token belongs to, what this server is, and the check of a README's head. */
export function accountRoutes(hub: HubContext): Hono<HubEnv> {
  const app = new Hono<HubEnv>();

  app.get("/api/whoami-v2", (c) => {
    requireOwner(c);
    return c.json({
      type: "user",
      id: new Bun.CryptoHasher("sha1").update(hub.folderId).digest("hex").slice(0, 24),
      name: hub.user,
      fullname: hub.user,
      email: null,
      emailVerified: false,
      canPay: false,
      isPro: false,
      avatarUrl: `${originOf(c)}/avatars/${hub.user}.svg`,
      orgs: [],
      auth: {
        type: "access_token",
        accessToken: {
          displayName: "owner",
          role: "write",
          createdAt: hub.tokenCreated.toISOString(),
        },
      },
    });
  });

  // Another process that is about to send the token asks first whether it is known here.
  app.get("/api/vademecum", (c) =>
    c.json({ hub: "embedded", proof: proveToken(hub.token, c.req.query("nonce") ?? "") }),
  );

  app.get("/", (c) =>
    c.text(`The Hub of ${hub.user}, embedded in vademecum. Its API begins at ${originOf(c)}/api/\n`),
  );

  // By which programs call it is of no interest here; without an answer, hf asks each time.
  app.get("/api/agent-harnesses", (c) => c.json({ standardEnvVars: [], harnesses: {} }));

  app.post("/api/validate-yaml", async (c) => {
    const { content } = await readBody(c, YamlSchema);
    const head = /^---\r?\n(.*?)\r?\n---\s*(\r?\n|$)/s.exec(content)?.[1];
    try {
      if (head !== undefined) Bun.YAML.parse(head);
      return c.json({ errors: [], warnings: [] });
    } catch (error) {
      const message = `the head of README.md is not YAML: ${error instanceof Error ? error.message : error}`;
      return c.json({ errors: [{ message }], warnings: [] }, 400);
    }
  });

  return app;
}
