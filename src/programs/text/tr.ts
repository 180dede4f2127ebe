// tr: bytes of standard input translated, squeezed or deleted. What the two strings mean is in tr-sets.ts.
// Bytes are bytes in both families, whatever the locale.

import { failed, strerror } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { CHUNK } from "../libc/input.ts";
import { quoted } from "../libc/quote.ts";
import { work } from "./inputs.ts";
import { complementOf, expandSet, expandTo, isSetFault, type ByteSet } from "./tr-sets.ts";

interface Plan {
  readonly map: Uint8Array;
  readonly deleted: Uint8Array;
  readonly squeezed: Uint8Array;
  readonly squeezes: boolean;
}

export const tr = command(
  {
    name: "tr",
    gnu: "+ c/complement C d/delete s/squeeze-repeats t/truncate-set1",
    busybox: "+ c C d s",
    usage: "[OPTION]... STRING1 [STRING2]",
  },
  function* (io) {
    if (!(yield* operandsFit(io))) return 1;
    const plan = yield* planOf(io);
    if (plan === undefined) return 1;
    let last = -1;
    for (;;) {
      yield* io.out.flush();
      const bytes = yield* io.sys.read(0, CHUNK);
      if (failed(bytes)) return yield* io.complain(`read error: ${strerror(bytes)}`);
      if (bytes.length === 0) return 0;
      const made = new Uint8Array(bytes.length);
      let length = 0;
      for (let i = 0; i < bytes.length; i++) {
        const byte = bytes[i] as number;
        if (plan.deleted[byte] === 1) continue;
        const to = plan.map[byte] as number;
        if (to === last && plan.squeezed[to] === 1) continue;
        made[length++] = last = to;
      }
      io.out.putBytes(made.subarray(0, length));
      yield* work(io, bytes.length / 64);
    }
  },
);

function* operandsFit(io: Io): Task<boolean> {
  const { operands, family } = io;
  const [first, second, third] = operands;
  const deletes = io.has("d");
  const squeezes = io.has("s");
  const least = deletes === squeezes ? 2 : 1;
  if (family === "busybox") {
    if (operands.length >= 1 && operands.length <= 2) return true;
    yield* io.misuse("");
    return false;
  }
  const most = deletes && !squeezes ? 1 : 2;
  if (operands.length >= least && operands.length <= most) return true;
  const extra = most === 1 ? second : third;
  if (first === undefined) yield* io.misuse("missing operand");
  else if (extra === undefined)
    yield* io.misuse(`missing operand after ${quoted(io, first)}\n${deletes ? "Two strings must be given when both deleting and squeezing repeats." : "Two strings must be given when translating."}`); // prettier-ignore
  else
    yield* io.misuse(`extra operand ${quoted(io, extra)}${most === 1 && operands.length === 2 ? "\nOnly one string may be given when deleting without squeezing repeats." : ""}`); // prettier-ignore
  return false;
}

function* planOf(io: Io): Task<Plan | undefined> {
  const [first = "", second] = io.operands;
  const translates = second !== undefined && !io.has("d");
  const sets: ByteSet[] = [];
  for (const [i, text] of [first, second].entries()) {
    if (text === undefined) continue;
    const set = expandSet(text, io.family, i === 1, translates);
    if (isSetFault(set)) {
      yield* io.complain(set.fault);
      return undefined;
    }
    if (set.warning !== undefined) yield* io.complain(`warning: ${set.warning}`, 0);
    sets.push(set);
  }
  const [one, two] = sets as [ByteSet, ByteSet | undefined];
  const complement = io.has("c") || io.has("C");
  const from = complement ? complementOf(one.bytes) : one.bytes;
  const squeezes = io.has("s");
  const plan = { map: identity(), deleted: new Uint8Array(256), squeezed: new Uint8Array(256), squeezes };
  if (io.has("d")) for (const byte of from) plan.deleted[byte] = 1;
  if (translates && !(yield* fillMap(io, plan.map, from, two as ByteSet))) return undefined;
  const squeezed = two === undefined ? from : expandTo(two, from.length);
  if (squeezes) for (const byte of squeezed) plan.squeezed[byte] = 1;
  return plan;
}

const identity = (): Uint8Array => Uint8Array.from({ length: 256 }, (_, i) => i);

function* fillMap(io: Io, map: Uint8Array, from: readonly number[], set: ByteSet): Task<boolean> {
  const truncates = io.has("t");
  const to = truncates ? set.bytes : expandTo(set, from.length);
  if (to.length === 0 && !truncates) {
    const message = io.family === "gnu" ? "when not truncating set1, string2 must be non-empty" : "STRING2 cannot be empty"; // prettier-ignore
    yield* io.complain(message);
    return false;
  }
  const last = to[to.length - 1] as number;
  for (const [i, byte] of from.entries()) {
    if (truncates && i >= to.length) break;
    map[byte] = to[i] ?? last;
  }
  return true;
}
