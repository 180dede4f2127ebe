// Completes an argument as `complete` says: lists of words, actions, patterns, a function of the shell, or a program
// that prints the possibilities (bash, "Programmable Completion"). Functions see COMP_WORDS and its like and answer
// in COMPREPLY. Not here: the builtins that say it (builtins/complete.ts).

import type { Task } from "../../kernel/sys.ts";
import type { Completions } from "../line-editor/host.ts";
import { valuesOf } from "./arrays.ts";
import { assign, assignArray, unsetVariable } from "./assign.ts";
import type { LineWords } from "./completion-line.ts";
import { filesBeginning, wordsOfAction } from "./completion-sources.ts";
import type { CompletionSpec } from "./completion-specs.ts";
import { glob } from "./glob.ts";
import { singleQuote } from "./quoting.ts";
import type { Shell } from "./shell.ts";

export interface Request {
  readonly line: string;
  readonly point: number;
  readonly at: LineWords;
}

export interface Found extends Completions {
  /** files are tried if there is nothing */
  readonly orFiles: boolean;
}

export function* completeBySpec(sh: Shell, spec: CompletionSpec, request: Request): Task<Found> {
  const { at } = request;
  sh.compOptions = spec.options;
  const words = yield* wordsOfSpec(sh, spec, request);
  const options = sh.compOptions;
  sh.compOptions = undefined;
  const named = spec.actions.includes("file") || spec.actions.includes("directory");
  const files = options.has("filenames") || named;
  const folders = options.has("dirnames") && words.length === 0;
  const more = folders || options.has("plusdirs") ? filesBeginning(sh, at.word, () => false).words : [];
  const all = [...new Set([...words, ...more])];
  const directories = files || more.length > 0 ? filesBeginning(sh, at.word).directories : undefined;
  return {
    start: at.start,
    words: options.has("nosort") ? all : all.sort(),
    files: files || more.length > 0,
    noSpace: options.has("nospace"),
    orFiles: options.has("default") || options.has("bashdefault"),
    ...(directories === undefined ? {} : { directories }),
    ...(at.quote === undefined ? {} : { quote: at.quote }),
  };
}

/** All that a specification gives for the word, filtered where bash filters. */
export function* wordsOfSpec(sh: Shell, spec: CompletionSpec, request: Request): Task<string[]> {
  const { word } = request.at;
  const found: string[] = [];
  for (const action of spec.actions) found.push(...((yield* wordsOfAction(sh, action, word)) ?? []));
  if (spec.globs !== undefined) found.push(...glob(sh, spec.globs).filter((name) => name.startsWith(word)));
  if (spec.words !== undefined) {
    const words = spec.words.split(/[ \t\n]+/).filter((one) => one !== "");
    found.push(...words.filter((one) => one.startsWith(word)));
  }
  if (spec.functionName !== undefined)
    found.push(...(yield* wordsOfFunction(sh, spec.functionName, request)));
  if (spec.command !== undefined) found.push(...(yield* wordsOfCommand(sh, spec.command, request)));
  return found.map((one) => spec.prefix + one + spec.suffix);
}

/** What a function comes to that has changed what completes the command. */
const AGAIN = 124;

const list = (words: readonly string[]) => words.map((value) => ({ index: undefined, value, append: false }));

function tellOfLine(sh: Shell, { line, point, at }: Request): void {
  void assign(sh, "COMP_LINE", line);
  void assign(sh, "COMP_POINT", String(point));
  void assign(sh, "COMP_TYPE", "9");
  void assign(sh, "COMP_KEY", "9");
  void assign(sh, "COMP_CWORD", String(at.words.length - 1));
  void assignArray(sh, "COMP_WORDS", list(at.words), false);
}

const argumentsOf = ({ at: { words, word } }: Request): string =>
  [words[0] ?? "", word, words[words.length - 2] ?? ""].map(singleQuote).join(" ");

function forgetLine(sh: Shell): void {
  for (const name of ["COMP_LINE", "COMP_POINT", "COMP_TYPE", "COMP_KEY", "COMP_CWORD", "COMP_WORDS"])
    void unsetVariable(sh, name);
}

/** Runs text of the shell without a trace in $?. */
function* runQuietly(sh: Shell, text: string): Task<number> {
  const { status } = sh;
  sh.nesting++;
  const ended = yield* sh.interpreter.runText(sh, text, { last: false, source: "eval" });
  sh.nesting--;
  sh.unwinding = 0;
  sh.status = status;
  return ended;
}

function* wordsOfFunction(sh: Shell, name: string, request: Request): Task<string[]> {
  tellOfLine(sh, request);
  sh.compRetry = (yield* runQuietly(sh, `${name} ${argumentsOf(request)}`)) === AGAIN;
  const reply = sh.variables.find("COMPREPLY");
  const words = reply === undefined ? [] : valuesOf(reply);
  void unsetVariable(sh, "COMPREPLY");
  forgetLine(sh);
  return words;
}

function* wordsOfCommand(sh: Shell, command: string, request: Request): Task<string[]> {
  tellOfLine(sh, request);
  yield* runQuietly(sh, `export COMP_LINE COMP_POINT COMP_TYPE COMP_KEY; COMPREPLY=$(${command} ${argumentsOf(request)})`); // prettier-ignore
  const text = sh.variables.find("COMPREPLY")?.value ?? "";
  void unsetVariable(sh, "COMPREPLY");
  forgetLine(sh);
  return text.split("\n").filter((one) => one !== "");
}
