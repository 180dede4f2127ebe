// Go's fmt: Sprint, Sprintln and Sprintf of GoValues, with the texts for missing, surplus and misplaced
// arguments. Source of the behaviour: Go's fmt/print.go.

import { type Flags, noFlags } from "./fmt-flags.ts";
import { MAX_TEXT, Printer } from "./fmt-value.ts";
import { type GoValue, INVALID } from "./value.ts";

/** A width or precision beyond this is refused (fmt's own bound). */
const MAX_WIDTH = 1_000_000;

/** fmt.Sprint: spaces between operands when neither is a string */
export function sprint(values: readonly GoValue[]): string {
  if (values.length === 1 && values[0]?.type.name === "string") return values[0].data as string;
  const printer = new Printer();
  let afterString = true;
  for (const v of values) {
    if (printer.out.length >= MAX_TEXT) break;
    const isString = v.type.kind === "string";
    if (!isString && !afterString) printer.out += " ";
    printer.printArg(v, "v");
    afterString = isString;
  }
  return printer.out;
}

/** fmt.Sprintln: always spaces, and a newline */
export function sprintln(values: readonly GoValue[]): string {
  const printer = new Printer();
  for (const [i, v] of values.entries()) {
    if (printer.out.length >= MAX_TEXT) break;
    if (i > 0) printer.out += " ";
    printer.printArg(v, "v");
  }
  return `${printer.out}\n`;
}

/** The `%s` of one value, for error texts. */
export function formatWith(verb: string, v: GoValue): string {
  const printer = new Printer();
  printer.printArg(v, verb);
  return printer.out;
}

/** %+v and %#v are verbs of their own, not flags. */
function moveToV(f: Flags): void {
  f.sharpV = f.sharp;
  f.plusV = f.plus;
  f.sharp = false;
  f.plus = false;
}

/** One run of doPrintf: the state between verbs. */
class Format {
  private at = 0;
  private argument = 0;
  private afterIndex = false;
  private goodIndex = true;
  private reordered = false;
  private readonly printer = new Printer();

  constructor(
    private readonly format: string,
    private readonly args: readonly GoValue[],
  ) {}

  run(): string {
    const { format, printer } = this;
    while (this.at < format.length && printer.out.length < MAX_TEXT) {
      const percent = format.indexOf("%", this.at);
      const end = percent < 0 ? format.length : percent;
      printer.out += format.slice(this.at, end);
      this.at = end + 1;
      if (percent >= 0) this.verb();
    }
    this.extra();
    return printer.out;
  }

  private verb(): void {
    this.goodIndex = true;
    this.printer.flags = noFlags();
    this.readFlags();
    this.index();
    this.width();
    this.precision();
    if (!this.afterIndex) this.index();
    const verb = [...this.format.slice(this.at, this.at + 2)][0];
    if (verb === undefined) {
      this.printer.out += "%!(NOVERB)";
      return;
    }
    this.at += verb.length;
    this.print(verb);
  }

  private print(verb: string): void {
    const { printer } = this;
    const arg = this.args[this.argument];
    if (verb === "%") printer.out += "%";
    else if (!this.goodIndex) printer.out += `%!${verb}(BADINDEX)`;
    else if (arg === undefined) printer.out += `%!${verb}(MISSING)`;
    else {
      this.argument++;
      if (verb === "v" || verb === "w") moveToV(printer.flags);
      printer.printArg(arg, verb);
    }
  }

  private readFlags(): void {
    const f = this.printer.flags;
    for (; ; this.at++) {
      const c = this.format[this.at];
      if (c === "#") f.sharp = true;
      else if (c === "0") f.zero = true;
      else if (c === "+") f.plus = true;
      else if (c === "-") f.minus = true;
      else if (c === " ") f.space = true;
      else return;
    }
  }

  /** [n], which names the argument to take next */
  private index(): void {
    this.afterIndex = this.format[this.at] === "[";
    if (!this.afterIndex) return;
    this.reordered = true;
    const close = this.format.indexOf("]", this.at);
    const text = close < 0 ? "" : this.format.slice(this.at + 1, close);
    this.at = close < 0 ? this.at + 1 : close + 1;
    const n = /^\d{1,6}$/.test(text) ? Number(text) : 0;
    if (n >= 1 && n <= this.args.length) this.argument = n - 1;
    else this.goodIndex = false;
  }

  private number(): number | undefined {
    const digits = /^\d+/.exec(this.format.slice(this.at, this.at + 9))?.[0];
    if (digits === undefined) return undefined;
    this.at += digits.length;
    return Number(digits) > MAX_WIDTH ? undefined : Number(digits);
  }

  /** `*`: the width or precision is an argument, which has to be an int. */
  private star(): number | undefined {
    this.at++;
    this.afterIndex = false;
    const arg = this.args[this.argument];
    if (arg !== undefined) this.argument++;
    const usable = arg?.type.kind === "int" && Math.abs(Number(arg.data)) <= MAX_WIDTH;
    return usable ? Number(arg.data) : undefined;
  }

  private width(): void {
    const { flags } = this.printer;
    if (this.format[this.at] !== "*") {
      flags.width = this.number();
      if (this.afterIndex && flags.width !== undefined) this.goodIndex = false;
      return;
    }
    const width = this.star();
    if (width === undefined) this.printer.out += "%!(BADWIDTH)";
    else if (width < 0) flags.minus = true;
    flags.width = width === undefined ? undefined : Math.abs(width);
  }

  private precision(): void {
    if (this.format[this.at] !== "." || this.at + 1 === this.format.length) return;
    const { flags } = this.printer;
    this.at++;
    if (this.afterIndex) this.goodIndex = false;
    this.index();
    if (this.format[this.at] !== "*") {
      flags.precision = this.number() ?? 0;
      return;
    }
    const precision = this.star();
    if (precision === undefined || precision < 0) this.printer.out += "%!(BADPREC)";
    else flags.precision = precision;
  }

  private extra(): void {
    if (this.reordered || this.argument >= this.args.length) return;
    const { printer } = this;
    printer.out += "%!(EXTRA ";
    printer.flags = noFlags();
    this.args.slice(this.argument).forEach((arg, i) => {
      if (i > 0) printer.out += ", ";
      if (arg === INVALID) printer.out += "<nil>";
      else {
        printer.out += `${arg.type.name}=`;
        printer.printArg(arg, "v");
      }
    });
    printer.out += ")";
  }
}

/** fmt.Sprintf */
export const sprintf = (format: string, args: readonly GoValue[]): string => new Format(format, args).run();
