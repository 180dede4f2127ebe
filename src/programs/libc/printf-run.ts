// printf as shells have it and as a program (POSIX, "printf"): the format is used again while arguments are left, and
// numbers are read as C does, with 'c for the code of a character. What the printfs know beside that, and how they
// word what is wrong, are rules that they hand in. Relies on printf.ts for single conversions.

import { unescape, type EscapeFlavour } from "./escapes.ts";
import { readFloat } from "./float-text.ts";
import { formatFloat, formatInteger, formatText, parseFormat, specOf, type Conversion } from "./printf.ts";

export interface PrintfRules {
  /** of a float's mantissa */
  readonly bits: 53 | 64;
  /** escapes in the format, and in what %b prints */
  readonly format: EscapeFlavour;
  readonly percentB: EscapeFlavour;
  /** h, l, z and others before a letter are passed over */
  readonly modifiers?: false;
  /** what comes before that which is no number does not count */
  readonly partlyNumbers?: false;
  /** an empty argument is 0 and nothing is said of it */
  readonly emptyIsZero: boolean;
  /** %q, and %Q as well */
  readonly quote?: (text: string) => string;
  readonly quotesWide?: boolean;
  /** bash's %(…)T; no argument is undefined */
  readonly date?: (format: string, seconds: bigint | undefined) => string;
  /** `rest` is the format after it */
  wrongConversion(
    conversion: Conversion,
    rest: string,
  ): { readonly message: string; readonly status?: number };
  notNumeric(text: string, partly: boolean): string;
  /** characters after the one whose code was asked for */
  readonly moreAfterCharacter?: (rest: string, problems: string[]) => void;
}

/** One call: takes arguments one after the other. */
export class PrintfRun {
  readonly problems: string[] = [];
  status = 0;
  private at = 0;
  private stopped = false;

  constructor(
    private readonly rules: PrintfRules,
    private readonly format: string,
    private readonly values: readonly string[],
  ) {}

  all(): string {
    const { format } = this.rules;
    const pieces = piecesOf(this.format, this.rules).map((piece) =>
      piece.kind === "text" ? { ...piece, ...unescape(format, piece.text) } : piece,
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
        if ("ended" in piece && piece.ended) this.stopped = true;
        if (this.stopped) return text;
      }
      if (this.at === before) break;
    } while (this.at < this.values.length);
    return text;
  }

  /** the first argument that no conversion took */
  get left(): string | undefined {
    return this.values[this.at];
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
        return formatFloat(spec, this.float(this.take()), this.rules.bits);
      case "c":
        return formatText({ ...spec, precision: undefined }, [...(this.take() ?? "")][0] ?? "");
      case "s":
        return formatText(spec, this.take() ?? "");
      case "b":
        return this.escaped(spec);
      case "q":
      case "Q":
        if (this.rules.quote !== undefined && (letter === "q" || this.rules.quotesWide))
          return formatText(spec, this.rules.quote(this.take() ?? ""));
    }
    return this.refuse(conversion);
  }

  private escaped(spec: Parameters<typeof formatText>[0]): string {
    const done = unescape(this.rules.percentB, this.take() ?? "");
    if (done.ended) this.stopped = true;
    return formatText(spec, done.text);
  }

  /** A conversion that there is not: nothing after it is printed. */
  private refuse(conversion: Conversion): string {
    this.stopped = true;
    const after = this.format.indexOf(conversion.text) + conversion.text.length;
    const { message, status = 1 } = this.rules.wrongConversion(conversion, this.format.slice(after));
    this.problem(message, status);
    return "";
  }

  private date(format: string): string {
    const given = this.take();
    return this.rules.date?.(format, given === undefined ? undefined : this.integer(given)) ?? "";
  }

  // ---- arguments as numbers

  private integer(text: string | undefined): bigint {
    if (text === undefined || (text === "" && this.rules.emptyIsZero)) return 0n;
    if (/^["']/u.test(text)) return BigInt(this.character(text));
    const match = /^[ \t\n]*([-+]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)/.exec(text);
    const digits = match?.[2] ?? "";
    if (match === null || match[0].length !== text.length) this.notNumeric(text, match !== null);
    const counts = digits !== "" && (this.rules.partlyNumbers !== false || match?.[0].length === text.length);
    const value = !counts ? 0n : BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
    return match?.[1] === "-" ? -value : value;
  }

  private float(text: string | undefined): ReturnType<typeof readFloat>["value"] {
    const given = text ?? "0";
    if (/^["']/u.test(given)) return readFloat(String(this.character(given)), 53).value;
    const read = readFloat(given, this.rules.bits);
    if (read.used !== given.length || given === "") {
      if (given !== "" || !this.rules.emptyIsZero) this.notNumeric(given, read.used > 0);
    }
    return read.value;
  }

  /** The code of the character after a quote. */
  private character(text: string): number {
    const [first = "", ...more] = [...text.slice(1)];
    if (more.length > 0) this.rules.moreAfterCharacter?.(more.join(""), this.problems);
    return first.codePointAt(0) ?? 0;
  }

  private notNumeric(text: string, partly: boolean): void {
    this.problem(this.rules.notNumeric(text, partly));
  }
}

type FormatPiece =
  ReturnType<typeof parseFormat>[number] | { readonly kind: "date"; readonly format: string };

/** The pieces of a format, with bash's %(…)T among them. */
function piecesOf(format: string, { date, modifiers }: PrintfRules): FormatPiece[] {
  if (date === undefined || !format.includes("%(")) return parseFormat(format, modifiers);
  return format
    .split(/(%\([^)]*\)T)/)
    .flatMap((part, i): FormatPiece[] =>
      i % 2 === 1 ? [{ kind: "date", format: part.slice(2, -2) }] : parseFormat(part),
    );
}
