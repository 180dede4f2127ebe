// type, command -v and -V, hash, help, caller: what a name means and where the shell stands (POSIX shell, "type",
// "command", "hash"). Relies on programs.ts for the search along PATH.
// Not here: running what was found.

import type { Task } from "../../../kernel/sys.ts";
import { isApplet } from "../applets.ts";
import { functionText } from "../command-text.ts";
import { complain, print } from "../messages.ts";
import { parameterValue } from "../parameters.ts";
import { executability, findProgram, searchPath } from "../programs.ts";
import { singleQuote } from "../quoting.ts";
import { isReserved } from "../reserved.ts";
import type { Outcome, Shell } from "../shell.ts";
import { wrong } from "./complaints.ts";
import { has, isRefusal, readOptions, valueOf } from "./options.ts";

type Style = "type" | "command" | "short" | "word" | "path";

interface Meaning {
  readonly word: "alias" | "keyword" | "function" | "builtin" | "file";
  readonly long: string;
  readonly short: string;
}

/** What a name means, the first being what would run. */
function meanings(sh: Shell, name: string, all: boolean, functions: boolean): Meaning[] {
  const found: Meaning[] = [];
  const add = (word: Meaning["word"], long: string, short = name): void => {
    found.push({ word, long: `${name} ${long}`, short });
  };
  const alias = sh.isBash && !sh.shopts.has("expand_aliases") ? undefined : sh.aliases.get(name);
  if (alias !== undefined)
    add(
      "alias",
      sh.isBash ? `is aliased to \`${alias}'` : `is an alias for ${alias}`,
      `alias ${name}=${singleQuote(alias)}`,
    );
  if (isReserved(sh.dialect, name)) add("keyword", "is a shell keyword");
  const value = functions ? sh.functions.get(name) : undefined;
  if (value !== undefined) {
    const text = sh.isBash ? `is a function\n${functionText(name, value.definition.body)}` : "";
    add("function", sh.isBash ? text : sh.dialect.name === "dash" ? "is a shell function" : "is a function");
  }
  const builtin = sh.interpreter.builtin(sh, name);
  if (builtin !== undefined) {
    const special =
      builtin.special && (sh.options.posix || !sh.isBash) ? "special shell builtin" : "shell builtin";
    add("builtin", `is a ${special}`);
  }
  if (found.length === 0 || all) addFiles(sh, name, all, add);
  return found;
}

function addFiles(
  sh: Shell,
  name: string,
  all: boolean,
  add: (word: Meaning["word"], long: string, short?: string) => void,
): void {
  if (name.includes("/")) {
    if (executability(sh, name) === "yes") add("file", `is ${name}`, name);
    return;
  }
  if (sh.state.standalone && isApplet(name)) {
    add("file", `is ${name}`);
    return;
  }
  const hashed = sh.hashed.get(name);
  if (hashed !== undefined && !all) {
    add(
      "file",
      sh.isBash ? `is hashed (${hashed.path})` : `is a tracked alias for ${hashed.path}`,
      hashed.path,
    );
    return;
  }
  for (const directory of (parameterValue(sh, "PATH") ?? "").split(":")) {
    const file = searchPath(sh, name, directory);
    if (file.errno !== undefined) continue;
    add("file", `is ${file.path}`, file.path);
    if (!all) return;
  }
}

/** Says what a name means; false if it means nothing. */
export function* describeName(
  sh: Shell,
  name: string,
  style: Style,
  all = false,
  functions = true,
): Task<boolean> {
  const found = meanings(sh, name, all, functions);
  if (found.length === 0) {
    if (style === "command" || style === "type") yield* unknown(sh, name, style);
    return false;
  }
  for (const { word, long, short } of found) {
    if (style === "word") yield* print(sh, `${word}\n`);
    else if (style === "path") {
      if (word === "file") yield* print(sh, `${short}\n`);
    } else yield* print(sh, `${style === "short" ? short : long}\n`);
    if (!all) break;
  }
  return true;
}

function* unknown(sh: Shell, name: string, style: Style): Task<void> {
  if (sh.isBash) yield* complain(sh, `${name}: not found`, style === "command" ? "command" : "type");
  else if (style === "type" || sh.dialect.name !== "bash") yield* print(sh, `${name}: not found\n`);
}

export function typeBuiltin(sh: Shell, args: readonly string[]): Outcome {
  if (!sh.isBash)
    return describeAll(
      sh,
      sh.dialect.name === "ash" ? withoutDash(args) : args.slice(1),
      "type",
      false,
      true,
    );
  const options = readOptions(sh, args, "afptP");
  if (isRefusal(options)) return options;
  const style: Style = has(options, "t") ? "word" : has(options, "p") || has(options, "P") ? "path" : "type";
  if (has(options, "P")) return describePaths(sh, options.rest, has(options, "a"));
  return describeAll(sh, options.rest, style, has(options, "a"), !has(options, "f"));
}

/** busybox takes -p and -t for no names. */
const withoutDash = (args: readonly string[]): readonly string[] =>
  args.slice(args[1]?.startsWith("-") ? 2 : 1);

function* describeAll(
  sh: Shell,
  names: readonly string[],
  style: Style,
  all: boolean,
  functions: boolean,
): Task<number> {
  let status = 0;
  for (const name of names)
    if (!(yield* describeName(sh, name, style, all, functions))) status = sh.isBash ? 1 : 127;
  return status;
}

/** -P: files only, whatever else the name means. */
function* describePaths(sh: Shell, names: readonly string[], all: boolean): Task<number> {
  let status = 0;
  for (const name of names) {
    const paths: string[] = [];
    addFiles(sh, name, all, (_, __, short = "") => paths.push(short));
    if (paths.length === 0) status = 1;
    else yield* print(sh, `${paths.join("\n")}\n`);
  }
  return status;
}

// ---- hash

export function hashBuiltin(sh: Shell, args: readonly string[]): Outcome {
  const options = readOptions(sh, args, sh.isBash ? "dlp:rt" : "r");
  if (isRefusal(options)) return options;
  if (has(options, "r")) sh.hashed = new Map();
  if (options.rest.length === 0) return has(options, "r") ? 0 : listHashed(sh);
  return hashNames(sh, options.rest, valueOf(options, "p"), has(options, "t"), has(options, "d"));
}

function* listHashed(sh: Shell): Task<number> {
  const all = [...sh.hashed];
  if (!sh.isBash) return yield* print(sh, all.map(([, { path }]) => `${path}\n`).join(""));
  if (all.length === 0) return yield* print(sh, `${sh.name === "" ? "" : "hash: "}hash table empty\n`);
  return yield* print(
    sh,
    `hits\tcommand\n${all.map(([, { path, hits }]) => `${String(hits).padStart(4)}\t${path}\n`).join("")}`,
  );
}

function* hashNames(
  sh: Shell,
  names: readonly string[],
  path: string | undefined,
  show: boolean,
  forget: boolean,
): Task<number> {
  let status = 0;
  for (const name of names) {
    const known = sh.hashed.get(name);
    if (show || forget) {
      if (known === undefined) status = yield* wrong(sh, "hash", `${name}: not found`);
      else if (show) yield* print(sh, names.length > 1 ? `${name}\t${known.path}\n` : `${known.path}\n`);
      else sh.hashed = new Map([...sh.hashed].filter(([one]) => one !== name));
      continue;
    }
    if (name.includes("/") || sh.interpreter.builtin(sh, name) !== undefined) continue;
    if (sh.state.standalone && isApplet(name)) continue;
    const found = path === undefined ? findProgram(sh, name) : { path, errno: undefined };
    if (found.errno !== undefined) {
      yield* complain(sh, `${name}: not found`, "hash");
      status = 1;
    } else sh.hashed = new Map(sh.hashed).set(name, { path: found.path, hits: 0 });
  }
  return status;
}

// ---- help and caller

export function* helpBuiltin(sh: Shell, args: readonly string[]): Task<number> {
  const names = sh.interpreter.builtinNames(sh);
  if (!sh.isBash) {
    yield* print(sh, `Built-in commands:\n------------------\n\t${names.join(" ")}\n`);
    return 0;
  }
  const wanted = args.slice(1).filter((arg) => !/^-[dms]+$/.test(arg));
  if (wanted.length === 0) {
    const head = `GNU bash, version 5.3.15(1)-release (x86_64-pc-linux-gnu)\n`;
    yield* print(sh, `${head}${names.map((name) => ` ${name}\n`).join("")}`);
    return 0;
  }
  let status = 0;
  for (const name of wanted) {
    if (names.includes(name)) yield* print(sh, `${name}: ${name}\n`);
    else status = yield* wrong(sh, "help", `no help topics match \`${name}'.  Try \`help help' or \`man -k ${name}' or \`info ${name}'.`); // prettier-ignore
  }
  return status;
}

export function* callerBuiltin(sh: Shell, args: readonly string[]): Task<number> {
  const depth = Number(args[1] ?? "0");
  const frames = [...sh.frames].reverse();
  const frame = frames[depth];
  if (frame === undefined) return 1;
  const outer = frames[depth + 1];
  const typed = outer === undefined && (sh.state.commandText !== undefined || sh.state.readsInput);
  if (typed) return args[1] === undefined ? yield* print(sh, `${frame.line} NULL\n`) : 1;
  const source = outer?.source ?? sh.state.source;
  const name = args[1] === undefined ? "" : ` ${outer?.name ?? "main"}`;
  return yield* print(sh, `${frame.line}${name} ${source}\n`);
}
