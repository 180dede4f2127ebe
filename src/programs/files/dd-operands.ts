// dd's operands: `if=x bs=1M count=3 conv=notrunc`, in any order, the last of a kind counting.
// Relies on libc/sizes.ts for multipliers; products (`1024x2`) are GNU's and busybox's alike.

import type { Task } from "../../kernel/sys.ts";
import type { Io } from "../libc/command.ts";
import { quoted } from "../libc/quote.ts";
import { parseSize } from "../libc/sizes.ts";

export interface Operands {
  readonly input: string | undefined;
  readonly output: string | undefined;
  readonly inputBlock: number;
  readonly outputBlock: number;
  readonly conversionBlock: number;
  /** bs= was given: what is read is written as it comes */
  readonly through: boolean;
  readonly skip: number;
  readonly seek: number;
  readonly count: number;
  readonly conversions: ReadonlySet<string>;
  readonly inputFlags: ReadonlySet<string>;
  readonly outputFlags: ReadonlySet<string>;
  readonly status: string;
}

const GNU_CONVERSIONS = new Set(
  "ascii ebcdic ibm block unblock lcase ucase sparse swab sync excl nocreat notrunc noerror fdatasync fsync".split(
    " ",
  ),
);
const BUSYBOX_CONVERSIONS = new Set("notrunc sync noerror fsync swab".split(" "));
const GNU_FLAGS = new Set(
  `append direct directory dsync sync fullblock nonblock noatime nocache noctty nofollow nolinks cio binary text
   count_bytes skip_bytes seek_bytes`.split(/\s+/),
);
const BUSYBOX_INPUT_FLAGS = new Set("skip_bytes count_bytes fullblock direct".split(" "));
const BUSYBOX_OUTPUT_FLAGS = new Set("seek_bytes append direct".split(" "));
const GNU_STATUS = new Set(["none", "noxfer", "progress"]);
const BUSYBOX_STATUS = new Set(["none", "noxfer"]);

const NUMBERS = new Set(["ibs", "obs", "bs", "cbs", "skip", "iseek", "seek", "oseek", "count"]);
const SIZES = new Set(["ibs", "obs", "bs", "cbs"]);

/** `2x1k` is a product; undefined if it is no number. */
function parseNumber(text: string, gnu: boolean): number | undefined {
  const parts = gnu ? text.split("x") : [text];
  let product = 1;
  for (const part of parts) {
    const value = parseSize(part);
    if (value === undefined) return undefined;
    product *= value;
  }
  return product;
}

class OperandReader {
  readonly texts = new Map<string, string>();
  readonly numbers = new Map<string, number>();
  readonly conversions = new Set<string>();
  readonly inputFlags = new Set<string>();
  readonly outputFlags = new Set<string>();

  constructor(private readonly io: Io) {}

  *read(operand: string): Task<boolean> {
    const { io } = this;
    const equals = operand.indexOf("=");
    const key = operand.slice(0, Math.max(0, equals));
    const value = operand.slice(equals + 1);
    if (key === "if" || key === "of") this.texts.set(key, value);
    else if (NUMBERS.has(key)) return yield* this.number(key, value);
    else if (key === "conv") return yield* this.words(key, value, this.conversions);
    else if (key === "iflag") return yield* this.words(key, value, this.inputFlags);
    else if (key === "oflag") return yield* this.words(key, value, this.outputFlags);
    else if (key === "status") return yield* this.status(value);
    else {
      yield* io.misuse(`unrecognized operand ${quoted(io, operand)}`);
      return false;
    }
    return true;
  }

  private *number(key: string, text: string): Task<boolean> {
    const { io } = this;
    const gnu = io.family === "gnu";
    const value = parseNumber(text, gnu);
    if (value === undefined || (value === 0 && SIZES.has(key))) {
      const low = `number ${text} is not in 1..9223372036854775807 range`;
      yield* io.complain(
        gnu ? `invalid number: ${quoted(io, text)}` : value === 0 ? low : `invalid number '${text}'`,
      );
      return false;
    }
    this.numbers.set(key === "iseek" ? "skip" : key === "oseek" ? "seek" : key, value);
    if (gnu && text.endsWith("B") && !/[KMGTPEk]i?B$/.test(text) && !SIZES.has(key))
      (key === "seek" || key === "oseek" ? this.outputFlags : this.inputFlags).add(BYTE_FLAGS[key] ?? "");
    return true;
  }

  private *words(key: string, value: string, into: Set<string>): Task<boolean> {
    const { io } = this;
    const gnu = io.family === "gnu";
    const known = gnu
      ? key === "conv"
        ? GNU_CONVERSIONS
        : GNU_FLAGS
      : key === "conv"
        ? BUSYBOX_CONVERSIONS
        : key === "iflag"
          ? BUSYBOX_INPUT_FLAGS
          : BUSYBOX_OUTPUT_FLAGS;
    for (const word of value.split(",")) {
      if (!known.has(word)) {
        const what = key === "conv" ? "conversion" : key === "iflag" ? "input flag" : "output flag";
        if (gnu) yield* io.misuse(`invalid ${what}: ${quoted(io, word)}`);
        else yield* io.complain(`invalid argument '${word}' to '${key}'`);
        return false;
      }
      into.add(word);
    }
    return true;
  }

  private *status(value: string): Task<boolean> {
    const { io } = this;
    const gnu = io.family === "gnu";
    if ((gnu ? GNU_STATUS : BUSYBOX_STATUS).has(value)) {
      this.texts.set("status", value);
      return true;
    }
    if (gnu) yield* io.misuse(`invalid status level: ${quoted(io, value)}`);
    else yield* io.complain(`invalid argument '${value}' to 'status'`);
    return false;
  }
}

const BYTE_FLAGS: Record<string, string> = {
  count: "count_bytes",
  skip: "skip_bytes",
  iseek: "skip_bytes",
  seek: "seek_bytes",
  oseek: "seek_bytes",
};

/** undefined after a complaint. */
export function* operandsOf(io: Io): Task<Operands | undefined> {
  const reader = new OperandReader(io);
  for (const operand of io.operands) if (!(yield* reader.read(operand))) return undefined;
  const { texts, numbers, conversions, inputFlags, outputFlags } = reader;
  const block = numbers.get("bs");
  return {
    input: texts.get("if"),
    output: texts.get("of"),
    inputBlock: block ?? numbers.get("ibs") ?? 512,
    outputBlock: block ?? numbers.get("obs") ?? 512,
    conversionBlock: numbers.get("cbs") ?? 0,
    through: block !== undefined,
    skip: numbers.get("skip") ?? 0,
    seek: numbers.get("seek") ?? 0,
    count: numbers.get("count") ?? Infinity,
    conversions,
    inputFlags,
    outputFlags,
    status: texts.get("status") ?? "",
  };
}
