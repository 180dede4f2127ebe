// Reading a sed script: addresses, commands, blocks, labels. The two families accept nearly the same language and
// refuse what is wrong in quite different words; busybox's needs no separators between commands and does not
// notice missing or stray braces at all. Commands with arguments are read by arguments.ts.

import { readAction } from "./arguments.ts";
import { compile, readDelimited, type Dialect } from "./patterns.ts";
import { endOfCommand, readText, type Reading } from "./reading.ts";
import type { Action, Address, Piece, RangeEnd, Script, Selection } from "./script.ts";
import { isFault, Scanner, type Fault } from "./scanner.ts";

interface OpenBlock {
  readonly action: Action & { readonly name: "{" };
  readonly scanner: Scanner;
}

export function parseScript(pieces: readonly Piece[], dialect: Dialect, sandbox: boolean): Script | Fault {
  const reading: Reading = {
    dialect,
    commands: [],
    written: [],
    labels: new Map(),
    sandbox,
    pending: undefined,
  };
  const parser = new Parser(reading);
  const quiet = /^#n(?:\n|$)/.test(pieces[0]?.text ?? "");
  for (const piece of pieces) {
    const fault = parser.piece(new Scanner(piece));
    if (fault !== undefined) return fault;
  }
  const fault = parser.finish();
  if (fault !== undefined) return fault;
  return { commands: reading.commands, quiet, written: reading.written };
}

class Parser {
  private readonly blocks: OpenBlock[] = [];

  constructor(private readonly reading: Reading) {}

  piece(scanner: Scanner): Fault | undefined {
    const { pending } = this.reading;
    if (pending !== undefined) {
      this.reading.pending = undefined;
      continueText(scanner, pending, this.reading);
    }
    for (;;) {
      while (/[\s;]/.test(scanner.peek() ?? "")) scanner.at++;
      if (scanner.done) return undefined;
      const fault = this.command(scanner);
      if (fault !== undefined) return fault;
    }
  }

  finish(): Fault | undefined {
    const { reading } = this;
    // busybox's adds an empty line where the text never came
    if (reading.pending !== undefined && !reading.dialect.gnu) reading.pending.text = "\n";
    // busybox's finds missing braces and labels only when it needs them
    const open = this.blocks[0];
    if (open !== undefined && reading.dialect.gnu) return open.scanner.fault("unmatched `{'", 0);
    for (const { action } of this.blocks) action.end = -1;
    for (const { action } of reading.commands) {
      if (action.name !== "b" && action.name !== "t" && action.name !== "T") continue;
      const target = action.label === "" ? reading.commands.length : reading.labels.get(action.label);
      if (target === undefined && reading.dialect.gnu)
        return { fault: `can't find label for jump to \`${action.label}'`, status: 4 };
      action.target = target ?? -1;
    }
    return undefined;
  }

  private command(scanner: Scanner): Fault | undefined {
    const { gnu } = this.reading.dialect;
    const selection = readSelection(scanner, this.reading.dialect);
    if (isFault(selection)) return selection;
    const name = scanner.next();
    if (name === undefined) return gnu ? scanner.fault("missing command") : { fault: "missing command" };
    if (name === "#") return this.comment(scanner, selection);
    if (name === "}") return this.close(scanner, selection);
    if (name === "{") {
      const action: Action & { readonly name: "{" } = { name, end: 0 };
      this.reading.commands.push({ selection, action });
      this.blocks.push({ action, scanner });
      return undefined;
    }
    if (name === ":") return this.label(scanner, selection);
    const action = readAction(name, scanner, this.reading);
    if (isFault(action)) return action;
    if (action === "nothing") return undefined;
    const oneOnly = gnu && (name === "q" || name === "Q");
    if (oneOnly && selection?.to !== undefined) return scanner.fault("command only uses one address");
    this.reading.commands.push({ selection, action });
    return undefined;
  }

  private comment(scanner: Scanner, selection: Selection | undefined): Fault | undefined {
    if (selection !== undefined && this.reading.dialect.gnu)
      return scanner.fault("comments don't accept any addresses");
    scanner.restOfLine();
    return undefined;
  }

  private close(scanner: Scanner, selection: Selection | undefined): Fault | undefined {
    const { gnu } = this.reading.dialect;
    const open = this.blocks.pop();
    if (open === undefined) return gnu ? scanner.fault("unexpected `}'") : undefined;
    if (selection !== undefined && gnu) return scanner.fault("} doesn't want any addresses");
    open.action.end = this.reading.commands.length;
    return endOfCommand(scanner, this.reading.dialect);
  }

  private label(scanner: Scanner, selection: Selection | undefined): Fault | undefined {
    const { gnu } = this.reading.dialect;
    if (selection !== undefined && gnu) return scanner.fault(": doesn't want any addresses");
    scanner.skipBlanks();
    const match = /^[^;\n]*/.exec(scanner.text.slice(scanner.at)) as RegExpExecArray;
    scanner.at += match[0].length;
    const label = match[0].trimEnd();
    if (label === "" && gnu) return scanner.fault('":" lacks a label');
    this.reading.labels.set(label, this.reading.commands.length);
    return undefined;
  }
}

/** A text that ended with a backslash goes on with this piece. */
function continueText(scanner: Scanner, pending: { text: string }, reading: Reading): void {
  const { text, open } = readText(scanner);
  pending.text += text;
  if (open) reading.pending = pending;
}

function readSelection(scanner: Scanner, dialect: Dialect): Selection | undefined | Fault {
  const { gnu } = dialect;
  const from = readAddress(scanner, dialect);
  if (isFault(from)) return from;
  let to: RangeEnd | undefined;
  if (gnu) scanner.skipBlanks();
  if (scanner.peek() === "," && (from !== undefined || !gnu)) {
    scanner.at++;
    scanner.skipBlanks();
    const end = readRangeEnd(scanner, dialect);
    if (isFault(end)) return end;
    if (end === undefined) return gnu ? scanner.fault("unexpected `,'") : { fault: "no address after comma" };
    to = end;
  }
  const zero = from?.kind === "line" && from.line === 0;
  if (zero && gnu && to?.kind !== "regex") {
    scanner.skipBlanks();
    return scanner.fault("invalid usage of line address 0", scanner.at + (scanner.done ? 0 : 1));
  }
  scanner.skipBlanks();
  let negated = false;
  while (scanner.peek() === "!") {
    scanner.at++;
    if (negated) return gnu ? scanner.fault("multiple `!'s") : { fault: "unsupported command !" };
    negated = true;
    scanner.skipBlanks();
  }
  // busybox's takes line 0 for no address
  if (from === undefined || (zero && to === undefined))
    return to === undefined && !negated
      ? undefined
      : { from: to === undefined ? undefined : NEVER, to, negated };
  if (zero && !gnu) return { from: NEVER, to, negated };
  return { from, to, negated };
}

/** Where a range begins that never begins. */
const NEVER: Address = { kind: "line", line: -1 };

function readAddress(scanner: Scanner, dialect: Dialect): Address | undefined | Fault {
  const c = scanner.peek();
  if (c === "$") {
    scanner.at++;
    return { kind: "last" };
  }
  if (c === "/" || c === "\\") return readRegexAddress(scanner, dialect);
  const line = scanner.number();
  if (line === undefined) return undefined;
  if (scanner.peek() !== "~" || !dialect.gnu) return { kind: "line", line };
  scanner.at++;
  const step = scanner.number() ?? 0;
  return step === 0 ? { kind: "line", line } : { kind: "step", first: line, step };
}

function readRangeEnd(scanner: Scanner, dialect: Dialect): RangeEnd | undefined | Fault {
  const c = scanner.peek();
  if (c !== "+" && (c !== "~" || !dialect.gnu)) {
    const address = readAddress(scanner, dialect);
    // a step makes no sense as an end: only its first line counts
    return !isFault(address) && address?.kind === "step" ? { kind: "line", line: address.first } : address;
  }
  scanner.at++;
  const number = scanner.number();
  if (number === undefined) return undefined;
  return c === "+" ? { kind: "plus", lines: number } : { kind: "multiple", of: number };
}

function readRegexAddress(scanner: Scanner, dialect: Dialect): Address | Fault {
  const { gnu } = dialect;
  let delimiter = scanner.next() as string;
  if (delimiter === "\\") delimiter = scanner.next() ?? "";
  const source = delimiter === "" ? undefined : readDelimited(scanner, delimiter, true);
  if (source === undefined) {
    if (!gnu) return { fault: `unmatched '${delimiter}'` };
    return scanner.fault("unterminated address regex");
  }
  let ignoreCase = false;
  let multiline = false;
  for (; gnu; scanner.at++) {
    if (scanner.peek() === "I") ignoreCase = true;
    else if (scanner.peek() === "M") multiline = true;
    else break;
  }
  const compiled = compile(source, { ignoreCase, multiline }, dialect, scanner);
  return isFault(compiled) ? compiled : { kind: "regex", regex: compiled.regex };
}
