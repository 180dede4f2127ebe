// read: a line of input into variables, split at IFS (POSIX shell, "read"; bash's and busybox's further options).
// A backslash quotes what follows and continues lines, unless -r. Not here: reading itself (../read-line.ts),
// editing with -e.

import type { Task } from "../../../kernel/sys.ts";
import { SECOND } from "../../../base/time.ts";
import { assign, assignArray, assignElement } from "../assign.ts";
import type { Separators } from "../fields.ts";
import { printError } from "../messages.ts";
import { parameterValue } from "../parameters.ts";
import { readLine, type ReadRequest, type ReadText } from "../read-line.ts";
import type { Outcome, Shell } from "../shell.ts";
import { isName, notIdentifier, wrong } from "./complaints.ts";
import { complainShort } from "./echo.ts";
import { has, isRefusal, readOptions, valueOf, type BuiltinOptions } from "./options.ts";

const LETTERS = { bash: "ersa:d:i:n:N:p:t:u:", dash: "p:r", ash: "rsd:n:p:t:u:" };

export function readBuiltin(sh: Shell, args: readonly string[]): Outcome {
  const options = readOptions(sh, args, LETTERS[sh.dialect.name]);
  if (isRefusal(options)) return options;
  const names = options.rest;
  if (names.length === 0 && sh.dialect.name === "dash") return wrong(sh, "read", "arg count");
  const bad = names.find((name) => !isName(name.replace(/\[.*\]$/s, "")));
  if (bad !== undefined) return badName(sh, bad);
  return readInto(sh, options, names);
}

function* badName(sh: Shell, name: string): Task<number> {
  if (sh.dialect.name !== "ash") return yield* wrong(sh, "read", notIdentifier(sh, name));
  yield* complainShort(sh, `read: '${name}': bad variable name`);
  return 1;
}

function* readInto(sh: Shell, options: BuiltinOptions, names: readonly string[]): Task<number> {
  const timeout = valueOf(options, "t") ?? (sh.isBash ? parameterValue(sh, "TMOUT") : undefined);
  const seconds = timeout === undefined ? undefined : Number(timeout);
  if (seconds !== undefined && !(seconds >= 0))
    return yield* wrong(sh, "read", `${timeout}: invalid timeout specification`);
  const most = valueOf(options, "n") ?? valueOf(options, "N");
  if (sh.isBash && most !== undefined && !/^\+?\d+$/.test(most))
    return yield* wrong(sh, "read", `${most}: invalid number`);
  const fd = Number(valueOf(options, "u") ?? "0");
  if (seconds === 0) {
    const ready = yield* sh.sys.poll([{ fd, read: true }], 0);
    return typeof ready === "string" || ready.length === 0 ? 1 : 0;
  }
  const prompt = valueOf(options, "p");
  const termios = sh.sys.termios(fd);
  if (prompt !== undefined && termios !== undefined) yield* printError(sh, prompt);
  const request = requestOf(sh, options, seconds);
  const raw = request.most !== undefined && termios !== undefined;
  if (termios !== undefined && (has(options, "s") || raw))
    void sh.sys.setTermios(fd, {
      ...termios,
      echo: !has(options, "s") && termios.echo,
      canonical: !raw && termios.canonical,
    });
  const read = yield* readLogical(sh, fd, request, has(options, "r"));
  if (termios !== undefined) void sh.sys.setTermios(fd, termios);
  return finish(sh, options, names, read);
}

function requestOf(sh: Shell, options: BuiltinOptions, seconds: number | undefined): ReadRequest {
  const delimiter = valueOf(options, "d");
  const exactly = valueOf(options, "N");
  const most = exactly ?? valueOf(options, "n");
  return {
    delimiter:
      exactly !== undefined
        ? -1
        : delimiter === undefined
          ? 10
          : delimiter === ""
            ? 0
            : delimiter.charCodeAt(0),
    most: most === undefined ? undefined : Number(most),
    until: seconds === undefined ? undefined : sh.sys.now() + Math.round(seconds * SECOND),
    interruptible: true,
  };
}

interface Logical extends ReadText {
  /** which characters were quoted by a backslash */
  readonly quoted: ReadonlySet<number>;
}

/** Joins lines that end in a backslash and takes quoting backslashes out. */
function* readLogical(sh: Shell, fd: number, request: ReadRequest, raw: boolean): Task<Logical> {
  let text = "";
  const quoted = new Set<number>();
  for (;;) {
    const read = yield* readLine(sh, fd, request);
    const line = read.text.replaceAll("\0", "");
    if (raw) return { ...read, text: line, quoted };
    let i = 0;
    let continues = false;
    while (i < line.length) {
      if (line[i] !== "\\") text += line[i++];
      else if (i + 1 >= line.length) {
        continues = true;
        i++;
      } else {
        quoted.add(text.length);
        text += line[i + 1];
        i += 2;
      }
    }
    if (!continues || read.ended || read.timedOut || read.interrupted || request.most !== undefined)
      return { ...read, text, quoted };
  }
}

/** To a variable or an element. */
function give(sh: Shell, name: string, value: string): void {
  const bracket = name.indexOf("[");
  if (bracket < 0) assign(sh, name, value);
  else
    assignElement(
      sh,
      name.slice(0, bracket),
      sh.interpreter.subscript(sh, name.slice(bracket + 1, -1)),
      value,
    );
}

function finish(sh: Shell, options: BuiltinOptions, names: readonly string[], read: Logical): number {
  const { text, quoted } = read;
  const array = valueOf(options, "a");
  const { separators } = sh;
  if (array !== undefined) {
    const fields = splitFields(text, quoted, separators, Infinity);
    assignArray(
      sh,
      array,
      fields.map((value) => ({ index: undefined, value, append: false })),
      false,
    );
  } else if (names.length === 0) assign(sh, "REPLY", text);
  else if (valueOf(options, "N") !== undefined) {
    names.forEach((name, i) => give(sh, name, i === 0 ? text : ""));
  } else {
    const fields = splitFields(text, quoted, separators, names.length);
    names.forEach((name, i) => give(sh, name, fields[i] ?? ""));
  }
  if (read.timedOut) return sh.isBash ? 142 : 1;
  if (read.interrupted) return 130;
  const short = valueOf(options, "N") !== undefined && read.ended;
  return read.ended || short ? 1 : 0;
}

/** At most `most` fields; the last takes what is left, without white space at its end. */
function splitFields(
  text: string,
  quoted: ReadonlySet<number>,
  separators: Separators,
  most: number,
): string[] {
  const { all, white } = separators;
  const isSeparator = (i: number): boolean => !quoted.has(i) && all.includes(text[i] as string);
  const isWhite = (i: number): boolean => !quoted.has(i) && white.includes(text[i] as string);
  const fields: string[] = [];
  let end = text.length;
  while (end > 0 && isWhite(end - 1)) end--;
  let i = 0;
  while (i < end && isWhite(i)) i++;
  while (i < end) {
    if (fields.length === most - 1) {
      fields.push(lastField(text, i, end, isSeparator, isWhite));
      break;
    }
    const from = i;
    while (i < end && !isSeparator(i)) i++;
    fields.push(text.slice(from, i));
    while (i < end && isWhite(i)) i++;
    if (i < end && isSeparator(i) && !isWhite(i)) {
      i++;
      while (i < end && isWhite(i)) i++;
    }
  }
  return fields;
}

/** One separator at the very end, after a single field, belongs to nobody. */
function lastField(
  text: string,
  from: number,
  end: number,
  isSeparator: (i: number) => boolean,
  isWhite: (i: number) => boolean,
): string {
  let i = from;
  while (i < end && !isSeparator(i)) i++;
  const fieldEnd = i;
  while (i < end && isWhite(i)) i++;
  if (i < end && isSeparator(i)) i++;
  return i >= end ? text.slice(from, fieldEnd) : text.slice(from, end);
}
