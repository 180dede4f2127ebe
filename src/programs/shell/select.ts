// select: a menu on standard error, an answer from standard input (bash, "Conditional Constructs"). Relies on
// the line reading of `read`. The columns follow bash's: down first, as many as fit in COLUMNS.
// Not here: editing the answer.

import type { Task } from "../../kernel/sys.ts";
import { assign } from "./assign.ts";
import { LAST } from "./flags.ts";
import { expandWords } from "./expand.ts";
import { tellFault } from "./faults.ts";
import { loopHead } from "./loops.ts";
import { printError } from "./messages.ts";
import { parameterValue } from "./parameters.ts";
import { expandPrompt } from "./prompt.ts";
import { readLine } from "./read-line.ts";
import { BREAKING, CONTINUING, NOT_UNWINDING, type Shell } from "./shell.ts";
import type { For } from "./syntax.ts";
import { traceSource } from "./trace.ts";

export function* runSelect(sh: Shell, command: For, flags: number): Task<number> {
  sh.state.line = sh.state.lineBase + command.line;
  const expanded = command.words === undefined ? [...sh.positional] : expandWords(sh, command.words);
  const items = Array.isArray(expanded) ? expanded : yield* expanded;
  if (sh.failed) return yield* tellFault(sh);
  if (sh.options.xtrace) yield* traceSource(sh, loopHead(command));
  if (items.length === 0) return (sh.status = 0);
  sh.state.loops++;
  const status = yield* rounds(sh, command, items, flags);
  sh.state.loops--;
  if (sh.unwinding === NOT_UNWINDING) sh.status = status;
  return sh.status;
}

function* rounds(sh: Shell, command: For, items: readonly string[], flags: number): Task<number> {
  let status = 0;
  let show = true;
  for (;;) {
    const reply = yield* ask(sh, items, show);
    if (reply === undefined) return 1;
    show = false;
    assign(sh, "REPLY", reply);
    if (reply === "") {
      show = true;
      continue;
    }
    const choice = /^\s*\d+\s*$/.test(reply) ? (items[Number(reply) - 1] ?? "") : "";
    assign(sh, command.variable, choice);
    const outcome = sh.interpreter.runList(sh, command.body, flags & ~LAST);
    status = typeof outcome === "number" ? outcome : yield* outcome;
    if (sh.unwinding === NOT_UNWINDING) continue;
    if (sh.unwinding !== BREAKING && sh.unwinding !== CONTINUING) return status;
    if (--sh.unwindLevels > 0) return status;
    const again = sh.unwinding === CONTINUING;
    sh.unwinding = NOT_UNWINDING;
    if (!again) return status;
  }
}

/** undefined at the end of the input. */
function* ask(sh: Shell, items: readonly string[], show: boolean): Task<string | undefined> {
  const menu = show ? menuOf(sh, items) : "";
  const prompt = yield* expandPrompt(sh, parameterValue(sh, "PS3") ?? "#? ");
  yield* printError(sh, menu + prompt);
  const line = yield* readLine(sh, 0);
  if (line.ended && line.text === "") {
    yield* printError(sh, "\n");
    return undefined;
  }
  return line.text;
}

function menuOf(sh: Shell, items: readonly string[]): string {
  const columns = Number(parameterValue(sh, "COLUMNS") ?? "80") || 80;
  const digits = String(items.length).length;
  const widest = Math.max(...items.map((item) => item.length)) + digits + 2;
  const across = Math.max(1, Math.min(items.length, Math.floor(columns / (widest + 2))));
  const rows = Math.ceil(items.length / across);
  if (rows === 1) return menuColumn(items, digits);
  return Array.from({ length: rows }, (_, row) => menuRow(items, row, rows, digits, widest)).join("");
}

const entry = (items: readonly string[], i: number, digits: number): string =>
  `${String(i + 1).padStart(digits)}) ${items[i]}`;

/** What would fit in one row is put in one column. */
const menuColumn = (items: readonly string[], digits: number): string =>
  items.map((_, i) => `${entry(items, i, digits)}\n`).join("");

function menuRow(
  items: readonly string[],
  row: number,
  rows: number,
  digits: number,
  widest: number,
): string {
  const cells: string[] = [];
  for (let i = row; i < items.length; i += rows) cells.push(entry(items, i, digits));
  return `${cells.map((cell, i) => (i === cells.length - 1 ? cell : cell.padEnd(widest + 2))).join("")}\n`;
}
