// complete, compgen and compopt: what completes the arguments of commands (bash, "Programmable Completion
// Builtins"). Relies on completion-by-spec.ts to carry it out.
// Not here: -A's rarer actions, -X filters, -E and -I.

import type { Task } from "../../../kernel/sys.ts";
import { wordsOfSpec, type Request } from "../completion-by-spec.ts";
import type { CompletionSpec } from "../completion-specs.ts";
import { print } from "../messages.ts";
import { singleQuote } from "../quoting.ts";
import type { Outcome, Shell } from "../shell.ts";
import { wrong } from "./complaints.ts";
import { has, isRefusal, readOptions, valueOf, type BuiltinOptions } from "./options.ts";

const LETTERS = "abcdefgjksuvo:A:G:W:F:C:X:P:S:";
const ACTIONS = new Map([
  ["a", "alias"], ["b", "builtin"], ["c", "command"], ["d", "directory"], ["e", "export"], ["f", "file"], ["g", "group"], ["j", "job"],
  ["k", "keyword"], ["s", "service"], ["u", "user"], ["v", "variable"],
]); // prettier-ignore

function specOf(options: BuiltinOptions): CompletionSpec {
  const { given } = options;
  const actions = given.flatMap(([letter, value]) =>
    letter === "A" ? [value] : ACTIONS.has(letter) ? [ACTIONS.get(letter) as string] : [],
  );
  return {
    options: new Set(given.filter(([letter]) => letter === "o").map(([, value]) => value)),
    actions,
    words: valueOf(options, "W"),
    functionName: valueOf(options, "F"),
    command: valueOf(options, "C"),
    globs: valueOf(options, "G"),
    prefix: valueOf(options, "P") ?? "",
    suffix: valueOf(options, "S") ?? "",
  };
}

export function completeBuiltin(sh: Shell, args: readonly string[]): Outcome {
  const options = readOptions(sh, args, `${LETTERS}prDEI`);
  if (isRefusal(options)) return options;
  const names = has(options, "D") ? ["-D"] : has(options, "E") ? [""] : options.rest;
  if (has(options, "r")) return forget(sh, names);
  if (has(options, "p") || args.length === 1) return printSpecs(sh, names);
  const completions = new Map(sh.completions);
  for (const name of names) completions.set(name, specOf(options));
  sh.completions = completions;
  return 0;
}

function forget(sh: Shell, names: readonly string[]): Outcome {
  const completions = new Map(names.length === 0 ? [] : sh.completions);
  const unknown = names.find((name) => !sh.completions.has(name));
  for (const name of names) completions.delete(name);
  sh.completions = completions;
  return unknown === undefined ? 0 : wrong(sh, "complete", `${unknown}: no completion specification`);
}

function* printSpecs(sh: Shell, names: readonly string[]): Task<number> {
  for (const name of names.length > 0 ? names : sh.completions.keys()) {
    const spec = sh.completions.get(name);
    if (spec === undefined) return yield* wrong(sh, "complete", `${name}: no completion specification`);
    yield* print(sh, `complete ${textOf(spec)}${name}\n`);
  }
  return 0;
}

function textOf(spec: CompletionSpec): string {
  const { options, actions, words, functionName, command, globs, prefix, suffix } = spec;
  const letters = new Map([...ACTIONS].map(([letter, action]) => [action, letter]));
  const valued: [string, string | undefined][] = [
    ["-G", globs],
    ["-W", words],
    ["-P", prefix === "" ? undefined : prefix],
    ["-S", suffix === "" ? undefined : suffix],
  ];
  return [
    ...[...options].map((option) => `-o ${option} `),
    ...actions.map((action) => (letters.has(action) ? `-${letters.get(action)} ` : `-A ${action} `)),
    ...valued.map(([flag, value]) => (value === undefined ? "" : `${flag} ${singleQuote(value)} `)),
    functionName === undefined ? "" : `-F ${functionName} `,
    command === undefined ? "" : `-C ${singleQuote(command)} `,
  ].join("");
}

export function compgenBuiltin(sh: Shell, args: readonly string[]): Outcome {
  const options = readOptions(sh, args, LETTERS);
  return isRefusal(options) ? options : generate(sh, options);
}

function* generate(sh: Shell, options: BuiltinOptions): Task<number> {
  const word = options.rest[0] ?? "";
  const at = { words: ["compgen", word], start: 0, word, quote: undefined, isCommand: false, isRedirection: false }; // prettier-ignore
  const request: Request = { line: word, point: word.length, at };
  const words = yield* wordsOfSpec(sh, specOf(options), request);
  if (words.length === 0) return 1;
  return yield* print(sh, words.map((one) => `${one}\n`).join(""));
}

export function compoptBuiltin(sh: Shell, args: readonly string[]): Outcome {
  const on = new Set<string>();
  const off = new Set<string>();
  const names: string[] = [];
  for (let i = 1; i < args.length; i++) {
    if (args[i] === "-o") on.add(args[++i] ?? "");
    else if (args[i] === "+o") off.add(args[++i] ?? "");
    else if (!/^-[DEI]$/.test(args[i] as string)) names.push(args[i] as string);
  }
  const changed = (options: ReadonlySet<string>): Set<string> =>
    new Set([...options, ...on].filter((option) => !off.has(option)));
  if (names.length === 0) {
    if (sh.compOptions === undefined)
      return wrong(sh, "compopt", "not currently executing completion function");
    sh.compOptions = changed(sh.compOptions);
    return 0;
  }
  const completions = new Map(sh.completions);
  for (const name of names) {
    const spec = completions.get(name);
    if (spec === undefined) return wrong(sh, "compopt", `${name}: no completion specification`);
    completions.set(name, { ...spec, options: changed(spec.options) });
  }
  sh.completions = completions;
  return 0;
}
