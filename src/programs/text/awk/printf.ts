// printf and sprintf: the format's pieces with the values filled in, as each flavour fills them: what %c makes of numbers,
// how wide integers are, and what happens where values are missing.

import {
  formatInteger,
  formatText,
  parseFormat,
  specOf,
  type Conversion,
  type Piece,
  type Spec,
} from "../../libc/printf.ts";
import { runtimeFault } from "./faults.ts";
import { floatText, integerOf } from "./number-text.ts";
import type { Runtime } from "./runtime.ts";
import { isNumeric, type Value } from "./values.ts";

const MOST_KEPT = 200;
const INTEGERS = "diouxX";
const FLOATS = "fFeEgGaA";

export class Formatter {
  private readonly formats = new Map<string, readonly Piece[]>();

  constructor(private readonly rt: Runtime) {}

  private pieces(format: string): readonly Piece[] {
    let pieces = this.formats.get(format);
    if (pieces === undefined) {
      pieces = parseFormat(format);
      if (this.formats.size >= MOST_KEPT) this.formats.clear();
      this.formats.set(format, pieces);
    }
    return pieces;
  }

  /** What is printed before a fault is printed all the same. */
  format(format: string, values: readonly Value[]): string {
    const taking = { next: 0, out: "" };
    for (const piece of this.pieces(format)) {
      if (piece.kind === "text") taking.out += piece.text;
      else if (piece.text === "%%") taking.out += "%";
      else if (!this.convert(piece, format, values, taking)) break;
    }
    return taking.out;
  }

  private convert(
    piece: Conversion,
    format: string,
    values: readonly Value[],
    taking: { next: number; out: string },
  ): boolean {
    // prettier-ignore
    const { rt } = this;
    const { letter } = piece;
    const floats = rt.flavour.name === "mawk" ? "fFeEgG" : FLOATS;
    const known = letter !== "" && `${INTEGERS}${floats}sc`.includes(letter);
    if (rt.flavour.name === "busybox" && (piece.width === "*" || piece.precision === "*")) {
      runtimeFault(rt, { mawk: "", gawk: "", busybox: "%*x formats are not supported" });
      return false;
    }
    if (!known && rt.flavour.name !== "mawk") {
      taking.out += piece.text;
      return true;
    }
    const star = (wanted: number | "*" | undefined): number | undefined =>
      wanted === "*" ? Math.trunc(rt.number(values[taking.next++])) : undefined;
    const spec = specOf(piece, star(piece.width), star(piece.precision));
    if (taking.next >= values.length && !this.missing(format, piece)) return false;
    if (!known) return this.improper(format, taking.next + 1);
    taking.out += this.one(spec, values[taking.next++]);
    return true;
  }

  /** busybox makes do without a value. */
  private missing(format: string, piece: Conversion): boolean {
    if (this.rt.flavour.name === "busybox") return true;
    runtimeFault(this.rt, {
      mawk: `not enough arguments passed to printf("${format}")`,
      gawk: `not enough arguments to satisfy format string\n\t\`${format}'\n\t${" ".repeat(this.placeOf(format, piece))}^ ran out for this one`,
      busybox: "",
    });
    return false;
  }

  /** Columns before a conversion, with gawk's quote before the format. */
  private placeOf(format: string, piece: Conversion): number {
    let column = 1;
    for (const other of this.pieces(format)) {
      if (other === piece) break;
      column += other.text.length;
    }
    return column;
  }

  private improper(format: string, number: number): boolean {
    const mawk = `improper conversion(number ${number}) in printf("${format}")`;
    runtimeFault(this.rt, { mawk, gawk: "", busybox: "" });
    return false;
  }

  private one(spec: Spec, value: Value): string {
    const { rt } = this;
    const { letter } = spec;
    if (letter === "s") return this.pad(spec, rt.text(value));
    if (letter === "c") return this.pad({ ...spec, precision: undefined }, this.character(value));
    if (INTEGERS.includes(letter)) return this.integer(spec, rt.number(value));
    return floatText(spec, rt.number(value), rt.flavour);
  }

  /** Text of one char a byte is padded by chars, other text by characters. */
  private pad(spec: Spec, text: string): string {
    if (spec.width === undefined && spec.precision === undefined) return text;
    if (this.rt.utf8) return formatText(spec, text, "characters");
    const kept = spec.precision === undefined ? text : text.slice(0, spec.precision);
    const width = spec.width ?? 0;
    return spec.flags.includes("-") ? kept.padEnd(width) : kept.padStart(width);
  }

  private character(value: Value): string {
    const { rt } = this;
    if (!isNumeric(value, rt.flavour) || value === undefined) {
      const text = rt.text(value);
      return text === "" ? "\0" : rt.utf8 ? [...text].slice(0, 1).join("") : text.slice(0, 1);
    }
    const code = Math.trunc(rt.number(value));
    if (rt.utf8 && code > 127 && code <= 0x10ffff) return String.fromCodePoint(code);
    return String.fromCharCode(code & 255);
  }

  private integer(spec: Spec, value: number): string {
    const { rt } = this;
    if (rt.flavour.name === "busybox") return formatInteger(spec, busyboxInteger(spec.letter, value));
    if (!Number.isFinite(value)) return this.pad(spec, this.notFinite(spec, value));
    const plain = spec.letter === "d" || spec.letter === "i";
    if (plain && spec.flags === "" && spec.precision === undefined && Math.abs(value) < 2 ** 53)
      return String(Math.trunc(value) || 0).padStart(spec.width ?? 0);
    if (Math.abs(value) >= 2 ** 63 && plain) return this.huge(spec, value);
    return formatInteger(spec, integerOf(value));
  }

  private notFinite(spec: Spec, value: number): string {
    if (this.rt.flavour.name === "gawk") return Number.isNaN(value) ? "+nan" : value > 0 ? "+inf" : "-inf";
    return formatInteger({ ...spec, width: undefined }, integerOf(value));
  }

  /** gawk writes every digit; mawk falls back to %g. */
  private huge(spec: Spec, value: number): string {
    if (this.rt.flavour.name === "gawk") return this.pad(spec, BigInt(Math.trunc(value)).toString());
    return floatText({ ...spec, letter: "g" }, value, this.rt.flavour);
  }
}

/** A cast to int, which saturates downwards; unsigned conversions wrap at 32 bits. */
function busyboxInteger(letter: string, value: number): bigint {
  const whole = Number.isNaN(value) ? -(2 ** 31) : Math.trunc(value);
  const fits = whole >= -(2 ** 31) && whole < 2 ** 31;
  if (letter === "d" || letter === "i") return BigInt(fits ? whole : -(2 ** 31));
  return BigInt.asUintN(32, Number.isFinite(whole) && Math.abs(whole) < 2 ** 63 ? BigInt(whole) : 0n);
}
