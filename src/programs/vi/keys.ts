// Keys of a terminal in raw mode: characters, and sequences for arrows and their like as names. An escape that nothing
// follows at once is the key itself. Relies on poll. Not here: what keys do.

import { failed } from "../../base/errno.ts";
import { MILLISECOND } from "../../base/time.ts";
import { decode } from "../../base/utf8.ts";
import type { Task } from "../../kernel/sys.ts";
import type { Vi } from "./state.ts";

const MOST = 4096;
const FOLLOWS = 50 * MILLISECOND;

const SEQUENCES: readonly (readonly [string, string])[] = [
  ["\x1b[A", "up"], ["\x1b[B", "down"], ["\x1b[C", "right"], ["\x1b[D", "left"], ["\x1bOA", "up"], ["\x1bOB", "down"], ["\x1bOC", "right"],
  ["\x1bOD", "left"], ["\x1b[H", "home"], ["\x1b[F", "end"], ["\x1bOH", "home"], ["\x1bOF", "end"], ["\x1b[1~", "home"], ["\x1b[4~", "end"],
  ["\x1b[3~", "delete"], ["\x1b[5~", "page up"], ["\x1b[6~", "page down"],
]; // prettier-ignore

function keysOf(text: string): string[] {
  const keys: string[] = [];
  for (let rest = text; rest !== "";) {
    const sequence = SEQUENCES.find(([bytes]) => rest.startsWith(bytes));
    const length = sequence?.[0].length ?? (Array.from(rest.slice(0, 2))[0] as string).length;
    keys.push(sequence?.[1] ?? rest.slice(0, length));
    rest = rest.slice(length);
  }
  return keys;
}

/** undefined at the end of the input; "resize" when the window has changed. */
export function* nextKey(vi: Vi): Task<string | undefined> {
  const { sys } = vi;
  while (vi.pending.length === 0) {
    const bytes = yield* sys.read(0, MOST);
    if (bytes === "EINTR") {
      void sys.takeSignals();
      return "resize";
    }
    if (failed(bytes) || bytes.length === 0) return undefined;
    let text = decode(bytes);
    if (text.endsWith("\x1b")) {
      const ready = yield* sys.poll([{ fd: 0, read: true }], FOLLOWS);
      const more = !failed(ready) && ready.length > 0 ? yield* sys.read(0, MOST) : "EAGAIN";
      if (!failed(more)) text += decode(more);
    }
    vi.replaying = false;
    vi.pending = keysOf(text);
  }
  const key = vi.pending.shift() as string;
  vi.typed.push(key);
  return key;
}
