// set, shopt and enable: options of the shell, its positional parameters, which builtins there are (POSIX shell,
// "set"; bash, "The Set Builtin", "The Shopt Builtin"). Turning job control on and off happens here as well.
// Not here: what the options do.

import type { Task } from "../../../kernel/sys.ts";
import { complain, print } from "../messages.ts";
import { OPTION_LETTERS, OPTION_NAMES, type OptionName } from "../options.ts";
import type { Outcome, Shell } from "../shell.ts";
import { shoptNames } from "../shopts.ts";
import { takeOverSignals } from "../signals.ts";
import { wrong, wrongOption } from "./complaints.ts";
import { listVariables } from "./listings.ts";
import { has, isRefusal, readOptions } from "./options.ts";

// ---- set

export function setBuiltin(sh: Shell, args: readonly string[]): Outcome {
  if (args.length === 1) return listVariables(sh, true);
  return setOptions(sh, args.slice(1));
}

function* setOptions(sh: Shell, words: readonly string[]): Task<number> {
  let i = 0;
  for (; i < words.length; i++) {
    const word = words[i] as string;
    if (word === "--" || word === "-") {
      if (word === "-") for (const name of ["xtrace", "verbose"] as const) setOption(sh, name, false);
      if (word === "--" || i + 1 < words.length) setPositional(sh, words.slice(i + 1));
      return 0;
    }
    if (!/^[-+]./.test(word)) break;
    const on = word.startsWith("-");
    for (const letter of word.slice(1)) {
      if (letter === "o") {
        const name = words[i + 1];
        if (name === undefined) {
          yield* print(sh, listOptions(sh, on));
          return 0;
        }
        i++;
        const refused = yield* setByName(sh, name, on);
        if (refused !== 0) return refused;
        continue;
      }
      const option = OPTION_LETTERS[sh.dialect.name].get(letter);
      if (option === undefined) return yield* wrongOption(sh, "set", `${word[0]}${letter}`);
      setOption(sh, option, on);
    }
  }
  if (i < words.length) setPositional(sh, words.slice(i));
  return 0;
}

function setPositional(sh: Shell, words: readonly string[]): void {
  sh.positional = words;
  sh.state.positionalSet = true;
}

export function* setByName(sh: Shell, name: string, on: boolean): Task<number> {
  const known = OPTION_NAMES[sh.dialect.name].find((one) => one === name);
  if (known !== undefined) {
    setOption(sh, known, on);
    return 0;
  }
  if (sh.isBash) {
    yield* complain(sh, `${name}: invalid option name`, "set");
    return 2;
  }
  if (sh.dialect.name === "dash") return yield* wrong(sh, "set", `Illegal option ${on ? "-" : "+"}o ${name}`);
  yield* complain(sh, `illegal option ${on ? "-" : "+"}o ${name}`, "set");
  return 1;
}

export function setOption(sh: Shell, option: OptionName, on: boolean): void {
  const before = sh.options[option];
  sh.options[option] = on;
  if (option === "vi" && on) sh.options.emacs = false;
  if (option === "emacs" && on) sh.options.vi = false;
  if (option === "monitor" && on !== before && sh.state.interactive) takeOverSignals(sh);
}

function listOptions(sh: Shell, readable: boolean): string {
  const names = OPTION_NAMES[sh.dialect.name];
  const head = readable && sh.dialect.name === "dash" ? "Current option settings\n" : "";
  const line = (name: OptionName): string => {
    const on = sh.options[name];
    if (!readable) return `set ${on ? "-" : "+"}o ${name}\n`;
    return `${name.padEnd(sh.isBash ? 15 : 16)}${sh.isBash ? "\t" : ""}${on ? "on" : "off"}\n`;
  };
  return head + names.map(line).join("");
}

// ---- shopt

export function shoptBuiltin(sh: Shell, args: readonly string[]): Outcome {
  const options = readOptions(sh, args, "pqsuo");
  if (isRefusal(options)) return options;
  const sets = has(options, "s");
  const unsets = has(options, "u");
  if (has(options, "o"))
    return shoptOptions(sh, options.rest, sets, unsets, has(options, "q"), has(options, "p"));
  return shoptNamed(sh, options.rest, sets, unsets, has(options, "q"), has(options, "p"));
}

const lineOf = (name: string, on: boolean, reusable: boolean): string =>
  reusable ? `shopt -${on ? "s" : "u"} ${name}\n` : `${name.padEnd(20)}\t${on ? "on" : "off"}\n`;

function* shoptNamed(
  sh: Shell,
  names: readonly string[],
  sets: boolean,
  unsets: boolean,
  quiet: boolean,
  reusable: boolean,
): Task<number> {
  if (names.length === 0) {
    const shown = shoptNames().filter((name) =>
      sets ? sh.shopts.has(name) : unsets ? !sh.shopts.has(name) : true,
    );
    return yield* print(sh, shown.map((name) => lineOf(name, sh.shopts.has(name), reusable)).join(""));
  }
  let status = 0;
  for (const name of names) {
    if (!shoptNames().includes(name)) {
      yield* complain(sh, `${name}: invalid shell option name`, "shopt");
      status = 1;
      continue;
    }
    const on = sh.shopts.has(name);
    if (sets || unsets) {
      const changed = new Set(sh.shopts);
      if (sets) changed.add(name);
      else changed.delete(name);
      sh.shopts = changed;
      continue;
    }
    if (!on) status = 1;
    if (!quiet) yield* print(sh, lineOf(name, on, reusable));
  }
  return status;
}

function* shoptOptions(
  sh: Shell,
  names: readonly string[],
  sets: boolean,
  unsets: boolean,
  quiet: boolean,
  reusable: boolean,
): Task<number> {
  let status = 0;
  for (const name of names.length > 0 ? names : OPTION_NAMES.bash) {
    const option = OPTION_NAMES.bash.find((one) => one === name);
    if (option === undefined) {
      yield* complain(sh, `${name}: invalid option name`, "shopt");
      status = 1;
    } else if (sets || unsets) setOption(sh, option, sets);
    else {
      if (!sh.options[option]) status = names.length > 0 ? 1 : 0;
      const on = sh.options[option];
      if (!quiet) yield* print(sh, reusable ? `set ${on ? "-" : "+"}o ${name}\n` : lineOf(name, on, false));
    }
  }
  return status;
}

// ---- enable

export function enableBuiltin(sh: Shell, args: readonly string[]): Outcome {
  const options = readOptions(sh, args, "adnpsf:");
  if (isRefusal(options)) return options;
  const off = has(options, "n");
  return enable(sh, options.rest, off, has(options, "a"), has(options, "s"));
}

function* enable(
  sh: Shell,
  names: readonly string[],
  off: boolean,
  all: boolean,
  special: boolean,
): Task<number> {
  if (names.length === 0) {
    const shown = sh.interpreter.builtinNames(sh).filter((name) => {
      const disabled = sh.disabled.has(name);
      return (all || disabled === off) && (!special || sh.interpreter.builtin(sh, name)?.special === true);
    });
    return yield* print(
      sh,
      shown.map((name) => `enable ${sh.disabled.has(name) ? "-n " : ""}${name}\n`).join(""),
    );
  }
  let status = 0;
  for (const name of names) {
    if (!sh.interpreter.builtinNames(sh).includes(name)) {
      yield* complain(sh, `${name}: not a shell builtin`, "enable");
      status = 1;
      continue;
    }
    const disabled = new Set(sh.disabled);
    if (off) disabled.add(name);
    else disabled.delete(name);
    sh.disabled = disabled;
  }
  return status;
}
