import type { World } from "./world.ts";

/**
 * Resolves with what `find` gives as soon as it gives something; it is asked at once and after every change.
 * @throws Error when nothing came within `timeoutMs`
 */
export function until<Value>(
  world: World,
  find: () => Value | null | undefined,
  { what, timeoutMs }: { what: string; timeoutMs: number },
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      clearTimeout(timer);
      stop();
    };
    const look = () => {
      try {
        const found = find();
        if (found === null || found === undefined) return;
        settle();
        resolve(found);
      } catch (error) {
        settle();
        reject(error);
      }
    };
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`waited ${timeoutMs} ms for ${what}`));
    }, timeoutMs);
    const stop = world.onChange(look);
    look();
  });
}
