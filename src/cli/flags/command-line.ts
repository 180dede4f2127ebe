// A command line of `docker`, read as the real client reads it: which command, with which values of flags and which
// arguments; or what is printed instead, and the exit code. The client reads global flags first, then lets a plugin
// read everything anew if the command is the plugin's, and otherwise walks down its commands (docker/cli
// cmd/docker/docker.go, cli-plugins/plugin, and cobra's ExecuteC and execute).
// Not here: what commands do, and what they check of their flags and arguments when they do it.

import type { Command } from "../grammar/command.ts";
import { childCommand, rootOf } from "../grammar/decode.ts";
import { useLine } from "../grammar/use-line.ts";
import { renderHelp } from "../help/help.ts";
import { type Answer, failWith, FLAG_ERROR_EXIT } from "./answer.ts";
import { argsError } from "./args-rule.ts";
import { forwardToBuildx } from "./builder-alias.ts";
import { type ClientEnvironment, withVariable } from "./client-environment.ts";
import type { FlagValues } from "./flag-values.ts";
import { composeSettings } from "./compose-settings.ts";
import { helpView } from "./help-view.ts";
import { openSession, readFlags, readGlobalFlags, type Session, valuesOf } from "./session.ts";
import { unsupported } from "./support.ts";
import { find, traverse } from "./traverse.ts";

/** A command to carry out. */
export interface Invocation {
  readonly kind: "run";
  readonly command: Command;
  readonly flags: FlagValues;
  readonly args: readonly string[];
  /** the flags before the first command */
  readonly globals: FlagValues;
  /** the flags of a command above: those of `compose` for `compose up` */
  readonly flagsOf: (command: Command) => FlagValues;
  /** to be printed first: what is deprecated */
  readonly stdout: string;
  readonly stderr: string;
  readonly warnings: readonly string[];
}

/** Nothing to carry out: help, or a mistake. */
export interface Answered extends Answer {
  readonly kind: "answer";
  /** logged on standard error before what `stderr` says */
  readonly warnings: readonly string[];
}

export type Reading = Invocation | Answered;

/** `words` are those after `docker`. */
export function readCommandLine(words: readonly string[], env: ClientEnvironment): Reading {
  const session = openSession("docker", env);
  const root = rootOf("docker");
  const rest = readGlobalFlags(session, root, words);
  const globals = valuesOf(session, root);
  const refused = logLevelError(globals) ?? env.initialize?.(globals);
  if (refused !== undefined) return answer(session, refused);
  if (!rest.ok) return flagError(session, root, rest.error);
  const forwarded = forwardToBuildx(session, rest.value, words);
  if (!forwarded.ok) return answer(session, failWith(forwarded.error));
  const plugin = pluginFor(session, root, forwarded.value.words);
  if (plugin === undefined) return execute(session, root, forwarded.value.words);
  const builder =
    forwarded.value.forwarded && !namesBuilder(forwarded.value.words, env)
      ? env.contextName(globals)
      : undefined;
  return runPlugin(session, plugin, forwarded.value.all, builder);
}

const LOG_LEVELS = new Set(["panic", "fatal", "error", "warn", "warning", "info", "debug", "trace"]);

/** The client cannot even say what else is wrong. */
function logLevelError(globals: FlagValues): Answer | undefined {
  const level = globals.string("log-level");
  const known = level === "" || LOG_LEVELS.has(level.toLowerCase());
  return known ? undefined : failWith(`Unable to parse logging level: ${level}`);
}

const PLUGIN_NAME = /^[a-z][a-z0-9]*$/;
type Plugin = "compose" | "buildx";

const asPlugin = (session: Session, name: string | undefined): Plugin | undefined => {
  const isOurs = (name === "compose" || name === "buildx") && PLUGIN_NAME.test(name);
  return isOurs && session.env.hasPlugin(name) ? name : undefined;
};

function pluginFor(session: Session, root: Command, words: readonly string[]): Plugin | undefined {
  return words.length > 0 && find(root, words, session.env).command === root
    ? asPlugin(session, words[0])
    : undefined;
}

/** Whether the user has said which builder to use. */
const namesBuilder = (words: readonly string[], env: ClientEnvironment): boolean => {
  const at = words.findIndex((word) => word === "--builder" || word.startsWith("--builder="));
  const named =
    at >= 0 && (words[at] === "--builder" ? (words[at + 1] ?? "") !== "" : words[at] !== "--builder=");
  return named || (env.lookupEnv("BUILDX_BUILDER") ?? "") !== "";
};

/** The plugin is another program: it reads all words for itself. */
function runPlugin(before: Session, program: Plugin, words: readonly string[], builder?: string): Reading {
  const { env } = before;
  const inner = builder === undefined ? env : withVariable(env, "BUILDX_BUILDER", builder);
  const session = openSession(program, inner);
  session.stdout = before.stdout;
  session.stderr = before.stderr;
  const root = rootOf(program);
  const rest = readGlobalFlags(session, root, words);
  return rest.ok ? execute(session, root, rest.value) : flagError(session, root, rest.error);
}

function execute(session: Session, root: Command, words: readonly string[]): Reading {
  const { passed, command, words: own } = traverse(root, words, session.env);
  let again = "";
  for (const step of passed) {
    const before = session.stdout.length;
    const read = readFlags(session, step.command, step.words);
    if (!read.ok) return programError(session, read.error);
    again += session.stdout.slice(before).repeat(2);
  }
  const args = readFlags(session, command, own);
  if (!args.ok) return flagError(session, command, args.error);
  const flags = valuesOf(session, command);
  if (flags.bool("help")) {
    // to see whether help is a plugin's, docker walks down once more, and tells what is deprecated with what it told before
    if (session.program === "docker") session.stdout += again;
    return help(session, command);
  }
  if (command === rootOf("docker") && flags.bool("version"))
    return print(session, `Docker version ${session.env.version}\n`);
  if (command.args === "help") return help(session, command);
  const lack = unsupported(session, command);
  if (lack !== undefined) return answer(session, failWith(lack));
  return runCommand(session, command, flags, args.value);
}

function runCommand(session: Session, command: Command, flags: FlagValues, args: readonly string[]): Reading {
  if (/^(root|group|manifest)$/.test(command.args)) return runGroup(session, command, args);
  const wrong = argsError(command, args) ?? composeError(session, command);
  if (wrong !== undefined) return programError(session, wrong);
  if (command.args === "compose" || command.args === "buildx") return runPluginGroup(session, command, args);
  if (command.id === "help") return runHelp(session, args);
  return {
    kind: "run",
    command,
    flags,
    args,
    globals: valuesOf(session, rootOf(session.program)),
    flagsOf: (above) => valuesOf(session, above),
    stdout: session.stdout,
    stderr: session.stderr,
    warnings: session.warnings,
  };
}

/** compose looks at its own flags before any of its commands does anything. */
function composeError(session: Session, command: Command): string | undefined {
  const compose = session.program === "compose" ? childCommand(rootOf("compose"), "compose") : undefined;
  if (compose === undefined || command.id === "help") return undefined;
  const settings = composeSettings(valuesOf(session, compose), command === compose, session.env);
  if (!settings.ok) return settings.error;
  session.stderr += settings.value.stderr;
  return undefined;
}

/** `docker`, `docker container`: help is an error message here, though not a failure. */
function runGroup(session: Session, command: Command, [first]: readonly string[]): Reading {
  if (first === undefined) {
    const text = renderHelp(command, helpView(session.env));
    return answer(session, { stdout: "", stderr: command.args === "manifest" ? `\n${text}` : text, exit: 0 });
  }
  const unknown = `docker: unknown command: ${command.path} ${first}`;
  const usage = command.args === "root" ? "" : `Usage:  ${useLine(command)}\n\n`;
  return answer(session, failWith(`${unknown}\n\n${usage}Run '${command.path} --help' for more information`));
}

/** `docker compose`, `docker buildx history`: help, and the error after it. */
function runPluginGroup(session: Session, command: Command, [first]: readonly string[]): Reading {
  const shown = help(session, command);
  if (first === undefined) return shown;
  const unknown =
    command.args === "compose"
      ? `unknown docker command: "compose ${first}"`
      : `ERROR: unknown command: "${first}"`;
  return { ...shown, stderr: `${session.stderr}${unknown}\n`, exit: 1 };
}

/** `docker help …` */
function runHelp(session: Session, args: readonly string[]): Reading {
  const plugin = session.program === "docker" ? asPlugin(session, args[0]) : undefined;
  if (plugin !== undefined) return pluginHelp(runPlugin(session, plugin, ["help", ...args]));
  const { command, words } = find(rootOf(session.program), args, session.env);
  if (words.length > 0) return answer(session, failWith(`unknown help topic: ${words.join(" ")}`));
  return help(session, command);
}

/** docker tells that the plugin failed, which it does nowhere else. */
const pluginHelp = (reading: Reading): Reading =>
  reading.kind === "run" || reading.exit === 0
    ? reading
    : { ...reading, stderr: `${reading.stderr}exit status ${reading.exit}\n`, exit: 1 };

function help(session: Session, command: Command): Answered {
  const lack = unsupported(session, command);
  if (lack === undefined) return print(session, renderHelp(command, helpView(session.env)));
  const toStderr = command.id === "stack" || command.parent?.id === "stack";
  return answer(session, {
    stdout: toStderr ? "" : `${lack}\n`,
    stderr: toStderr ? `${lack}\n` : "",
    exit: 0,
  });
}

/** A flag that is wrong. compose says so in one line; the others add the usage line. */
function flagError(session: Session, command: Command, error: string): Answered {
  if (session.program === "compose" && command.parent !== undefined) return answer(session, failWith(error));
  const lack = unsupported(session, command);
  if (lack !== undefined) return answer(session, failWith(lack));
  const usage = `Usage:  ${useLine(command)}\n\nRun '${command.path} --help' for more information`;
  return answer(session, failWith(`${error}\n\n${usage}`, FLAG_ERROR_EXIT));
}

/** Any other error, as the program prints those. */
const programError = (session: Session, error: string): Answered =>
  answer(session, failWith(session.program === "buildx" ? `ERROR: ${error}` : error));

const print = (session: Session, text: string): Answered =>
  answer(session, { stdout: text, stderr: "", exit: 0 });

const answer = (session: Session, { stdout, stderr, exit }: Answer): Answered => ({
  kind: "answer",
  stdout: session.stdout + stdout,
  stderr: session.stderr + stderr,
  exit,
  warnings: session.warnings,
});
