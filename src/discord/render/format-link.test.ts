import { expect, test } from "bun:test";
import { fileAddress } from "./format-link.ts";

test("a file on this machine alone has no address that is given to members", () => {
  for (const host of ["127.0.0.1:7870", "127.1.2.3", "localhost", "[::1]:80", "0.0.0.0", "2130706433"])
    expect(fileAddress(`http://${host}/datasets/local/rag-docs/resolve/1/a.pdf`)).toBeNull();
  for (const host of ["huggingface.co", "127.0.0.1.example", "localhost.example", "192.168.0.7"])
    expect(fileAddress(`https://${host}/a.pdf#page=2`)).toBe(`https://${host}/a.pdf#page=2`);
});
