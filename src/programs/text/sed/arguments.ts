// What follows the letter of each sed command: text, file names, numbers, labels, and the parts of s and y. Which
// commands there are at all differs: busybox's lacks GNU's additions.

import { bytesOf } from "../../libc/byte-text.ts";
import { compile, parseReplacement, readDelimited, unescape } from "./patterns.ts";
import { endOfCommand, readText, type Reading } from "./reading.ts";
import type { Action, Substitution } from "./script.ts";
import { isFault, type Fault, type Scanner } from "./scanner.ts";

const PLAIN = "=dDgGhHnNpPx";
const GNU_PLAIN = `${PLAIN}Fz`;
const GNU_ONLY = "eFQRvWz";

/** "nothing": a command that does nothing at all, such as `v`. */
export function readAction(name: string, scanner: Scanner, reading: Reading): Action | "nothing" | Fault {
  const { gnu } = reading.dialect;
  const unknown = (): Fault =>
    gnu ? scanner.fault(`unknown command: \`${name}'`) : { fault: `unsupported command ${name}` };
  if (!gnu && GNU_ONLY.includes(name)) return unknown();
  if ((gnu ? GNU_PLAIN : PLAIN).includes(name))
    return endOfCommand(scanner, reading.dialect) ?? ({ name } as Action);
  switch (name) {
    case "s":
      return readSubstitution(scanner, reading);
    case "y":
      return readTranslation(scanner, reading);
    case "a":
    case "i":
    case "c":
      return readTextAction(name, scanner, reading);
    case "r":
    case "R":
    case "w":
    case "W":
      return readFileAction(name, scanner, reading);
    case "b":
    case "t":
    case "T":
      return { name, label: readLabel(scanner, gnu), target: 0 };
    case "q":
    case "Q":
      return readNumbered(scanner, reading, (status) => ({ name, status: status ?? 0 }));
    case "l":
      return readNumbered(scanner, reading, (width) => ({ name, width }));
    case "e":
      scanner.skipBlanks();
      if (reading.sandbox) return sandboxed(scanner);
      return { name, command: scanner.restOfLine() };
    case "v":
      scanner.restOfLine();
      return "nothing";
    default:
      return unknown();
  }
}

const sandboxed = (scanner: Scanner): Fault => scanner.fault("e/r/w commands disabled in sandbox mode");

function readNumbered(
  scanner: Scanner,
  reading: Reading,
  make: (n: number | undefined) => Action,
): Action | Fault {
  if (!reading.dialect.gnu) return endOfCommand(scanner, reading.dialect) ?? make(undefined);
  scanner.skipBlanks();
  const number = scanner.number();
  return endOfCommand(scanner, reading.dialect) ?? make(number);
}

function readLabel(scanner: Scanner, gnu: boolean): string {
  scanner.skipBlanks();
  const label = (gnu ? /^[^\s;}]*/ : /^[^\s;]*/).exec(scanner.text.slice(scanner.at))?.[0] as string;
  scanner.at += label.length;
  scanner.skipBlanks();
  if (scanner.peek() === ";" || scanner.peek() === "\n") scanner.at++;
  return label;
}

function readTextAction(name: "a" | "i" | "c", scanner: Scanner, reading: Reading): Action | Fault {
  const { gnu, utf8 } = reading.dialect;
  scanner.skipBlanks();
  if (scanner.done) {
    if (gnu) return scanner.fault("expected \\ after `a', `c' or `i'");
    return { name, text: "\n" };
  }
  if (scanner.peek() === "\\") {
    scanner.at++;
    const here = scanner.at;
    scanner.skipBlanks();
    // `a\` and a newline, or the text itself with its leading blanks
    if (scanner.peek() === "\n") scanner.at++;
    else if (scanner.done) return openText(name, reading);
    else scanner.at = here;
  }
  const { text, open } = readText(scanner);
  const action = { name, text: utf8 ? text : bytesOf(text) };
  if (open) reading.pending = action;
  return action;
}

/** The text comes with the next -e. */
function openText(name: "a" | "i" | "c", reading: Reading): Action {
  const action = { name, text: "" };
  reading.pending = action;
  return action;
}

function readFileAction(name: "r" | "R" | "w" | "W", scanner: Scanner, reading: Reading): Action | Fault {
  const { gnu } = reading.dialect;
  scanner.skipBlanks();
  const file = scanner.restOfLine();
  if (file === "")
    return gnu ? scanner.fault("missing filename in r/R/w/W commands") : { fault: "empty filename" };
  if (reading.sandbox) return sandboxed(scanner);
  if (name === "w" || name === "W") reading.written.push(file);
  return { name, file };
}

function unterminated(scanner: Scanner, name: string, delimiter: string, gnu: boolean): Fault {
  return gnu ? scanner.fault(`unterminated \`${name}' command`) : { fault: `unmatched '${delimiter}'` };
}

function readSubstitution(scanner: Scanner, reading: Reading): Action | Fault {
  const { dialect } = reading;
  const delimiter = scanner.next() ?? "";
  const source = readDelimited(scanner, delimiter, true);
  const right = source === undefined ? undefined : readDelimited(scanner, delimiter, false);
  if (delimiter === "" || source === undefined || right === undefined)
    return unterminated(scanner, "s", delimiter, dialect.gnu);
  const flags = readFlags(scanner, reading);
  if (isFault(flags)) return flags;
  const compiled = compile(source, flags, dialect, scanner);
  if (isFault(compiled)) return compiled;
  const replacement = parseReplacement(dialect.utf8 ? right : bytesOf(right), dialect);
  const highest = Math.max(0, ...replacement.map((part) => (part.kind === "group" ? part.group : 0)));
  if (dialect.gnu && compiled.regex !== undefined && highest > compiled.regex.groups)
    return scanner.fault(`invalid reference \\${highest} on \`s' command's RHS`);
  const { ignoreCase: _, multiline: __, ...rest } = flags;
  return { name: "s", substitution: { ...rest, regex: compiled.regex, replacement } };
}

type Flags = Omit<Substitution, "regex" | "replacement"> & {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
};

function readFlags(scanner: Scanner, reading: Reading): Flags | Fault {
  const { gnu } = reading.dialect;
  const flags = { number: 1, global: false, print: false, evaluate: false, file: undefined as string | undefined, ignoreCase: false, multiline: false }; // prettier-ignore
  const seen = new Set<string>();
  for (;;) {
    const c = scanner.next();
    if (c === undefined || c === "\n" || c === ";") return flags;
    if (c === "}" || c === "#") {
      scanner.back(c);
      return flags;
    }
    const kind = c >= "0" && c <= "9" ? "number" : c;
    if (gnu && seen.has(kind) && (kind === "g" || kind === "p" || kind === "number")) {
      if (kind === "number") return scanner.fault("multiple number options to `s' command");
      return scanner.fault(`multiple \`${kind}' options to \`s' command`);
    }
    seen.add(kind);
    if (kind === "number") {
      scanner.back(c);
      flags.number = scanner.number() as number;
      if (flags.number === 0 && gnu) return scanner.fault("number option to `s' command may not be zero");
      if (!gnu) flags.global = false;
    } else if (c === "g") {
      flags.global = true;
      // in busybox's the last of number and g counts
      if (!gnu) flags.number = 1;
    } else if (c === "p") flags.print = true;
    else if (c === "i" || c === "I") flags.ignoreCase = true;
    else if (gnu && (c === "m" || c === "M")) flags.multiline = true;
    else if (gnu && c === "e") {
      if (reading.sandbox) return sandboxed(scanner);
      flags.evaluate = true;
    } else if (c === "w") return readWritten(scanner, reading, flags);
    else if (c !== " " && c !== "\t" && c !== "\r")
      return gnu
        ? scanner.fault("unknown option to `s'")
        : { fault: "bad option in substitution expression" };
  }
}

function readWritten(scanner: Scanner, reading: Reading, flags: Flags): Flags | Fault {
  const action = readFileAction("w", scanner, reading);
  if (isFault(action)) return action;
  return { ...flags, file: (action as { readonly file: string }).file };
}

function readTranslation(scanner: Scanner, reading: Reading): Action | Fault {
  const { dialect } = reading;
  const delimiter = scanner.next() ?? "";
  const left = readDelimited(scanner, delimiter, false);
  const right = left === undefined ? undefined : readDelimited(scanner, delimiter, false);
  if (delimiter === "" || left === undefined || right === undefined)
    return unterminated(scanner, "y", delimiter, dialect.gnu);
  const from = characters(left, reading);
  const to = characters(right, reading);
  if (dialect.gnu && from.length !== to.length)
    return scanner.fault("strings for `y' command are different lengths");
  const fault = endOfCommand(scanner, dialect);
  if (fault !== undefined) return fault;
  const map = new Map<string, string>();
  for (const [i, char] of from.entries()) if (!map.has(char) && i < to.length) map.set(char, to[i] as string);
  return { name: "y", map };
}

/** Escapes undone, one character each. */
function characters(source: string, { dialect }: Reading): string[] {
  const bare = unescape(dialect.utf8 ? source : bytesOf(source), dialect);
  const text = bare.replace(dialect.gnu ? /\\([^])/g : /\\(\\)/g, "$1");
  return dialect.utf8 ? [...text] : text.split("");
}
