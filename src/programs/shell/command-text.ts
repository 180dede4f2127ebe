// Commands written out again: for listings of jobs, messages, and functions (`type f`, declare -f), in bash's
// layout. Words stand as they stood in the source. dash and busybox have no such text without job control, and
// one line with it (job-text.ts). Relies on the tree only.

import type { Assignment, Case, Command, For, If, List, Pipeline, Redirection, SimpleCommand, TestExpression, Word } from "./syntax.ts"; // prettier-ignore

/** The text of a command as a job or message shows it. */
export const commandText = (command: Command): string => new Printer(false).command(command, 0);

/** A whole function, as `declare -f` prints it. */
export function functionText(name: string, body: Command, keyword = false): string {
  const printer = new Printer(true);
  return `${keyword ? "function " : ""}${name} () \n${printer.body(body, 0)}`;
}

/** A function as its environment variable holds it. */
export const exportedText = (body: Command): string =>
  `() ${new Printer(true, true).body(body, 0).replace(/^\{ \n /, "{  ")}`;

class Printer {
  /** here-documents of the present line */
  private documents: string[] = [];
  /** a document was the last that was written: bash leaves out the next semicolon, or line break in a loop */
  private afterDocument = false;
  private fresh = false;

  constructor(
    private readonly inFunction: boolean,
    /** every level is indented by one blank, as in the environment */
    private readonly flat = false,
  ) {}

  private pad(indent: number): string {
    return this.flat ? " ".repeat(Math.min(indent, 1)) : " ".repeat(indent);
  }

  /** The body of a function stands in braces, whatever it is. */
  body(command: Command, indent: number): string {
    const [inner, redirections] =
      command.kind === "group" ? [command.body, command.redirections] : [asList(command), []];
    const text = `{ \n${this.pad(indent + 4)}${this.list(inner, indent + 4)}\n${this.pad(indent)}}`;
    return text + this.redirections(redirections);
  }

  command(command: Command, indent: number): string {
    switch (command.kind) {
      case "simple":
        return this.simple(command);
      case "pipeline":
        return this.pipeline(command, indent);
      case "and-or":
        return `${this.command(command.left, indent)} ${command.operator} ${this.command(command.right, indent)}`;
      case "list":
        return this.list(command, indent);
      case "function":
        return `function ${command.name} () \n${this.pad(indent)}${new Printer(true, this.flat).body(command.body, indent)}`;
      case "coprocess":
        return `coproc ${command.name} ${this.command(command.body, indent)}`;
      default:
        return this.compound(command, indent) + this.redirections(command.redirections);
    }
  }

  private compound(
    command: Exclude<Command, { kind: "simple" | "pipeline" | "and-or" | "list" | "function" | "coprocess" }>,
    indent: number,
  ): string {
    switch (command.kind) {
      case "group":
        return this.group(command.body, indent);
      case "subshell":
        return `( ${this.list(command.body, indent)} )`;
      case "if":
        return this.conditional(command, indent, 0);
      case "while":
        return `${command.until ? "until" : "while"} ${this.list(command.condition, indent)};${this.beforeDo(indent)}do\n${this.block(command.body, indent)}\n${this.pad(indent)}done`;
      case "for":
      case "select":
        return this.loop(command, indent);
      case "arithmetic-for":
        return `for ((${command.initialise.trim()}; ${command.test.trim()}; ${command.update.trim()}))\n${this.pad(indent)}do\n${this.block(command.body, indent)}\n${this.pad(indent)}done`;
      case "case":
        return this.choices(command, indent);
      case "test":
        return `[[ ${testText(command.expression)} ]]`;
      case "arithmetic":
        return `((${command.text}))`;
    }
  }

  private group(body: List, indent: number): string {
    if (!this.inFunction) return `{ ${this.list(body, indent)}; }`;
    return `{ \n${this.pad(indent + 4)}${this.list(body, indent + 4)}\n${this.pad(indent)}}`;
  }

  /** An indented body whose last command is followed by a semicolon. */
  private block(body: List, indent: number): string {
    const text = this.list(body, indent + 4);
    if (!this.fresh) return `${this.pad(indent + 4)}${text}${text.endsWith("&") ? "" : ";"}`;
    this.fresh = this.afterDocument = false;
    return `${this.pad(indent + 4)}${text}`;
  }

  list({ items }: List, indent: number): string {
    let text = "";
    items.forEach(({ command, background }, i) => {
      if (i > 0) {
        if (items[i - 1]!.background) text += " ";
        else text += this.separator(indent);
      }
      text += this.command(command, indent) + (background ? " &" : "");
      if (this.documents.length > 0) text += this.takeDocuments();
    });
    return text;
  }

  private separator(indent: number): string {
    if (!this.inFunction) return "; ";
    const semicolon = this.afterDocument ? "" : ";";
    if (!this.fresh) this.afterDocument = false;
    this.fresh = false;
    return `${semicolon}\n${this.pad(indent)}`;
  }

  private beforeDo(indent: number): string {
    const text = this.afterDocument ? this.pad(indent) : " ";
    this.afterDocument = this.fresh = false;
    return text;
  }

  private takeDocuments(): string {
    const text = `\n${this.documents.join("")}`;
    this.documents = [];
    this.afterDocument = this.fresh = true;
    return text;
  }

  private simple({ assignments, words, redirections }: SimpleCommand): string {
    const parts = [...assignments.map(assignmentText), ...words.map(({ text }) => text)];
    const text = parts.join(" ") + this.redirections(redirections);
    return parts.length === 0 ? text.trimStart() : text;
  }

  private pipeline({ commands, negated, timed }: Pipeline, indent: number): string {
    const body = commands.map((command) => this.command(command, indent)).join(" | ");
    return `${timed === undefined ? "" : `${timed} `}${negated ? "! " : ""}${body}`;
  }

  private conditional({ clauses, otherwise }: If, indent: number, at: number): string {
    const { condition, body } = clauses[at] as If["clauses"][number];
    let text = `if ${this.list(condition, indent)}; then\n${this.block(body, indent)}\n${this.pad(indent)}`;
    if (at + 1 < clauses.length) {
      const rest = this.conditional({ clauses, otherwise } as If, indent + 4, at + 1);
      text += `else\n${this.pad(indent + 4)}${rest};\n${this.pad(indent)}`;
    } else if (otherwise !== undefined) text += `else\n${this.block(otherwise, indent)}\n${this.pad(indent)}`;
    return `${text}fi`;
  }

  private loop({ kind, variable, words, body }: For, indent: number): string {
    const list = words === undefined ? '"$@"' : words.map(({ text }) => text).join(" ");
    return `${kind} ${variable} in ${list};\n${this.pad(indent)}do\n${this.block(body, indent)}\n${this.pad(indent)}done`;
  }

  private choices({ word, items }: Case, indent: number): string {
    const clauses = items.map(({ patterns, body, terminator }) => {
      const head = `${this.pad(indent + 4)}${patterns.map(({ text }) => text).join(" | ")})\n`;
      const inner = body.items.length === 0 ? "" : `${this.pad(indent + 8)}${this.list(body, indent + 8)}\n`;
      return `${head}${inner}${this.pad(indent + 4)}${terminator}\n`;
    });
    return `case ${word.text} in \n${clauses.join("")}${this.pad(indent)}esac`;
  }

  private redirections(redirections: readonly Redirection[]): string {
    return redirections.map((one) => ` ${this.redirection(one)}`).join("");
  }

  private redirection({ operator, fd, variable, target, document }: Redirection): string {
    const number = variable === undefined ? (fd === undefined ? "" : String(fd)) : `{${variable}}`;
    if (operator === "<<" || operator === "<<-") {
      if (document !== undefined) this.documents.push(`${document.text}${document.delimiter}\n`);
      return `${number}${operator}${document?.quoted ? `'${document.delimiter}'` : target.text}`;
    }
    if (operator === "<&" || operator === ">&") {
      if (target.text === "-") return `${number === "" ? (operator === "<&" ? "0" : "1") : number}>&-`;
      if (/^\d+-?$/.test(target.text))
        return `${number === "" ? (operator === "<&" ? "0" : "1") : number}${operator}${target.text}`;
      return `${number}${operator === ">&" ? "&>" : operator} ${target.text}`;
    }
    const shown = (operator === ">" && number === "1") || (operator === "<" && number === "0") ? "" : number;
    return `${shown}${operator} ${target.text}`;
  }
}

const asList = (command: Command): List => ({
  kind: "list",
  items: [{ command, background: false }],
  line: command.line,
});

const assignmentText = ({ word }: Assignment): string => word.text;

function testText(expression: TestExpression): string {
  const text = (word: Word): string => word.text;
  switch (expression.kind) {
    case "unary":
      return `${expression.operator} ${text(expression.operand)}`;
    case "binary":
      return `${text(expression.left)} ${expression.operator} ${text(expression.right)}`;
    case "and":
    case "or":
      return `${testText(expression.left)} ${expression.kind === "and" ? "&&" : "||"} ${testText(expression.right)}`;
    case "not":
      return `! ${testText(expression.operand)}`;
    case "group":
      return `( ${testText(expression.operand)} )`;
  }
}
