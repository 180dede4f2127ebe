// text/template's parser: the statements of a template, and one tree for each {{define}} and {{block}}.
// Source of the rules and texts: Go's text/template/parse/parse.go.

import { quote } from "../../../base/go/quote.ts";
import { fail, ok, type Result } from "../../../base/result.ts";
import { ExpressionParser } from "./expression-parser.ts";
import { Lexer } from "./lexer.ts";
import type { BranchNode, ListNode, Statement } from "./node.ts";
import { TokenBuffer } from "./token-buffer.ts";

/** What all trees of one text share. */
interface Source {
  readonly name: string;
  readonly lexer: Lexer;
  readonly trees: Map<string, ListNode>;
  readonly isFunction: (name: string) => boolean;
}

type End = { readonly kind: "end" | "else"; readonly pos: number };

interface Body {
  readonly list: ListNode;
  readonly end: End;
}

const isEnd = (node: Statement | End): node is End => node.kind === "end" || node.kind === "else";

const isEmpty = (list: ListNode): boolean =>
  list.nodes.every((node) => node.kind === "text" && node.text.trim() === "");

class Parser extends ExpressionParser {
  private rangeDepth = 0;

  constructor(private readonly source: Source) {
    super(source.name, new TokenBuffer(source.lexer), source.isFunction);
  }

  /** The whole text: statements and definitions. */
  parse(): void {
    const nodes: Statement[] = [];
    const { pos } = this.tokens.peek();
    while (this.failure === undefined && this.tokens.peek().type !== "eof") {
      const statement = this.topLevel();
      if (statement) nodes.push(statement);
    }
    this.add(this.source.name, { kind: "list", pos, nodes });
  }

  private topLevel(): Statement | undefined {
    if (this.tokens.peek().type === "left-delim") {
      const delim = this.tokens.next();
      if (this.tokens.nextNonSpace().type === "define") return this.definition();
      this.tokens.backup2(delim);
    }
    const node = this.textOrAction();
    if (node && isEnd(node)) return this.fail(`unexpected {{${node.kind}}}`);
    return node;
  }

  private add(name: string, list: ListNode): void {
    if (this.failure !== undefined) return;
    const { trees } = this.source;
    const there = trees.get(name);
    if (there === undefined || isEmpty(there)) trees.set(name, list);
    else if (!isEmpty(list)) this.fail(`template: multiple definition of template ${quote(name)}`);
  }

  /** A definition is a tree of its own, read from the same tokens. */
  private definition(): undefined {
    const inner = new Parser(this.source);
    inner.parseDefinition();
    this.failure ??= inner.failure;
    return undefined;
  }

  private parseDefinition(): void {
    const context = "define clause";
    const token = this.expect(["string", "raw-string"], context);
    const name = token && this.unquoted(token);
    if (name === undefined || !this.expect(["right-delim"], context)) return;
    const body = this.itemList();
    if (body?.end.kind === "else") this.fail(`unexpected {{else}} in ${context}`);
    else if (body) this.add(name, body.list);
  }

  /** Statements up to an end or else. */
  private itemList(): Body | undefined {
    const nodes: Statement[] = [];
    const { pos } = this.tokens.peekNonSpace();
    while (this.tokens.peekNonSpace().type !== "eof") {
      const node = this.textOrAction();
      if (node === undefined) return undefined;
      if (isEnd(node)) return { list: { kind: "list", pos, nodes }, end: node };
      nodes.push(node);
    }
    return this.fail("unexpected EOF");
  }

  private textOrAction(): Statement | End | undefined {
    const token = this.tokens.nextNonSpace();
    if (token.type === "text") return { kind: "text", pos: token.pos, text: token.text };
    if (token.type !== "left-delim") return this.unexpected(token, "input");
    this.actionLine = token.line;
    const node = this.action();
    this.actionLine = 0;
    return node;
  }

  private action(): Statement | End | undefined {
    const { type, pos } = this.tokens.nextNonSpace();
    switch (type) {
      case "block":
        return this.block();
      case "break":
      case "continue":
        return this.jump(type, pos);
      case "else":
        return this.elseControl();
      case "end":
        return this.endControl();
      case "if":
      case "range":
      case "with":
        return this.control(type);
      case "template":
        return this.templateControl();
      default:
        this.tokens.backup();
        return this.expression();
    }
  }

  private expression(): Statement | undefined {
    const { pos } = this.tokens.peek();
    const pipe = this.pipeline("command", "right-delim");
    return pipe && { kind: "action", pos, pipe };
  }

  private jump(kind: "break" | "continue", pos: number): Statement | undefined {
    if (this.expect(["right-delim"], `{{${kind}}}`) === undefined) return undefined;
    return this.rangeDepth === 0 ? this.fail(`{{${kind}}} outside {{range}}`) : { kind, pos };
  }

  private endControl(): End | undefined {
    const delim = this.expect(["right-delim"], "end");
    return delim && { kind: "end", pos: delim.pos };
  }

  /** Before `if` and `with` the else ends here; what follows belongs to a branch of its own. */
  private elseControl(): End | undefined {
    const { type, pos } = this.tokens.peekNonSpace();
    if (type === "if" || type === "with") return { kind: "else", pos };
    const delim = this.expect(["right-delim"], "else");
    return delim && { kind: "else", pos: delim.pos };
  }

  private control(kind: BranchNode["kind"]): BranchNode | undefined {
    const mark = this.variables.length;
    const node = this.nested(() => this.branch(kind));
    this.variables.length = mark;
    return node;
  }

  private branch(kind: BranchNode["kind"]): BranchNode | undefined {
    const pipe = this.pipeline(kind, "right-delim");
    if (pipe === undefined) return undefined;
    if (kind === "range") this.rangeDepth++;
    const body = this.itemList();
    if (kind === "range") this.rangeDepth--;
    if (body === undefined) return undefined;
    const { list, end } = body;
    const elseList = end.kind === "else" ? this.elseList(kind, end.pos) : undefined;
    return this.failure === undefined ? { kind, pos: pipe.pos, pipe, list, elseList } : undefined;
  }

  /** {{else if}} and {{else with}} are an else that holds one branch and shares its end. */
  private elseList(kind: BranchNode["kind"], pos: number): ListNode | undefined {
    if (kind !== "range" && this.tokens.peek().type === kind) {
      this.tokens.next();
      const nested = this.control(kind);
      return nested && { kind: "list", pos, nodes: [nested] };
    }
    const body = this.itemList();
    if (body?.end.kind === "else") return this.fail("expected end; found {{else}}");
    return body?.list;
  }

  private templateName(context: string): { pos: number; name: string } | undefined {
    const token = this.expect(["string", "raw-string"], context);
    const name = token && this.unquoted(token);
    return token === undefined || name === undefined ? undefined : { pos: token.pos, name };
  }

  /** A definition that is called where it stands. */
  private block(): Statement | undefined {
    const context = "block clause";
    const named = this.templateName(context);
    const pipe = named && this.pipeline(context, "right-delim");
    const list = pipe && this.nested(() => this.blockBody(context));
    if (!named || !pipe || !list) return undefined;
    this.add(named.name, list);
    return this.failure === undefined ? { kind: "template", ...named, pipe } : undefined;
  }

  private blockBody(context: string): ListNode | undefined {
    const inner = new Parser(this.source);
    inner.nesting = this.nesting;
    const body = inner.itemList();
    this.failure ??= inner.failure;
    return body?.end.kind === "else" ? this.fail(`unexpected {{else}} in ${context}`) : body?.list;
  }

  private templateControl(): Statement | undefined {
    const context = "template clause";
    const named = this.templateName(context);
    if (named === undefined) return undefined;
    if (this.tokens.take("right-delim")) return { kind: "template", ...named, pipe: undefined };
    const pipe = this.pipeline(context, "right-delim");
    return pipe && { kind: "template", ...named, pipe };
  }
}

/** Trees by template name; the text's own is under `name`. */
export function parseTrees(
  name: string,
  text: string,
  isFunction: (name: string) => boolean,
): Result<ReadonlyMap<string, ListNode>, string> {
  const source: Source = { name, lexer: new Lexer(text), trees: new Map(), isFunction };
  const parser = new Parser(source);
  parser.parse();
  return parser.failure === undefined ? ok(source.trees) : fail(parser.failure);
}
