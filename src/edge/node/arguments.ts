// What the `paperwhale` command was asked for: its own options up to the first word that is none, then what
// belongs to the sub-command. Not here: doing it (main.ts).

import { parseArgs, type ParseArgsConfig } from "node:util";
import { fail, ok, type Result } from "../../base/result.ts";

export interface Invocation {
  readonly seed: number | string;
  readonly task: Task;
}

export type Task =
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  /** the terminal, or a script on standard input if that is no terminal */
  | { readonly kind: "shell" }
  /** `words` are $0, $1 and so on */
  | { readonly kind: "commands"; readonly commands: string; readonly words: readonly string[] }
  | { readonly kind: "script"; readonly file: string; readonly words: readonly string[] }
  /** `script` is read first; the command's packets are told of */
  | { readonly kind: "trace"; readonly scripts: readonly string[]; readonly command: string }
  | { readonly kind: "reach"; readonly scripts: readonly string[] }
  | { readonly kind: "play"; readonly files: readonly string[]; readonly out: string };

export const USAGE = `paperwhale: Docker, folded out of paper

Usage:
  paperwhale [--seed N]                          a terminal on a simulated host with Docker
  paperwhale [--seed N] < SCRIPT                 run the script on standard input
  paperwhale [--seed N] -c COMMANDS [NAME ARG...]
  paperwhale [--seed N] run SCRIPT [ARG...]
  paperwhale [--seed N] layers IMAGE [--format table|json]
                                                 what each layer of an image did, on such a host
  paperwhale trace [SCRIPT...] COMMAND           run the scripts, then tell of every packet of the command
  paperwhale reach SCRIPT...                     run the scripts, then tell who reaches whom
  paperwhale play FILE.scn... --out DIR          play scenarios and keep what each step prints

Options:
  -c COMMANDS    run these commands; they may use $0, $1 ...
  --seed N       a number or a word that ids, names and addresses are made from (1)
  --version      print the version
  --help         print this

The world's time runs as fast as it can, but in the terminal it follows the clock on the wall.
Nothing that is typed here touches this machine.
`;

const OPTIONS = {
  command: { type: "boolean", short: "c" },
  seed: { type: "string" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
} as const satisfies ParseArgsConfig["options"];

const PLAY_OPTIONS = { out: { type: "string" } } as const satisfies ParseArgsConfig["options"];

export function parseInvocation(argv: readonly string[]): Result<Invocation, string> {
  const own = ownPart(argv);
  const parsed = attempt(() => parseArgs({ args: own, options: OPTIONS }));
  if (!parsed.ok) return parsed;
  const { values } = parsed.value;
  const task = taskOf(values, argv.slice(own.length));
  if (!task.ok) return task;
  const { seed = "1" } = values;
  return ok({ seed: /^-?\d{1,15}$/.test(seed) ? Number(seed) : seed, task: task.value });
}

/** Up to the first word that is no option: what follows is not ours to read. */
function ownPart(argv: readonly string[]): string[] {
  const args = [...argv];
  const { tokens } = parseArgs({ args, options: OPTIONS, strict: false, tokens: true });
  const end = tokens.find(({ kind }) => kind !== "option");
  return end === undefined ? args : args.slice(0, end.index);
}

function taskOf(
  values: { readonly command?: boolean; readonly help?: boolean; readonly version?: boolean },
  rest: readonly string[],
): Result<Task, string> {
  if (values.help === true) return ok({ kind: "help" });
  if (values.version === true) return ok({ kind: "version" });
  const [first, ...words] = rest;
  if (values.command === true)
    return first === undefined
      ? fail("option '-c' needs commands to run")
      : ok({ kind: "commands", commands: first, words });
  return first === undefined ? ok({ kind: "shell" }) : subcommand(first, words);
}

function subcommand(name: string, words: readonly string[]): Result<Task, string> {
  if (name === "play") return playTask(words);
  // the command of the same name that simulated hosts have
  if (name === "layers")
    return ok({ kind: "commands", commands: 'paperwhale layers "$@"', words: ["paperwhale", ...words] });
  if (name === "reach") return ok({ kind: "reach", scripts: words });
  if (name === "trace") {
    const command = words.at(-1);
    return command === undefined
      ? fail("'trace' needs a command")
      : ok({ kind: "trace", scripts: words.slice(0, -1), command });
  }
  if (name !== "run") return fail(`unknown command '${name}'`);
  const [file, ...args] = words;
  return file === undefined
    ? fail("'run' needs the name of a script")
    : ok({ kind: "script", file, words: args });
}

function playTask(words: readonly string[]): Result<Task, string> {
  const parsed = attempt(() =>
    parseArgs({ args: [...words], options: PLAY_OPTIONS, allowPositionals: true }),
  );
  if (!parsed.ok) return parsed;
  const { values, positionals } = parsed.value;
  if (positionals.length === 0) return fail("'play' needs the names of scenarios");
  if (values.out === undefined) return fail("'play' needs --out DIR");
  return ok({ kind: "play", files: positionals, out: values.out });
}

/** Node throws what it has to say of wrong options; its first sentence is enough. */
function attempt<T>(parse: () => T): Result<T, string> {
  try {
    return ok(parse());
  } catch (error) {
    const { message } = error as Error;
    const [sentence = message] = message.split(/\. (?=[A-Z])/, 1);
    return fail(sentence.charAt(0).toLowerCase() + sentence.slice(1));
  }
}
