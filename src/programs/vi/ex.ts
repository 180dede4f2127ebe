// The line at the bottom: commands after a colon (POSIX ex: w, q, x, e, r, d, s, set, line numbers and ranges) and
// patterns after a slash. Relies on ex-files.ts for files.
// Not here: commands of the shell, global commands, maps.

import type { Task } from "../../kernel/sys.ts";
import { encode } from "../../base/utf8.ts";
import { failed } from "../../base/errno.ts";
import { read, write } from "./ex-files.ts";
import { nextKey } from "./keys.ts";
import { linesExtent, remove } from "./operators.ts";
import { regexOf, searchFrom } from "./searching.ts";
import type { Vi } from "./state.ts";
import { Text } from "./text.ts";

/** What is typed at the bottom after `lead`; undefined if it was left. */
function* ask(vi: Vi, lead: string): Task<string | undefined> {
  let text = "";
  for (;;) {
    const size = vi.sys.windowSize(1);
    const row = failed(size) ? 24 : size.rows;
    yield* vi.sys.write(1, encode(`\x1b[${row};1H\x1b[K${lead}${text}`));
    const key = yield* nextKey(vi);
    if (key === undefined || key === "\x1b" || key === "\x03") return undefined;
    if (key === "\r" || key === "\n") return text;
    if (key === "\x15") text = "";
    else if (key === "\x7f" || key === "\b") {
      if (text === "") return undefined;
      text = Array.from(text).slice(0, -1).join("");
    } else if (key >= " " && Array.from(key).length === 1) text += key;
  }
}

/** Takes a pattern to search for; false if that was left. */
export function* searchLine(vi: Vi, forward: boolean): Task<boolean> {
  const text = yield* ask(vi, forward ? "/" : "?");
  if (text === undefined) return false;
  if (text !== "") vi.pattern = text;
  vi.searchForward = forward;
  return true;
}

export function* commandLine(vi: Vi): Task<void> {
  const text = yield* ask(vi, ":");
  if (text !== undefined && text.trim() !== "") yield* execute(vi, text.trim());
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly given: boolean;
}

const ADDRESS = /^(?:(\d+)|([.$])|\/([^/]*)\/)?([+-]\d*)?/;

function addressOf(vi: Vi, text: string): { readonly row: number; readonly length: number } | undefined {
  const [whole, number, mark, pattern, offset] = ADDRESS.exec(text) as unknown as string[];
  if (whole === "" || whole === undefined) return undefined;
  let { row } = vi;
  if (number !== undefined) row = Number(number) - 1;
  else if (mark === "$") row = vi.text.lines.length - 1;
  else if (pattern !== undefined) {
    if (pattern !== "") vi.pattern = pattern;
    row = searchFrom(vi, true)?.to.row ?? row;
  }
  if (offset !== undefined) row += /\d/.test(offset) ? Number(offset) : Number(`${offset}1`);
  return { row: Math.max(0, Math.min(vi.text.lines.length - 1, row)), length: whole.length };
}

function rangeOf(vi: Vi, text: string): readonly [Range, string] {
  if (text.startsWith("%")) return [{ from: 0, to: vi.text.lines.length - 1, given: true }, text.slice(1)];
  const first = addressOf(vi, text);
  if (first === undefined) return [{ from: vi.row, to: vi.row, given: false }, text];
  let rest = text.slice(first.length);
  let to = first.row;
  if (rest.startsWith(",")) {
    const second = addressOf(vi, rest.slice(1));
    rest = rest.slice(1 + (second?.length ?? 0));
    to = second?.row ?? vi.row;
  }
  return [{ from: Math.min(first.row, to), to: Math.max(first.row, to), given: true }, rest];
}

type Ex = (vi: Vi, rest: string, range: Range, forced: boolean) => Task<void>;

function* execute(vi: Vi, text: string): Task<void> {
  const [range, rest] = rangeOf(vi, text);
  if (rest === "") return vi.goToLine(range.to + 1);
  const [, name = "", forced = "", argument = ""] = /^([a-z]*)(!?)\s*(.*)$/is.exec(rest) ?? [];
  const command = COMMANDS.get(name);
  if (command === undefined) {
    if (/^s\W/.test(rest)) return yield* substitute(vi, rest.slice(1), range);
    vi.message =
      vi.family === "gnu" ? `E492: Not an editor command: ${text}` : `'${text}' is not implemented`;
    return;
  }
  yield* command(vi, argument, range, forced !== "");
}

const refuse = (vi: Vi): void => {
  vi.message =
    vi.family === "gnu"
      ? "E37: No write since last change (add ! to override)"
      : "No write since last change (:q! overrides)";
};

const writeCommand: Ex = function* (vi, rest, range) {
  const part = range.given ? new Text(vi.text.lines.slice(range.from, range.to + 1)) : vi.text;
  yield* write(vi, rest === "" ? vi.path : rest, part);
};

// eslint-disable-next-line require-yield
const quit: Ex = function* (vi, _rest, _range, forced) {
  if (vi.modified && !forced) refuse(vi);
  else vi.done = true;
};

const writeAndQuit: Ex = function* (vi, rest) {
  if (yield* write(vi, rest === "" ? vi.path : rest)) vi.done = true;
};

const writeIfChanged: Ex = function* (vi, rest) {
  if (!vi.modified || (yield* write(vi, rest === "" ? vi.path : rest))) vi.done = true;
};

const edit: Ex = function* (vi, rest, _range, forced) {
  if (vi.modified && !forced) return refuse(vi);
  const path = rest === "" ? vi.path : rest;
  if (path === undefined) return;
  const text = failed(vi.sys.stat(path)) ? new Text([[]]) : yield* read(vi, path);
  if (text === undefined) return;
  Object.assign(vi, { path, text, saved: text, versions: [], undone: [] });
  vi.goTo({ row: 0, column: 0 });
};

const readIn: Ex = function* (vi, rest) {
  const text = yield* read(vi, rest);
  if (text === undefined) return;
  vi.keep();
  vi.change(vi.text.insertLines(vi.row + 1, text.lines));
  vi.goTo({ row: vi.row + 1, column: 0 });
};

// eslint-disable-next-line require-yield
const deleteLines: Ex = function* (vi, _rest, { from, to }) {
  vi.keep();
  remove(vi, linesExtent(from, to));
};

// eslint-disable-next-line require-yield
const setOption: Ex = function* (vi, rest) {
  for (const word of rest.split(/\s+/)) {
    if (word === "nu" || word === "number") vi.numbers = true;
    else if (word === "nonu" || word === "nonumber") vi.numbers = false;
  }
};

// eslint-disable-next-line require-yield
const nothing: Ex = function* () {};

const COMMANDS = new Map<string, Ex>([
  ["w", writeCommand], ["write", writeCommand], ["q", quit], ["quit", quit], ["qa", quit], ["wq", writeAndQuit], ["wqa", writeAndQuit],
  ["x", writeIfChanged], ["xit", writeIfChanged], ["e", edit], ["edit", edit], ["r", readIn], ["read", readIn], ["d", deleteLines],
  ["delete", deleteLines], ["se", setOption], ["set", setOption], ["syntax", nothing], ["syn", nothing], ["noh", nothing],
  ["nohlsearch", nothing],
]); // prettier-ignore

/** The parts of `/pattern/text/flags`; the delimiter may be any, and stands for itself after a backslash. */
function partsOf(text: string): readonly [string, string, string] {
  const delimiter = text[0] as string;
  const parts = ["", "", ""];
  let part = 0;
  for (let i = 1; i < text.length; i++) {
    const c = text[i] as string;
    if (c === "\\" && text[i + 1] !== undefined) {
      i++;
      parts[part] += text[i] === delimiter ? delimiter : `\\${text[i]}`;
    } else if (c === delimiter && part < 2) part++;
    else parts[part] += c;
  }
  return parts as unknown as readonly [string, string, string];
}

const filled = (text: string, match: { readonly [group: number]: string | undefined }): string =>
  text.replace(/\\(.)|&/gs, (whole, c: string | undefined) => {
    if (whole === "&") return match[0] ?? "";
    if (c !== undefined && /\d/.test(c)) return match[Number(c)] ?? "";
    return c === "n" || c === "r" ? "\n" : (c ?? "");
  });

// eslint-disable-next-line require-yield
function* substitute(vi: Vi, rest: string, { from, to }: Range): Task<void> {
  const [source, replacement, flags] = partsOf(rest);
  if (source !== "") vi.pattern = source;
  const regex = regexOf(vi, vi.pattern);
  if (regex === undefined) return;
  let done = 0;
  let last = -1;
  const lines = vi.text.lines.flatMap((line, row) => {
    if (row < from || row > to) return [line];
    let text = line.join("");
    let changed = false;
    for (let at = 0; at <= text.length;) {
      const match = regex.exec(text, at);
      if (match === undefined) break;
      const put = filled(replacement, match);
      text = text.slice(0, match.index) + put + text.slice(match.index + match[0].length);
      at = match.index + put.length + (match[0] === "" ? 1 : 0);
      changed = true;
      done++;
      if (!flags.includes("g")) break;
    }
    if (changed) last = row;
    return changed ? text.split("\n").map((one) => Array.from(one)) : [line];
  });
  if (last < 0) {
    vi.message = vi.family === "gnu" ? `E486: Pattern not found: ${vi.pattern}` : "No match";
    return;
  }
  vi.keep();
  vi.change(new Text(lines));
  vi.goTo({ row: last, column: vi.firstOf(last) });
  if (done > 2) vi.message = `${done} substitutions`;
}
