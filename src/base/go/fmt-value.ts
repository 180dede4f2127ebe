// How fmt prints one value under a verb: basic values by their flags (fmt-flags.ts), maps, structs, slices
// and pointers piece by piece, and what a verb cannot print as %!verb(type=value). Source of the behaviour:
// Go's fmt/print.go.

import { bytesOf, stringOfBytes } from "./go-string.ts";
import {
  type Flags,
  formatChar,
  formatFloatVerb,
  formatHexBytes,
  formatHexString,
  formatInteger,
  formatQuoted,
  formatQuotedChar,
  formatString,
  formatUnicode,
  noFlags,
  pad,
} from "./fmt-flags.ts";
import { type GoInt } from "./integers.ts";
import { type Complex, type GoType } from "./types.ts";
import { elem, fieldValue, GoValue, indexSlice, INVALID, isNil, lengthOf, sortedEntries } from "./value.ts";

/** Real addresses differ from run to run; ours are all the same. */
const ADDRESS = 0xc000012018;

/** What is printed beyond this is dropped, long before the host's strings end. */
export const MAX_TEXT = 1 << 25;

const STRING_VERBS = "vsxXq";

export class Printer {
  out = "";
  flags: Flags = noFlags();
  /** inside %!verb(…), where String methods are not called */
  private erring = false;

  /** One operand; INVALID is nil. */
  printArg(v: GoValue, verb: string): void {
    if (v === INVALID) {
      if (verb === "T" || verb === "v") this.out += pad(this.flags, "<nil>");
      else this.badVerb(v, verb);
    } else if (verb === "T") this.out += formatString(this.flags, v.type.name);
    else if (verb === "p") this.pointer(v, verb);
    else if (!this.byMethod(v, verb)) this.value(v, verb, 0);
  }

  private badVerb(v: GoValue, verb: string): void {
    this.erring = true;
    this.out += `%!${verb}(`;
    if (v === INVALID) this.out += "<nil>";
    else {
      this.out += `${v.type.name}=`;
      this.value(v, "v", 0);
    }
    this.out += ")";
    this.erring = false;
  }

  /** String() comes before the value itself, for the verbs that take strings. */
  private byMethod(v: GoValue, verb: string): boolean {
    if (verb === "w" && !this.erring) {
      this.badVerb(v, verb);
      return true;
    }
    if (this.erring || this.flags.sharpV || !STRING_VERBS.includes(verb)) return false;
    const { text } = v.type.kind === "pointer" && v.type.elem ? v.type.elem : v.type;
    if (text === undefined) return false;
    if (v.type.kind === "pointer" && isNil(v)) this.out += "<nil>";
    else this.out += this.string(text(v.data), verb);
    return true;
  }

  private inner(v: GoValue, verb: string, depth: number): void {
    if (v === INVALID) {
      if (verb === "v") this.out += "<nil>";
      else this.badVerb(v, verb);
    } else if (v.type.kind === "interface" || !this.byMethod(v, verb)) this.value(v, verb, depth);
  }

  private value(v: GoValue, verb: string, depth: number): void {
    switch (v.type.kind) {
      case "slice":
        return this.slice(v, verb, depth);
      case "map":
        return this.map(v, verb, depth);
      case "struct":
        return this.struct(v, verb, depth);
      case "pointer":
        return this.reference(v, verb, depth);
      case "interface":
        return this.inInterface(v, verb, depth);
      case "func":
        return this.pointer(v, verb);
      default: {
        const text = this.basic(v, verb);
        if (text === undefined) this.badVerb(v, verb);
        else this.out += text;
      }
    }
  }

  private basic(v: GoValue, verb: string): string | undefined {
    switch (v.type.kind) {
      case "bool":
        return verb === "t" || verb === "v" ? pad(this.flags, v.data ? "true" : "false") : undefined;
      case "int":
      case "uint":
        return this.integer(v, verb);
      case "float":
        return this.float(v.data as number, verb);
      case "complex":
        return this.complex(v.data as Complex, verb);
      default:
        return STRING_VERBS.includes(verb) ? this.string(v.data as string, verb) : undefined;
    }
  }

  private string(text: string, verb: string): string {
    if (verb === "x" || verb === "X") return formatHexString(this.flags, text, verb === "X");
    if (verb === "q" || (verb === "v" && this.flags.sharpV)) return formatQuoted(this.flags, text);
    return formatString(this.flags, text);
  }

  private integer(v: GoValue, verb: string): string | undefined {
    const f = this.flags;
    const value = v.data as GoInt;
    if (verb === "v" && f.sharpV && v.type.kind === "uint")
      return formatInteger({ ...f, sharp: true }, value, "x");
    if (verb === "v" || "dboOxX".includes(verb)) return formatInteger(f, value, verb);
    if (verb === "c") return formatChar(f, value);
    if (verb === "q") return formatQuotedChar(f, value);
    return verb === "U" ? formatUnicode(f, value) : undefined;
  }

  private float(value: number, verb: string): string | undefined {
    if (verb === "v") return formatFloatVerb(this.flags, value, "g", -1);
    if ("bgGxX".includes(verb)) return formatFloatVerb(this.flags, value, verb, -1);
    return "feEF".includes(verb) ? formatFloatVerb(this.flags, value, verb, 6) : undefined;
  }

  private complex({ re, im }: Complex, verb: string): string | undefined {
    const real = this.float(re, verb);
    if (real === undefined) return undefined;
    const { flags } = this;
    this.flags = { ...flags, plus: true };
    const imaginary = this.float(im, verb);
    this.flags = flags;
    return `(${real}${imaginary}i)`;
  }

  private between(i: number): void {
    if (i > 0) this.out += this.flags.sharpV ? ", " : " ";
  }

  /** Opens `[` or `Type{`; false if that was all there is to say. */
  private open(v: GoValue, bracket: string): boolean {
    const { sharpV } = this.flags;
    if (sharpV && isNil(v)) this.out += `${v.type.name}(nil)`;
    else this.out += sharpV ? `${v.type.name}{` : bracket;
    return !(sharpV && isNil(v));
  }

  private slice(v: GoValue, verb: string, depth: number): void {
    if (v.type.elem?.name === "uint8" && "sqxX".includes(verb)) return this.bytes(v, verb);
    if (!this.open(v, "[")) return;
    const n = lengthOf(v);
    for (let i = 0; i < n && this.out.length < MAX_TEXT; i++) {
      this.between(i);
      this.inner(indexSlice(v, i), verb, depth + 1);
    }
    this.out += this.flags.sharpV ? "}" : "]";
  }

  private bytes(v: GoValue, verb: string): void {
    const bytes = v.data instanceof Uint8Array ? v.data : bytesOf((v.data ?? "") as string);
    if (verb === "x" || verb === "X") this.out += formatHexBytes(this.flags, bytes, verb === "X");
    else this.out += this.string(stringOfBytes(bytes), verb);
  }

  private map(v: GoValue, verb: string, depth: number): void {
    if (!this.open(v, "map[")) return;
    for (const [i, [key, value]] of sortedEntries(v).entries()) {
      if (this.out.length >= MAX_TEXT) break;
      this.between(i);
      this.inner(key, verb, depth + 1);
      this.out += ":";
      this.inner(value, verb, depth + 1);
    }
    this.out += this.flags.sharpV ? "}" : "]";
  }

  private struct(v: GoValue, verb: string, depth: number): void {
    const { sharpV, plusV } = this.flags;
    this.out += sharpV ? `${v.type.name}{` : "{";
    v.type.fields.forEach((field, i) => {
      this.between(i);
      if (sharpV || plusV) this.out += `${field.name}:`;
      const value = fieldValue(v, field);
      const held = value.type.kind === "interface" && !isNil(value) ? elem(value) : value;
      if (field.exported) this.inner(held, verb, depth + 1);
      else this.value(held, verb, depth + 1);
    });
    this.out += "}";
  }

  private inInterface(v: GoValue, verb: string, depth: number): void {
    const held = elem(v);
    if (held !== INVALID) this.inner(held, verb, depth + 1);
    else this.out += this.flags.sharpV ? `${v.type.name}(nil)` : "<nil>";
  }

  /** A pointer shows what it points to at the top, and an address deeper down. */
  private reference(v: GoValue, verb: string, depth: number): void {
    const target = v.type.elem as GoType;
    const shown = depth === 0 && !isNil(v) && ["slice", "struct", "map"].includes(target.kind);
    if (!shown) return this.pointer(v, verb);
    this.out += "&";
    this.inner(new GoValue(target, v.data), verb, depth + 1);
  }

  private pointer(v: GoValue, verb: string): void {
    const hasAddress = ["pointer", "map", "slice", "func"].includes(v.type.kind);
    if (!hasAddress || !"pvbdoxX".includes(verb)) return this.badVerb(v, verb);
    const address = isNil(v) ? 0 : ADDRESS;
    const f = this.flags;
    if (verb !== "v" && verb !== "p") this.out += formatInteger(f, address, verb);
    else if (f.sharpV) this.out += `(${v.type.name})(${address === 0 ? "nil" : `0x${address.toString(16)}`})`;
    else if (verb === "v" && address === 0) this.out += pad(f, "<nil>");
    else this.out += formatInteger({ ...f, sharp: !f.sharp }, address, "x");
  }
}
