import { expect, test } from "bun:test";
import { createWaker } from "./waker.ts";

const FOREVER_MS = 60_000;
const never = () => new AbortController().signal;

test("a wake ends the sleep, also one that comes just before it", async () => {
  const waker = createWaker();
  const sleeping = waker.sleep(FOREVER_MS, never());
  waker.wake();
  await sleeping;
  waker.reset();
  waker.wake();
  await waker.sleep(FOREVER_MS, never());
});

test("a wake that was forgotten does not end the next sleep, an abort does", async () => {
  const waker = createWaker();
  waker.wake();
  waker.reset();
  const controller = new AbortController();
  let isOver = false;
  const sleeping = waker.sleep(FOREVER_MS, controller.signal).then(() => {
    isOver = true;
  });
  await Bun.sleep(5);
  expect(isOver).toBe(false);
  controller.abort();
  await sleeping;
  await waker.sleep(FOREVER_MS, controller.signal);
});
