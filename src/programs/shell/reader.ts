// Reads commands from a text and runs them one after the other, as shells do with -c, scripts, eval, sourced
// files and traps: what stands before an error has run when the error is told. Here what was discarded (an
// expansion error in bash) ends: the next command goes on. Not here: input that comes bit by bit (input.ts).

import type { Task } from "../../kernel/sys.ts";
import { LAST } from "./flags.ts";
import { complain, printError } from "./messages.ts";
import { BEGINNING, type Position } from "./resume.ts";
import { LIST_ENDS } from "./reserved.ts";
import type { Failure } from "./failure.ts";
import { parseAt } from "./parse-cache.ts";
import type { Parsed } from "./parse-command.ts";
import type { ParseOptions } from "./parser.ts";
import { DISCARDING, NOT_UNWINDING, type Shell, type Unwinding } from "./shell.ts";
import { syntaxMessage, type TextSource } from "./syntax-messages.ts";
import type { List } from "./syntax.ts";

export interface TextOptions {
  /** nothing comes after the text: its last command may take the shell's place */
  readonly last: boolean;
  readonly source: TextSource;
  /** where to begin, if the shell is taken up again */
  readonly from?: Position;
  /** the shell could be taken up from here */
  readonly save?: (position: Position) => void;
}

export function parseOptions(sh: Shell, final: boolean): ParseOptions {
  const expands = sh.dialect.aliasesAlways || sh.shopts.has("expand_aliases");
  return {
    dialect: sh.dialect,
    extglob: sh.shopts.has("extglob"),
    aliases: expands && sh.aliases.size > 0 ? sh.aliases : undefined,
    final,
  };
}

/** All commands of a text; undefined if it is no script. */
export function parseAll(sh: Shell, text: string): List[] | undefined {
  const commands: List[] = [];
  for (let at = 0, line = 0; ;) {
    const parsed = parseAt(text, at, line, parseOptions(sh, true));
    if (parsed.failure !== undefined) return undefined;
    if (parsed.command === undefined) return commands;
    commands.push(parsed.command);
    at = parsed.end;
    line = parsed.endLine;
  }
}

/** Runs the commands of a text; answers $?. */
export function* runText(sh: Shell, text: string, options: TextOptions): Task<number> {
  const whole = sh.isBash && text !== "" && !text.endsWith("\n") ? `${text}\n` : text;
  let position = options.from ?? BEGINNING;
  let any = position !== BEGINNING;
  for (;;) {
    const { at, line } = position;
    const parsed = parseAt(whole, at, line, parseOptions(sh, true));
    if (parsed.failure !== undefined) {
      const rest = options.source === "backquotes" ? beforeListEnd(sh, parsed.failure, whole) : undefined;
      if (rest !== undefined) return yield* runText(sh, rest, { ...options, from: position });
      return yield* refuseText(sh, parsed, whole, options.source);
    }
    if (parsed.command === undefined) break;
    any = true;
    sh.state.readTo = sh.state.lineBase + parsed.endLine;
    const flags = options.last && isBlank(whole, parsed.end) ? LAST : 0;
    if (position.item === 0) yield* announce(sh, parsed, whole.slice(at, parsed.end), options.source);
    if (options.save === undefined) yield* runParsed(sh, parsed, flags);
    else yield* runItems(sh, parsed.command, flags, position, options.save);
    if (sh.unwinding !== NOT_UNWINDING && !endsHere(sh, options.source)) return sh.status;
    position = { at: parsed.end, line: parsed.endLine, item: 0, loop: undefined };
  }
  if (!any && options.source !== "trap") sh.status = 0;
  return sh.status;
}

/** dash and busybox take backquotes up to what can stand in no list, and say nothing of the rest. */
function beforeListEnd(sh: Shell, failure: Failure, text: string): string | undefined {
  const ends = failure.kind === "token" && (LIST_ENDS.has(failure.token) || failure.token === ")");
  return ends && !sh.isBash ? text.slice(0, failure.at) : undefined;
}

const isBlank = (text: string, from: number): boolean => {
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c !== 10 && c !== 32 && c !== 9) return false;
  }
  return true;
};

/** What is said before a command runs. */
export function* announce(sh: Shell, parsed: Parsed, text: string, source: TextSource): Task<void> {
  if (sh.options.verbose && (sh.isBash || source === "script" || source === "input" || source === "file"))
    yield* printError(sh, text.endsWith("\n") ? text : `${text}\n`);
  if (parsed.unfinished.length > 0 && sh.isBash) yield* warnOfDocuments(sh, parsed);
}

/** One complete command. */
export function* runParsed(sh: Shell, parsed: Parsed, flags: number): Task<void> {
  if (sh.options.noexec && !sh.state.interactive) return;
  const outcome = sh.interpreter.runList(sh, parsed.command as List, flags);
  if (typeof outcome !== "number") yield* outcome;
}

/** The same, item by item, so that the shell can be taken up before each and within loops. */
export function* runItems(
  sh: Shell,
  { items, line }: List,
  flags: number,
  position: Position,
  save: (position: Position) => void,
): Task<void> {
  if (sh.options.noexec && !sh.state.interactive) return;
  for (let i = position.item; i < items.length; i++) {
    const item = items[i] as List["items"][number];
    const here = { at: position.at, line: position.line, item: i };
    const resumed = i === position.item ? position.loop : undefined;
    if (resumed === undefined) save({ ...here, loop: undefined });
    sh.topLoop = { command: item.command, resumed, save: (loop) => save({ ...here, loop }) };
    const one: List = { kind: "list", items: [item], line };
    const outcome = sh.interpreter.runList(sh, one, i === items.length - 1 ? flags : flags & ~LAST);
    if (typeof outcome !== "number") yield* outcome;
    sh.topLoop = undefined;
    if (sh.unwinding !== NOT_UNWINDING) return;
  }
}

function* warnOfDocuments(sh: Shell, { unfinished }: Parsed): Task<void> {
  for (const { delimiter, line, lastLine } of unfinished) {
    sh.state.line = sh.state.lineBase + lastLine - 1;
    const begun = sh.state.lineBase + line;
    yield* complain(
      sh,
      `warning: here-document at line ${begun} delimited by end-of-file (wanted \`${delimiter}')`,
    );
  }
}

/** A command that was discarded ends at the text that it stands in. */
export function endsHere(sh: Shell, source: TextSource): boolean {
  if (sh.unwinding !== DISCARDING || source === "substitution") return false;
  if (!sh.isBash && source !== "input") return false;
  if (sh.state.interactive && source !== "input") return false;
  sh.unwinding = NOT_UNWINDING as Unwinding;
  return true;
}

export function* refuseText(sh: Shell, parsed: Parsed, text: string, source: TextSource): Task<number> {
  const { failure } = parsed;
  if (failure === undefined) return sh.status;
  yield* printError(sh, syntaxMessage(sh, failure, text, source));
  sh.status = 2;
  // bash parses substitutions by calling itself: an error in one ends a script
  if (
    failure.kind === "token" &&
    failure.substitution &&
    sh.isBash &&
    !sh.state.interactive &&
    !sh.state.persistent
  )
    return sh.exit(sh.state.commandText === undefined ? 2 : 127);
  if (!sh.isBash && !sh.state.interactive) return sh.exit(2);
  if (!sh.isBash) sh.unwinding = DISCARDING;
  return sh.status;
}
