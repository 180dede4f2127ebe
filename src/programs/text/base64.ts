// base64 and base32: bytes as text and back (RFC 4648), in lines of 76 letters. Wrong input is told after what came
// before it was written. Not here: basenc's other alphabets.

import { failed, strerror } from "../../base/errno.ts";
import { decodeLatin1 } from "../../base/utf8.ts";
import { O_RDONLY, type Task } from "../../kernel/sys.ts";
import { command, type Command, type Io } from "../libc/command.ts";
import { readAll } from "../libc/input.ts";
import { named, quoted } from "../libc/quote.ts";

interface Base {
  readonly letters: string;
  /** of one letter */
  readonly bits: number;
  /** letters that stand for whole bytes together */
  readonly group: number;
}

const BASE64: Base = {
  letters: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
  bits: 6,
  group: 4,
};
const BASE32: Base = { letters: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", bits: 5, group: 8 };

function encodeText({ letters, bits, group }: Base, bytes: Uint8Array): string {
  let text = "";
  let held = 0;
  let count = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    count += 8;
    while (count >= bits) {
      count -= bits;
      text += letters[(held >> count) & ((1 << bits) - 1)];
    }
    held &= (1 << count) - 1;
  }
  if (count > 0) text += letters[(held << (bits - count)) & ((1 << bits) - 1)];
  return text + "=".repeat(-text.length & (group - 1));
}

interface Decoded {
  readonly bytes: Uint8Array;
  readonly good: boolean;
  /** letters after the last whole group, where the padding is missing */
  readonly rest?: number;
}

function decodeText({ letters, bits, group }: Base, text: string): Decoded {
  const out: number[] = [];
  let held = 0;
  let count = 0;
  let read = 0;
  for (const letter of text) {
    if (letter === "=" && read % group > 1) {
      const rest = text.slice(read);
      const padded = /^=+$/.test(rest.slice(0, group - (read % group)));
      const more = rest.slice(group - (read % group));
      const next = padded && more !== "" ? decodeText({ letters, bits, group }, more) : undefined;
      return {
        bytes: Uint8Array.from([...out, ...(next?.bytes ?? [])]),
        good: padded && (next?.good ?? rest.length === group - (read % group)),
      };
    }
    const value = letters.indexOf(letter);
    if (value < 0) return { bytes: Uint8Array.from(out), good: false };
    read++;
    held = (held << bits) | value;
    count += bits;
    if (count >= 8) {
      count -= 8;
      out.push((held >> count) & 0xff);
      held &= (1 << count) - 1;
    }
  }
  return { bytes: Uint8Array.from(out), good: read % group === 0, rest: read % group };
}

function* encodeAll(io: Io, base: Base, bytes: Uint8Array, wrap: number): Task<number> {
  const text = encodeText(base, bytes);
  if (wrap === 0) yield* io.print(text);
  else for (let at = 0; at < text.length; at += wrap) yield* io.print(`${text.slice(at, at + wrap)}\n`);
  return 0;
}

function* decodeAll(io: Io, base: Base, bytes: Uint8Array): Task<number> {
  const busybox = io.family === "busybox";
  const text = decodeLatin1(bytes).replace(/\n/g, "");
  const kept = io.has("i") || busybox ? [...text].filter((c) => base.letters.includes(c) || c === "=").join("") : text; // prettier-ignore
  const decoded = decodeText(base, kept);
  const { bytes: all, rest = 0 } = decoded;
  // GNU's takes missing padding for granted, busybox's drops what stands before it
  const whole = busybox && rest > 0 ? all.length - Math.floor((rest * base.bits) / 8) : all.length;
  yield* io.out.writeBytes(all.subarray(0, whole));
  if (decoded.good || (!busybox && rest > 1)) return 0;
  return yield* io.complain(busybox ? "truncated input" : "invalid input");
}

const baseCommand = (name: string, base: Base): Command =>
  command(
    {
      name,
      gnu: "d/decode i/ignore-garbage w/wrap:",
      busybox: "d i w:",
      usage: "[-d] [-w COL] [FILE]",
    },
    function* (io) {
      if (io.operands.length > 1)
        return yield* io.misuse(`extra operand ${quoted(io, io.operands[1] as string)}`);
      const wrap = io.value("w") ?? "76";
      if (!/^\d+$/.test(wrap))
        return yield* io.complain(
          io.family === "gnu" ? `invalid wrap size: ${quoted(io, wrap)}` : `invalid number '${wrap}'`,
        );
      const [path = "-"] = io.operands;
      const fd = path === "-" ? 0 : yield* io.sys.open(path, O_RDONLY);
      if (failed(fd)) return yield* io.complain(`${named(io, path)}: ${strerror(fd)}`);
      const bytes = yield* readAll(io.sys, fd);
      if (failed(bytes)) return yield* io.complain(`read error: ${strerror(bytes)}`);
      return yield* io.has("d") ? decodeAll(io, base, bytes) : encodeAll(io, base, bytes, Number(wrap));
    },
  );

export const base64 = baseCommand("base64", BASE64);
export const base32 = baseCommand("base32", BASE32);
