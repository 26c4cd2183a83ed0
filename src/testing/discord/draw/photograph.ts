import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";

const BROWSERS = ["chromium", "chromium-browser", "google-chrome"];
/** Sharp on dense screens. */
const SCALE = 2;
const COLOURS = 64;
/** To measure a page, which is then higher than this. */
const LOW_PX = 100;

/** Takes pictures of HTML documents. */
export interface Photographer {
  /** A PNG as wide as is said and as high as the page is, which only the browser knows. */
  take(picture: { page: string; target: string; widthPx: number }): Promise<void>;
}

/**
 * Finds a browser of this machine; null where there is none.
 * @param dir for the browser's own files
 */
export function findPhotographer(dir: string): Photographer | null {
  const browser = BROWSERS.map((name) => Bun.which(name)).find((path) => path !== null);
  if (browser === undefined) return null;

  async function browse(args: readonly string[], size: string): Promise<string> {
    const own = [`--user-data-dir=${join(dir, "browser")}`, `--window-size=${size}`];
    const looks = ["--headless", "--no-sandbox", "--hide-scrollbars", "--disable-lcd-text"];
    return await run([browser ?? "", ...looks, ...own, ...args]);
  }

  return {
    async take({ page, target, widthPx }) {
      mkdirSync(dirname(target), { recursive: true });
      const measured = join(dir, "measured.html");
      const html = (await Bun.file(page).text()).replace(
        /<meta http-equiv="Content-Security-Policy"[^>]*>/,
        "",
      );
      await Bun.write(measured, `${html}<script>document.title = document.body.offsetHeight</script>`);
      const dump = await browse(["--dump-dom", measured], `${widthPx},${LOW_PX}`);
      const height = /<title>(\d+)<\/title>/.exec(dump)?.[1];
      if (height === undefined) throw new Error(`${browser} did not measure ${page}`);
      const scale = `--force-device-scale-factor=${SCALE}`;
      await browse([scale, `--screenshot=${target}`, page], `${widthPx},${height}`);
      await shrink(target);
    },
  };
}

/** To a third of its size, where pngquant is at hand. */
async function shrink(png: string): Promise<void> {
  const pngquant = Bun.which("pngquant");
  if (pngquant !== null) await run([pngquant, "--force", "--strip", "--output", png, String(COLOURS), png]);
}

async function run(command: string[]): Promise<string> {
  const child = Bun.spawn(command, { stdio: ["ignore", "pipe", "ignore"] });
  const text = await child.stdout.text();
  if ((await child.exited) !== 0) throw new Error(`${command[0]} ended with ${child.exitCode}`);
  return text;
}
