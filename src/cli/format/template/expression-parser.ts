// Pipelines and what is in them: tokens to nodes. Source of the rules and texts: Go's
// text/template/parse/parse.go. The statements around pipelines are in parser.ts.
//
// After the first error every method gives undefined, and `failure` says what was wrong.

import { quote, unquote } from "../../../base/go/quote.ts";
import { type Token, type TokenType, tokenText } from "./lexer.ts";
import { type CommandNode, nodeText, type Operand, type PipeNode, type VariableNode } from "./node.ts";
import { parseNumber } from "./number.ts";
import type { TokenBuffer } from "./token-buffer.ts";

/** Nesting of parentheses and blocks. Go allows 10,000 parentheses; recursion here has less room. */
const MAX_NESTING = 200;

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

const CONSTANTS = new Set<string>(["bool", "dot", "nil", "number", "string"]);

export class ExpressionParser {
  failure: string | undefined;
  /** the variables that are visible, the latest last */
  readonly variables = ["$"];
  /** the line where the action began, for errors on another one */
  actionLine = 0;
  nesting = 0;

  constructor(
    protected readonly name: string,
    protected readonly tokens: TokenBuffer,
    protected readonly isFunction: (name: string) => boolean,
  ) {}

  protected fail(why: string): undefined {
    this.failure ??= `template: ${this.name}:${this.tokens.line}: ${why}`;
    return undefined;
  }

  protected unexpected(token: Token, context: string): undefined {
    if (token.type !== "error") return this.fail(`unexpected ${tokenText(token)} in ${context}`);
    const started = `started at ${this.name}:${this.actionLine}`;
    if (this.actionLine === 0 || this.actionLine === token.line) return this.fail(token.text);
    return this.fail(
      token.text.endsWith(" action") ? `${token.text} ${started}` : `${token.text} in action ${started}`,
    );
  }

  protected expect(types: readonly TokenType[], context: string): Token | undefined {
    const token = this.tokens.nextNonSpace();
    return types.includes(token.type) ? token : this.unexpected(token, context);
  }

  protected unquoted(token: Token): string | undefined {
    const text = unquote(token.text);
    return text.ok ? text.value : this.fail(text.error);
  }

  /** Whether one level more is allowed; who gets true takes it back after `inner`. */
  protected nested<T>(inner: () => T | undefined): T | undefined {
    if (this.nesting >= MAX_NESTING) return this.fail("max expression depth exceeded");
    this.nesting++;
    const result = inner();
    this.nesting--;
    return result;
  }

  protected pipeline(context: string, end: "right-delim" | "right-paren"): PipeNode | undefined {
    const { pos } = this.tokens.peekNonSpace();
    const declared: VariableNode[] = [];
    const assigns = this.declarations(context, declared);
    if (assigns === undefined) return undefined;
    const commands: CommandNode[] = [];
    while (this.tokens.take(end) === undefined) {
      const token = this.tokens.peekNonSpace();
      const command = OPERANDS.has(token.type) ? this.command() : this.unexpectedNext(context);
      if (command === undefined) return undefined;
      commands.push(command);
    }
    if (!this.checkPipeline(commands, context)) return undefined;
    return { kind: "pipe", pos, declared, assigns, commands };
  }

  private unexpectedNext(context: string): undefined {
    return this.unexpected(this.tokens.nextNonSpace(), context);
  }

  /** `$x :=`, `$x =`, `$i, $x :=` at the start; gives whether it assigns. */
  private declarations(context: string, declared: VariableNode[]): boolean | undefined {
    const { tokens } = this;
    while (tokens.peekNonSpace().type === "variable") {
      const variable = tokens.next();
      // a space counts: in `$x foo` both have to be put back
      const after = tokens.peek();
      const next = tokens.peekNonSpace();
      const comma = next.type === "char" && next.text === ",";
      if (next.type !== "assign" && next.type !== "declare" && !comma) {
        if (after.type === "space") tokens.backup3(variable, after);
        else tokens.backup2(variable);
        return false;
      }
      tokens.nextNonSpace();
      declared.push({ kind: "variable", pos: variable.pos, names: variable.text.split(".") });
      this.variables.push(variable.text);
      if (!comma) return next.type === "assign";
      if (!this.mayDeclareMore(context, declared.length)) return undefined;
    }
    return false;
  }

  private mayDeclareMore(context: string, count: number): boolean {
    if (context !== "range" || count >= 2) this.fail(`too many declarations in ${context}`);
    else if (!["variable", "right-delim", "right-paren"].includes(this.tokens.peekNonSpace().type))
      this.fail("range can only initialize variables");
    return this.failure === undefined;
  }

  private checkPipeline(commands: readonly CommandNode[], context: string): boolean {
    if (commands.length === 0) this.fail(`missing value for ${context}`);
    const constant = commands.findIndex((command, i) => i > 0 && CONSTANTS.has(command.args[0]?.kind ?? ""));
    if (constant > 0) this.fail(`non executable command in pipeline stage ${constant + 1}`);
    return this.failure === undefined;
  }

  private command(): CommandNode | undefined {
    const args: Operand[] = [];
    const { pos } = this.tokens.peekNonSpace();
    for (;;) {
      this.tokens.peekNonSpace();
      const operand = this.operand();
      if (this.failure !== undefined) return undefined;
      if (operand) args.push(operand);
      const token = this.tokens.next();
      if (token.type === "space") continue;
      if (token.type === "right-delim" || token.type === "right-paren") this.tokens.backup();
      else if (token.type !== "pipe") return this.unexpected(token, "operand");
      break;
    }
    return args.length === 0 ? this.fail("empty command") : { kind: "command", pos, args };
  }

  /** A term and the fields behind it; undefined without failure if no term stands here. */
  private operand(): Operand | undefined {
    const node = this.term();
    const first = node && this.tokens.peek();
    if (node === undefined || first?.type !== "field") return node;
    const names: string[] = [];
    while (this.tokens.peek().type === "field") names.push(this.tokens.next().text.slice(1));
    if (node.kind === "field" || node.kind === "variable")
      return { ...node, pos: first.pos, names: [...node.names, ...names] };
    if (CONSTANTS.has(node.kind)) return this.fail(`unexpected . after term ${quote(nodeText(node))}`);
    return { kind: "chain", pos: first.pos, node, names };
  }

  private term(): Operand | undefined {
    const token = this.tokens.nextNonSpace();
    const { pos, text } = token;
    switch (token.type) {
      case "identifier":
        if (!this.isFunction(text)) return this.fail(`function ${quote(text)} not defined`);
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
      case "left-paren":
        return this.nested(() => this.pipeline("parenthesized pipeline", "right-paren"));
      default:
        return this.literal(token);
    }
  }

  private literal(token: Token): Operand | undefined {
    const { type, pos, text } = token;
    if (type === "char-constant" || type === "complex" || type === "number") {
      const number = parseNumber(token);
      return number.ok ? number.value : this.fail(number.error);
    }
    if (type === "string" || type === "raw-string") {
      const value = this.unquoted(token);
      return value === undefined ? undefined : { kind: "string", pos, quoted: text, value };
    }
    this.tokens.backup();
    return undefined;
  }

  private variable({ pos, text }: Token): VariableNode | undefined {
    if (!this.variables.includes(text)) return this.fail(`undefined variable ${quote(text)}`);
    return { kind: "variable", pos, names: [text] };
  }
}
