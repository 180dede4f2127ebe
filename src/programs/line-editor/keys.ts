// Reading keys: characters of UTF-8 from the bytes of a terminal, one byte at a time, so that what is typed ahead
// stays for the programs that run in between. Keys of macros come first. A signal may end the line in the middle.
// Not here: what keys do (keymap.ts).

import { failed } from "../../base/errno.ts";
import { decode } from "../../base/utf8.ts";
import { MILLISECOND } from "../../base/time.ts";
import type { Task } from "../../kernel/sys.ts";
import type { Editor } from "./editor.ts";

/** How long an escape waits for what may follow it. */
const FOLLOWS = 100 * MILLISECOND;

/** undefined if the line is over: the end of the input, or a signal. */
function* readByte(ed: Editor): Task<number | undefined> {
  const { sys, input } = ed.host;
  for (;;) {
    const bytes = yield* sys.read(input, 1);
    if (bytes === "EINTR") {
      if (ed.host.signals()) {
        ed.finish = "interrupted";
        return undefined;
      }
      ed.resize();
      yield* ed.flush();
      continue;
    }
    if (failed(bytes) || bytes.length === 0) {
      ed.finish = "end";
      return undefined;
    }
    return bytes[0];
  }
}

const lengthOf = (byte: number): number =>
  byte < 0xc2 || byte > 0xf4 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;

/** One character: a key, or a part of what a key sends. The screen is up to date before it waits. */
export function* readKey(ed: Editor): Task<string | undefined> {
  const queued = ed.queued.shift();
  if (queued !== undefined) return queued;
  yield* ed.flush();
  const first = yield* readByte(ed);
  if (first === undefined) return undefined;
  const bytes = [first];
  for (let missing = lengthOf(first) - 1; missing > 0; missing--) {
    const byte = yield* readByte(ed);
    if (byte === undefined) return undefined;
    bytes.push(byte);
    if (byte < 0x80 || byte >= 0xc0) break;
  }
  const [key, ...more] = Array.from(decode(Uint8Array.from(bytes)));
  ed.queued.push(...more);
  if (ed.recording !== undefined) ed.recording += key;
  return key;
}

/** Is something typed already, or is it about to come? */
export function* isTyped(ed: Editor, wait = 0): Task<boolean> {
  if (ed.queued.length > 0) return true;
  const ready = yield* ed.host.sys.poll([{ fd: ed.host.input, read: true }], wait);
  return !failed(ready) && ready.length > 0;
}

export const followsAtOnce = (ed: Editor): Task<boolean> => isTyped(ed, FOLLOWS);
