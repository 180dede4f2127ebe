// POSIX basic and extended regular expressions with GNU's additions, read into a tree. What the C library
// and the programs treat differently (an operator with nothing before it, a lone closing parenthesis, an
// interval that is none) is said by the dialect. Sources: POSIX, XBD chapter 9; the answers of GNU grep,
// GNU sed and busybox.

import { CharSetBuilder, isClassName } from "./charset.ts";
import type { Assertion, Node, Parsed, RegexFault, RegexSyntax } from "./tree.ts";

const MOST_REPEATS = 32_767;
/** Copies that nested intervals may come to: beyond it the C library runs out of memory. */
const MOST_COPIES = 200_000;

const ASSERTIONS = new Map<string, Assertion>([
  ["b", "word-edge"], ["B", "no-word-edge"], ["<", "word-start"], [">", "word-end"], ["`", "text-start"], ["'", "text-end"],
]); // prettier-ignore

const EMPTY: Node = { kind: "sequence", items: [] };

export const isFault = (answer: unknown): answer is RegexFault => typeof answer === "string";

/** `before` groups stand in expressions to the left of this one. */
export function parseRegex(source: string, syntax: RegexSyntax, before = 0): Parsed | RegexFault {
  const parser = new Parser(source, syntax, before);
  const root = parser.choice(0);
  if (isFault(root)) return root;
  return { root, groups: parser.groups, hasReferences: parser.hasReferences };
}

/** What an operator is, whichever way the syntax writes it. */
type Operator = "(" | ")" | "|" | "*" | "+" | "?" | "{";

class Parser {
  private at = 0;
  groups: number;
  hasReferences = false;
  private readonly closed = new Set<number>();
  private copies = 1;

  constructor(
    private readonly source: string,
    private readonly syntax: RegexSyntax,
    private readonly before: number,
  ) {
    this.groups = before;
  }

  choice(depth: number): Node | RegexFault {
    const items: Node[] = [];
    for (;;) {
      const item = this.sequence(depth);
      if (isFault(item)) return item;
      items.push(item);
      if (this.operator() !== "|") break;
      this.skip("|");
    }
    return items.length === 1 ? (items[0] as Node) : { kind: "choice", items };
  }

  private sequence(depth: number): Node | RegexFault {
    const items: Node[] = [];
    let afterAnchor = false;
    while (this.at < this.source.length) {
      const operator = this.operator();
      if (operator === "|" || (operator === ")" && (depth > 0 || this.closingIsError()))) break;
      const before = items.length;
      const fault = this.piece(items, depth, items.length === 0 || afterAnchor);
      if (fault !== undefined) return fault;
      const last = items[items.length - 1];
      afterAnchor = items.length === before + 1 && last?.kind === "assertion" && last.what === "line-start";
    }
    if (depth === 0 && this.operator() === ")")
      return this.syntax.gnu === true ? "REG_ERPAREN" : "REG_EPAREN";
    return items.length === 1 ? (items[0] as Node) : items.length === 0 ? EMPTY : { kind: "sequence", items };
  }

  private closingIsError(): boolean {
    return !this.syntax.extended || this.syntax.closing === "error";
  }

  /** One atom, or one operator that applies to the last of `items`. */
  private piece(items: Node[], depth: number, first: boolean): RegexFault | undefined {
    const operator = this.operator();
    if (operator === "(") return this.group(items, depth);
    if (operator !== undefined && operator !== ")" && operator !== "|") {
      if (!first || (items.length > 0 && this.ignoresAnchors())) return this.repetition(items, operator);
      const dropped = this.leading(operator, items);
      if (dropped !== "text") return dropped;
    }
    const atom = this.atom(items);
    if (isFault(atom)) return atom;
    items.push(atom);
    return undefined;
  }

  /** GNU grep -E takes `^*` for a repeated anchor. */
  private ignoresAnchors(): boolean {
    const { extended, lenient, gnu } = this.syntax;
    return extended && lenient === true && gnu === true;
  }

  /** An operator with nothing before it: an error, nothing at all, or the character itself. */
  private leading(operator: Operator, items: readonly Node[]): RegexFault | undefined | "text" {
    const { extended, lenient } = this.syntax;
    if (!extended) return operator === "{" && lenient !== true && items.length === 0 ? "REG_BADRPT" : "text";
    if (lenient !== true) return "REG_BADRPT";
    if (operator === "{" && this.syntax.gnu !== true) return "text";
    if (operator === "{") {
      const range = this.interval();
      return range === "text" ? "text" : isFault(range) ? range : undefined;
    }
    this.skip(operator);
    return undefined;
  }

  private group(items: Node[], depth: number): RegexFault | undefined {
    this.skip("(");
    const index = ++this.groups;
    const item = this.choice(depth + 1);
    if (isFault(item)) return item;
    if (this.operator() !== ")") return "REG_EPAREN";
    this.skip(")");
    this.closed.add(index);
    items.push({ kind: "group", item, index });
    return undefined;
  }

  private repetition(items: Node[], operator: Operator): RegexFault | undefined {
    let least = operator === "+" ? 1 : 0;
    let most = operator === "?" ? 1 : Infinity;
    if (operator === "{") {
      const range = this.interval();
      if (range === "text") {
        items.push(this.single(this.take()));
        return undefined;
      }
      if (isFault(range)) return range;
      [least, most] = range;
    } else this.skip(operator);
    const item = items.pop() as Node;
    const strict = !this.syntax.extended && this.syntax.lenient !== true;
    if (strict && item.kind === "repeat" && operator === "*") return "REG_BADRPT";
    this.copies *= Math.max(1, most === Infinity ? least : most);
    if (this.copies > MOST_COPIES) return "REG_ESIZE";
    items.push({ kind: "repeat", item, least, most });
    return undefined;
  }

  /** Reads `{2,3}`; leaves `at` behind it, or behind the brace if that is text. */
  private interval(): readonly [number, number] | "text" | RegexFault {
    const { source } = this;
    this.skip("{");
    const start = this.at;
    const close = this.syntax.extended ? "}" : "\\}";
    const end = source.indexOf(close, start);
    const found = end < 0 ? null : /^(\d*)(,?)(\d*)$/.exec(source.slice(start, end));
    if (found === null || (found[1] === "" && found[2] === "")) {
      if (this.syntax.lenient === true && this.syntax.extended) {
        this.at = start - 1;
        return "text";
      }
      return end < 0 ? "REG_EBRACE" : "REG_BADBR";
    }
    const [, low, comma, high] = found as unknown as readonly [string, string, string, string];
    const least = Number(low);
    const most = comma === "" ? least : high === "" ? Infinity : Number(high);
    if (least > most) return "REG_BADBR";
    if (least > MOST_REPEATS || (most !== Infinity && most > MOST_REPEATS)) return "REG_ESIZE";
    this.at = end + close.length;
    return [least, most];
  }

  /** The operator at the present place, without taking it. */
  private operator(): Operator | undefined {
    const { source, at } = this;
    const c = source[at];
    if (this.syntax.extended) return c !== undefined && "()|*+?{".includes(c) ? (c as Operator) : undefined;
    if (c === "*") return "*";
    if (c !== "\\") return undefined;
    const next = source[at + 1];
    return next !== undefined && "()|+?{".includes(next) ? (next as Operator) : undefined;
  }

  private skip(operator: Operator): void {
    this.at += this.syntax.extended || operator === "*" ? 1 : 2;
  }

  private atom(items: readonly Node[]): Node | RegexFault {
    const c = this.source[this.at] as string;
    if (c === "[") return this.bracket();
    if (c === "\\") return this.escape();
    if (c === "^" && this.isLineStart(items)) return this.assertion("line-start");
    if (c === "$" && this.isLineEnd()) return this.assertion("line-end");
    if (c === ".") {
      this.at++;
      const any = this.builder();
      any.negated = true;
      return { kind: "set", set: any.build() };
    }
    return this.single(this.take());
  }

  private assertion(what: Assertion): Node {
    this.at++;
    return { kind: "assertion", what };
  }

  private isLineStart(items: readonly Node[]): boolean {
    return this.syntax.extended || items.length === 0;
  }

  private isLineEnd(): boolean {
    if (this.syntax.extended) return true;
    const rest = this.source.slice(this.at + 1, this.at + 3);
    return rest === "" || rest === "\\)" || rest === "\\|";
  }

  private take(): number {
    const code = this.source.codePointAt(this.at) as number;
    this.at += code > 0xffff ? 2 : 1;
    return code;
  }

  private builder(): CharSetBuilder {
    const { bytes = false, byLine = false, ignoreCase = false } = this.syntax;
    return new CharSetBuilder(bytes, byLine, ignoreCase);
  }

  private single(code: number): Node {
    return { kind: "set", set: this.builder().add(code).build() };
  }

  private escape(): Node | RegexFault {
    const { source, syntax } = this;
    const own = syntax.escape?.(source, this.at, false);
    if (own !== undefined) {
      this.at += own.length;
      return this.single(own.code);
    }
    const c = source[this.at + 1];
    if (c === undefined) return "REG_EESCAPE";
    if (c >= "1" && c <= "9" && syntax.references !== false) return this.reference(Number(c));
    const what = ASSERTIONS.get(c);
    if (what !== undefined && syntax.plain !== true) {
      this.at += 2;
      return { kind: "assertion", what };
    }
    if ("wWsS".includes(c) && syntax.plain !== true) {
      this.at += 2;
      return this.shorthand(c);
    }
    this.at++;
    return this.single(this.take());
  }

  private shorthand(letter: string): Node {
    const set = this.builder();
    if (letter === "w" || letter === "W") set.addClass("alnum").addText("_");
    else set.addClass("space");
    set.negated = letter === "W" || letter === "S";
    return { kind: "set", set: set.build() };
  }

  private reference(number: number): Node | RegexFault {
    const index = this.before + number;
    if (!this.closed.has(index)) return "REG_ESUBREG";
    this.at += 2;
    this.hasReferences = true;
    return { kind: "reference", index };
  }

  // ---- bracket expressions

  private bracket(): Node | RegexFault {
    const { source } = this;
    const set = this.builder();
    const open = this.at++;
    if (source[this.at] === "^") {
      set.negated = true;
      this.at++;
    }
    if (this.at >= source.length) return "REG_BADPAT";
    for (let first = true; ; first = false) {
      const c = source[this.at];
      if (c === undefined) return "REG_EBRACK";
      if (c === "]" && !first) break;
      const fault = this.bracketItem(set);
      if (fault !== undefined) return fault;
    }
    const inside = source.slice(open + 1, this.at);
    this.at++;
    if (this.syntax.gnu === true && /^:.*:$/s.test(inside) && inside.length > 1) return "CLASS_SYNTAX";
    return { kind: "set", set: set.build() };
  }

  private bracketItem(set: CharSetBuilder): RegexFault | undefined {
    const start = this.bracketSymbol();
    if (isFault(start)) return start;
    if (typeof start === "object") {
      set.addClass(start.name);
      return this.startsRange() ? "REG_ERANGE" : undefined;
    }
    if (!this.startsRange()) {
      set.add(start);
      return undefined;
    }
    this.at++;
    const end = this.bracketSymbol();
    if (isFault(end)) return end;
    if (typeof end === "object" || end < start) return "REG_ERANGE";
    set.add(start, end);
    return undefined;
  }

  private startsRange(): boolean {
    const next = this.source[this.at + 1];
    return this.source[this.at] === "-" && next !== undefined && next !== "]";
  }

  /** A character's code, a class, or what is wrong. */
  private bracketSymbol(): number | { readonly name: string } | RegexFault {
    const { source } = this;
    const kind = source[this.at + 1];
    if (source[this.at] === "[" && (kind === ":" || kind === "." || kind === "=")) return this.named(kind);
    if (source[this.at] === "\\") {
      const own = this.syntax.escape?.(source, this.at, true);
      if (own !== undefined) {
        this.at += own.length;
        return own.code;
      }
    }
    if (this.at >= source.length) return "REG_EBRACK";
    return this.take();
  }

  private named(kind: string): number | { readonly name: string } | RegexFault {
    const end = this.source.indexOf(`${kind}]`, this.at + 2);
    if (end < 0)
      return kind === ":" && !this.source.slice(this.at).includes("]") ? "REG_EBRACK" : this.looseOpening();
    const name = this.source.slice(this.at + 2, end);
    if (kind === ":") {
      if (!isClassName(name)) return "REG_ECTYPE";
      this.at = end + 2;
      const folds = this.syntax.ignoreCase === true && (name === "upper" || name === "lower");
      return { name: folds ? "alpha" : name };
    }
    const code = name.codePointAt(0);
    if (code === undefined || name.length !== (code > 0xffff ? 2 : 1)) return "REG_ECOLLATE";
    this.at = end + 2;
    return code;
  }

  /** `[[:` without its end is two characters. */
  private looseOpening(): number {
    this.at++;
    return 0x5b;
  }
}
