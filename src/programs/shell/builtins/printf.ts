// printf (POSIX shell, "printf"; bash's -v, %q, %b and %(…)T). The format is used again while arguments are left.
// Numbers are read as C does, with 'c for the code of a character. Relies on libc/printf.ts.
// Not here: printf of coreutils, which is a program.

import { SECOND } from "../../../base/time.ts";
import type { Task } from "../../../kernel/sys.ts";
import {
  ECHO_BASH,
  ECHO_BUSYBOX,
  ECHO_DASH,
  FORMAT_BASH,
  unescape,
  type EscapeFlavour,
} from "../../libc/escapes.ts";
import { readFloat } from "../../libc/float-text.ts";
import {
  formatFloat,
  formatInteger,
  formatText,
  parseFormat,
  specOf,
  type Conversion,
} from "../../libc/printf.ts";
import { parseZone, strftime } from "../../libc/strftime.ts";
import { assign, assignElement } from "../assign.ts";
import { complain } from "../messages.ts";
import { parameterValue } from "../parameters.ts";
import { quoteBackslash } from "../quoting.ts";
import type { Outcome, Shell } from "../shell.ts";
import { isName, notIdentifier, usage, wrong } from "./complaints.ts";
import { complainShort, writeOut } from "./echo.ts";
import { isRefusal, readOptions, valueOf } from "./options.ts";

const FORMAT_PLAIN: EscapeFlavour = {
  ...FORMAT_BASH,
  hex: false,
  unicode: false,
  escape: false,
  quoting: "",
};
const FORMAT_BUSYBOX: EscapeFlavour = { ...FORMAT_BASH, unicode: false };
const PERCENT_B: EscapeFlavour = { ...ECHO_BASH, octal: "both" };

export function printfBuiltin(sh: Shell, args: readonly string[]): Outcome {
  const options = readOptions(sh, args, sh.isBash ? "v:" : "");
  if (isRefusal(options)) return options;
  const [format, ...values] = options.rest;
  if (format === undefined) return noFormat(sh);
  const run = new Run(sh, format, values);
  const variable = valueOf(options, "v");
  return finish(sh, run, variable);
}

function* noFormat(sh: Shell): Task<number> {
  if (sh.isBash) return yield* usage(sh, "printf");
  if (sh.dialect.name === "dash") return yield* wrong(sh, "printf", "usage: printf format [arg ...]");
  yield* complainShort(sh, "usage: printf FORMAT [ARGUMENT...]");
  return 2;
}

function* finish(sh: Shell, run: Run, variable: string | undefined): Task<number> {
  const text = run.all();
  const early = variable === undefined && !sh.isBash ? yield* writeOut(sh, "printf", text) : 0;
  for (const problem of run.problems) {
    if (sh.dialect.name === "ash") yield* complainShort(sh, problem);
    else yield* complain(sh, problem, "printf");
  }
  if (variable === undefined) {
    const status = sh.isBash ? yield* writeOut(sh, "printf", text) : early;
    return Math.max(status, run.status);
  }
  const element = /^([A-Za-z_]\w*)\[(.*)\]$/s.exec(variable);
  if (element !== null) assignElement(sh, element[1] as string, element[2] as string, text);
  else if (!isName(variable)) return yield* wrong(sh, "printf", notIdentifier(sh, variable), 2);
  else assign(sh, variable, text);
  return run.status;
}

/** One call: takes arguments one after the other. */
class Run {
  readonly problems: string[] = [];
  status = 0;
  private at = 0;
  private stopped = false;

  constructor(
    private readonly sh: Shell,
    private readonly format: string,
    private readonly values: readonly string[],
  ) {}

  all(): string {
    const { sh } = this;
    const flavour = sh.isBash ? FORMAT_BASH : sh.dialect.name === "dash" ? FORMAT_PLAIN : FORMAT_BUSYBOX;
    const pieces = piecesOf(sh, this.format).map((piece) =>
      piece.kind === "text" ? { ...piece, text: unescape(flavour, piece.text).text } : piece,
    );
    let text = "";
    do {
      const before = this.at;
      for (const piece of pieces) {
        text +=
          piece.kind === "text"
            ? piece.text
            : piece.kind === "date"
              ? this.date(piece.format)
              : this.convert(piece);
        if (this.stopped) return text;
      }
      if (this.at === before) break;
    } while (this.at < this.values.length);
    return text;
  }

  private take(): string | undefined {
    return this.values[this.at++];
  }

  private problem(message: string, status = 1): void {
    this.problems.push(message);
    this.status = Math.max(this.status, status);
  }

  private convert(conversion: Conversion): string {
    const { letter, text } = conversion;
    if (letter === "%") return text === "%%" ? "%" : this.refuse(conversion);
    const width = conversion.width === "*" ? Number(this.integer(this.take())) : undefined;
    const precision = conversion.precision === "*" ? Number(this.integer(this.take())) : undefined;
    const spec = specOf(conversion, width, precision);
    switch (letter) {
      case "d":
      case "i":
      case "o":
      case "u":
      case "x":
      case "X":
        return formatInteger(spec, this.integer(this.take()));
      case "e":
      case "E":
      case "f":
      case "F":
      case "g":
      case "G":
      case "a":
      case "A":
        return formatFloat(spec, this.float(this.take()), this.sh.isBash ? 64 : 53);
      case "c":
        return formatText({ ...spec, precision: undefined }, [...(this.take() ?? "")][0] ?? "");
      case "s":
        return formatText(spec, this.take() ?? "");
      case "b":
        return this.escaped(spec);
      case "q":
      case "Q":
        if (this.sh.isBash) return formatText(spec, quoteBackslash(this.take() ?? ""));
    }
    return this.refuse(conversion);
  }

  private escaped(spec: Parameters<typeof formatText>[0]): string {
    const name = this.sh.dialect.name;
    const flavour = name === "bash" ? PERCENT_B : name === "dash" ? ECHO_DASH : ECHO_BUSYBOX;
    const done = unescape(flavour, this.take() ?? "");
    if (done.ended) this.stopped = true;
    return formatText(spec, done.text);
  }

  /** A conversion that there is not: nothing after it is printed. */
  private refuse({ text, letter }: Conversion): string {
    const { sh } = this;
    this.stopped = true;
    if (sh.isBash) {
      const missing = letter === "" || /^%[-+ #0']*\d*(?:\.\d*)?(?:hh|h|ll|l|L|j|z|t|q)+$/.test(text);
      this.problem(
        missing ? `\`${text}': missing format character` : `\`${letter}': invalid format character`,
      );
    } else if (sh.dialect.name === "dash") this.problem(`${text}: invalid directive`, 2);
    else this.problem(`${text}: invalid format`);
    return "";
  }

  /** -1 is now, -2 when the shell was started. */
  private date(format: string): string {
    const { sh } = this;
    const given = this.take();
    const seconds = given === undefined ? -1n : this.integer(given);
    const at =
      seconds === -1n ? sh.sys.now() : seconds === -2n ? sh.state.secondsBase : Number(seconds) * SECOND;
    return strftime(format === "" ? "%H:%M:%S" : format, at, parseZone(parameterValue(sh, "TZ")));
  }

  // ---- arguments as numbers

  private integer(text: string | undefined): bigint {
    if (text === undefined || (text === "" && this.sh.isBash)) return 0n;
    if (/^["']/.test(text)) return BigInt([...text.slice(1)][0]?.codePointAt(0) ?? 0);
    const match = /^[ \t\n]*([-+]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)/.exec(text);
    const digits = match?.[2] ?? "";
    if (match === null || match[0].length !== text.length) this.notNumeric(text, match !== null);
    const value = digits === "" ? 0n : BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
    return match?.[1] === "-" ? -value : value;
  }

  private float(text: string | undefined): ReturnType<typeof readFloat>["value"] {
    const given = text ?? "0";
    if (/^["']/.test(given)) return readFloat(String([...given.slice(1)][0]?.codePointAt(0) ?? 0), 53).value;
    const read = readFloat(given, this.sh.isBash ? 64 : 53);
    if (read.used !== given.length || given === "") {
      if (given !== "" || !this.sh.isBash) this.notNumeric(given, read.used > 0);
    }
    return read.value;
  }

  private notNumeric(text: string, partly: boolean): void {
    const name = this.sh.dialect.name;
    if (name === "bash") this.problem(`${text}: invalid number`);
    else if (name === "dash")
      this.problem(`${text}: ${partly ? "not completely converted" : "expected numeric value"}`);
    else this.problem(`invalid number '${text}'`);
  }
}

type FormatPiece =
  ReturnType<typeof parseFormat>[number] | { readonly kind: "date"; readonly format: string };

/** The pieces of a format, with bash's %(…)T among them. */
function piecesOf(sh: Shell, format: string): FormatPiece[] {
  if (!sh.isBash || !format.includes("%(")) return parseFormat(format);
  return format
    .split(/(%\([^)]*\)T)/)
    .flatMap((part, i): FormatPiece[] =>
      i % 2 === 1 ? [{ kind: "date", format: part.slice(2, -2) }] : parseFormat(part),
    );
}
