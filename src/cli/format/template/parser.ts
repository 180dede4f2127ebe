// text/template's parser: tokens to a tree for the template and one for each {{define}} and {{block}}.
// Source of the rules and texts: Go's text/template/parse/parse.go. After the first error nothing is read
// any more: every function then gives undefined, and `failure` says what was wrong.

import { quote, unquote } from "../../../base/go/quote.ts";
import { fail, ok, type Result } from "../../../base/result.ts";
import { Lexer, type Token, type TokenType, tokenText } from "./lexer.ts";
import {
  type BranchNode,
  type CommandNode,
  type ListNode,
  nodeText,
  type Operand,
  type PipeNode,
  type Statement,
  type VariableNode,
} from "./node.ts";
import { parseNumber } from "./number.ts";

/** Nesting of parentheses and blocks. Go allows 10,000 parentheses; recursion here has less room. */
const MAX_NESTING = 200;

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

const OPERANDS = new Set<TokenType>([
  "bool",
  "char-constant",
  "complex",
  "dot",
  "field",
  "identifier",
  "number",
  "nil",
  "raw-string",
  "string",
  "variable",
  "left-paren",
]);

const CONSTANTS = new Set(["bool", "dot", "nil", "number", "string"]);

const isEnd = (node: Statement | End): node is End => node.kind === "end" || node.kind === "else";

const isEmpty = (list: ListNode): boolean =>
  list.nodes.every((node) => node.kind === "text" && node.text.trim() === "");

class Parser {
  failure: string | undefined;
  /** three tokens of look-ahead; the first is the one that was lexed last, whose line errors give */
  private readonly tokens: Token[] = [];
  private peekCount = 0;
  private variables = ["$"];
  private actionLine = 0;
  private rangeDepth = 0;
  private nesting = 0;

  constructor(private readonly source: Source) {}

  // ---- tokens

  private next(): Token {
    if (this.peekCount > 0) this.peekCount--;
    else this.tokens[0] = this.source.lexer.next();
    return this.tokens[this.peekCount] as Token;
  }

  private backup(): void {
    this.peekCount++;
  }

  private backup2(first: Token): void {
    this.tokens[1] = first;
    this.peekCount = 2;
  }

  private backup3(first: Token, second: Token): void {
    this.tokens[1] = second;
    this.tokens[2] = first;
    this.peekCount = 3;
  }

  private peek(): Token {
    const token = this.next();
    this.backup();
    return token;
  }

  private nextNonSpace(): Token {
    let token = this.next();
    while (token.type === "space") token = this.next();
    return token;
  }

  private peekNonSpace(): Token {
    const token = this.nextNonSpace();
    this.backup();
    return token;
  }

  // ---- errors

  private fail(why: string): undefined {
    this.failure ??= `template: ${this.source.name}:${this.tokens[0]?.line ?? 0}: ${why}`;
    return undefined;
  }

  private unexpected(token: Token, context: string): undefined {
    if (token.type !== "error") return this.fail(`unexpected ${tokenText(token)} in ${context}`);
    const elsewhere = this.actionLine !== 0 && this.actionLine !== token.line;
    const started = `started at ${this.source.name}:${this.actionLine}`;
    if (!elsewhere) return this.fail(token.text);
    return this.fail(token.text.endsWith(" action") ? `${token.text} ${started}` : `${token.text} in action ${started}`);
  }

  private expect(types: readonly TokenType[], context: string): Token | undefined {
    const token = this.nextNonSpace();
    return types.includes(token.type) ? token : this.unexpected(token, context);
  }

  private unquoted(token: Token): string | undefined {
    const text = unquote(token.text);
    return text.ok ? text.value : this.fail(text.error);
  }

  // ---- trees

  /** The whole text: statements and definitions. */
  parse(): void {
    const nodes: Statement[] = [];
    const pos = this.peek().pos;
    while (this.failure === undefined && this.peek().type !== "eof") {
      const statement = this.topLevel();
      if (statement) nodes.push(statement);
    }
    this.add(this.source.name, { kind: "list", pos, nodes });
  }

  private topLevel(): Statement | undefined {
    if (this.peek().type === "left-delim") {
      const delim = this.next();
      if (this.nextNonSpace().type === "define") return this.definition();
      this.backup2(delim);
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

  // ---- statements

  private itemList(): Body | undefined {
    const nodes: Statement[] = [];
    const pos = this.peekNonSpace().pos;
    while (this.peekNonSpace().type !== "eof") {
      const node = this.textOrAction();
      if (node === undefined) return undefined;
      if (isEnd(node)) return { list: { kind: "list", pos, nodes }, end: node };
      nodes.push(node);
    }
    return this.fail("unexpected EOF");
  }

  private textOrAction(): Statement | End | undefined {
    const token = this.nextNonSpace();
    if (token.type === "text") return { kind: "text", pos: token.pos, text: token.text };
    if (token.type !== "left-delim") return this.unexpected(token, "input");
    this.actionLine = token.line;
    const node = this.action();
    this.actionLine = 0;
    return node;
  }

  private action(): Statement | End | undefined {
    const token = this.nextNonSpace();
    switch (token.type) {
      case "block":
        return this.block();
      case "break":
      case "continue":
        return this.jump(token.type, token.pos);
      case "else":
        return this.elseControl();
      case "end": {
        const delim = this.expect(["right-delim"], "end");
        return delim && { kind: "end", pos: delim.pos };
      }
      case "if":
      case "range":
      case "with":
        return this.control(token.type);
      case "template":
        return this.templateControl();
    }
    this.backup();
    const { pos } = this.peek();
    const pipe = this.pipeline("command", "right-delim");
    return pipe && { kind: "action", pos, pipe };
  }

  private jump(kind: "break" | "continue", pos: number): Statement | undefined {
    const token = this.nextNonSpace();
    if (token.type !== "right-delim") return this.unexpected(token, `{{${kind}}}`);
    if (this.rangeDepth === 0) return this.fail(`{{${kind}}} outside {{range}}`);
    return { kind, pos };
  }

  private elseControl(): End | undefined {
    const peeked = this.peekNonSpace();
    if (peeked.type === "if" || peeked.type === "with") return { kind: "else", pos: peeked.pos };
    const delim = this.expect(["right-delim"], "else");
    return delim && { kind: "else", pos: delim.pos };
  }

  private control(kind: BranchNode["kind"]): BranchNode | undefined {
    if (this.nesting >= MAX_NESTING) return this.fail("max expression depth exceeded");
    this.nesting++;
    const mark = this.variables.length;
    const node = this.branch(kind);
    this.variables.length = mark;
    this.nesting--;
    return node;
  }

  private branch(kind: BranchNode["kind"]): BranchNode | undefined {
    const pipe = this.pipeline(kind, "right-delim");
    if (pipe === undefined) return undefined;
    if (kind === "range") this.rangeDepth++;
    const body = this.itemList();
    if (kind === "range") this.rangeDepth--;
    if (body === undefined) return undefined;
    const elseList = body.end.kind === "else" ? this.elseList(kind, body.end.pos) : undefined;
    if (body.end.kind === "else" && elseList === undefined) return undefined;
    return { kind, pos: pipe.pos, pipe, list: body.list, elseList };
  }

  /** {{else if}} and {{else with}} are an else that holds one branch and shares its end. */
  private elseList(kind: BranchNode["kind"], pos: number): ListNode | undefined {
    if (kind !== "range" && this.peek().type === kind) {
      this.next();
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
    return name === undefined ? undefined : { pos: (token as Token).pos, name };
  }

  private block(): Statement | undefined {
    const context = "block clause";
    const named = this.templateName(context);
    if (named === undefined) return undefined;
    const pipe = this.pipeline(context, "right-delim");
    if (pipe === undefined) return undefined;
    if (this.nesting >= MAX_NESTING) return this.fail("max expression depth exceeded");
    const inner = new Parser(this.source);
    inner.nesting = this.nesting + 1;
    const body = inner.itemList();
    if (body?.end.kind === "else") return this.fail(`unexpected {{else}} in ${context}`);
    if (body) inner.add(named.name, body.list);
    this.failure ??= inner.failure;
    return this.failure === undefined ? { kind: "template", ...named, pipe } : undefined;
  }

  private templateControl(): Statement | undefined {
    const context = "template clause";
    const named = this.templateName(context);
    if (named === undefined) return undefined;
    if (this.nextNonSpace().type === "right-delim") return { kind: "template", ...named, pipe: undefined };
    this.backup();
    const pipe = this.pipeline(context, "right-delim");
    return pipe && { kind: "template", ...named, pipe };
  }

  // ---- expressions

  private pipeline(context: string, end: "right-delim" | "right-paren"): PipeNode | undefined {
    const { pos } = this.peekNonSpace();
    const declared: VariableNode[] = [];
    const assigns = this.declarations(context, declared);
    if (assigns === undefined) return undefined;
    const commands: CommandNode[] = [];
    for (;;) {
      const token = this.nextNonSpace();
      if (token.type === end) break;
      if (!OPERANDS.has(token.type)) return this.unexpected(token, context);
      this.backup();
      const command = this.command();
      if (command === undefined) return undefined;
      commands.push(command);
    }
    if (!this.checkPipeline(commands, context)) return undefined;
    return { kind: "pipe", pos, declared, assigns, commands };
  }

  /** `$x :=`, `$x =`, `$i, $x :=` at the start; gives whether it assigns. */
  private declarations(context: string, declared: VariableNode[]): boolean | undefined {
    while (this.peekNonSpace().type === "variable") {
      const variable = this.next();
      // a space counts: in `$x foo` both have to be put back
      const after = this.peek();
      const next = this.peekNonSpace();
      const comma = next.type === "char" && next.text === ",";
      if (next.type !== "assign" && next.type !== "declare" && !comma) {
        if (after.type === "space") this.backup3(variable, after);
        else this.backup2(variable);
        return false;
      }
      this.nextNonSpace();
      declared.push({ kind: "variable", pos: variable.pos, names: variable.text.split(".") });
      this.variables.push(variable.text);
      if (!comma) return next.type === "assign";
      if (!this.mayContinue(context, declared.length)) return undefined;
    }
    return false;
  }

  private mayContinue(context: string, count: number): boolean {
    if (context !== "range" || count >= 2) this.fail(`too many declarations in ${context}`);
    else if (!["variable", "right-delim", "right-paren"].includes(this.peekNonSpace().type))
      this.fail("range can only initialize variables");
    return this.failure === undefined;
  }

  private checkPipeline(commands: readonly CommandNode[], context: string): boolean {
    if (commands.length === 0) this.fail(`missing value for ${context}`);
    commands.forEach((command, i) => {
      if (i > 0 && CONSTANTS.has(command.args[0]?.kind ?? ""))
        this.fail(`non executable command in pipeline stage ${i + 1}`);
    });
    return this.failure === undefined;
  }

  private command(): CommandNode | undefined {
    const args: Operand[] = [];
    const { pos } = this.peekNonSpace();
    for (;;) {
      this.peekNonSpace();
      const operand = this.operand();
      if (this.failure !== undefined) return undefined;
      if (operand) args.push(operand);
      const token = this.next();
      if (token.type === "space") continue;
      if (token.type === "right-delim" || token.type === "right-paren") this.backup();
      else if (token.type !== "pipe") return this.unexpected(token, "operand");
      break;
    }
    return args.length === 0 ? this.fail("empty command") : { kind: "command", pos, args };
  }

  /** A term and the fields behind it; undefined without failure if no term stands here. */
  private operand(): Operand | undefined {
    const node = this.term();
    const first = node && this.peek();
    if (node === undefined || first?.type !== "field") return node;
    const names: string[] = [];
    while (this.peek().type === "field") names.push(this.next().text.slice(1));
    if (node.kind === "field" || node.kind === "variable")
      return { ...node, pos: first.pos, names: [...node.names, ...names] };
    if (CONSTANTS.has(node.kind)) return this.fail(`unexpected . after term ${quote(nodeText(node))}`);
    return { kind: "chain", pos: first.pos, node, names };
  }

  private term(): Operand | undefined {
    const token = this.nextNonSpace();
    const { pos, text } = token;
    switch (token.type) {
      case "identifier":
        if (!this.source.isFunction(text)) return this.fail(`function ${quote(text)} not defined`);
        return { kind: "identifier", pos, name: text };
      case "dot":
      case "nil":
        return { kind: token.type, pos };
      case "variable":
        return this.variable(token);
      case "field":
        return { kind: "field", pos, names: [text.slice(1)] };
      case "bool":
        return { kind: "bool", pos, value: text === "true" };
      case "char-constant":
      case "complex":
      case "number": {
        const number = parseNumber(token);
        return number.ok ? number.value : this.fail(number.error);
      }
      case "left-paren":
        return this.parenthesized();
      case "string":
      case "raw-string": {
        const value = this.unquoted(token);
        return value === undefined ? undefined : { kind: "string", pos, quoted: text, value };
      }
    }
    this.backup();
    return undefined;
  }

  private parenthesized(): PipeNode | undefined {
    if (this.nesting >= MAX_NESTING) return this.fail("max expression depth exceeded");
    this.nesting++;
    const pipe = this.pipeline("parenthesized pipeline", "right-paren");
    this.nesting--;
    return pipe;
  }

  private variable({ pos, text }: Token): VariableNode | undefined {
    if (!this.variables.includes(text)) return this.fail(`undefined variable ${quote(text)}`);
    return { kind: "variable", pos, names: [text] };
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
