// Variables that are computed when they are read (RANDOM, SECONDS, LINENO, FUNCNAME, …), and those that a
// shell sets for itself when it starts (bash, "Shell Variables"; dash and busybox have few of them). Chance
// comes from sys.random, time from sys.now. A variable that is unset loses its meaning.

import { SECOND } from "../../base/time.ts";
import type { Shell } from "./shell.ts";
import { shoptNames } from "./shopts.ts";
import { OPTION_NAMES } from "./options.ts";
import { commandText } from "./command-text.ts";
import { DYNAMIC, EXPORTED, INDEXED, INTEGER, READONLY } from "./variables.ts";

export const BASH_VERSION = "5.3.15(1)-release";
const MACHINE = "x86_64-pc-linux-gnu";

type Value = string | readonly string[] | undefined;
type Reader = (sh: Shell) => Value;

/** Commands come from a file, whose frame bash calls main. */
const isScript = ({ state }: Shell): boolean =>
  state.commandText === undefined && !state.readsInput && !state.interactive && !state.persistent;

const reversedFrames = (sh: Shell) => [...sh.frames].reverse();

const READERS = new Map<string, Reader>([
  ["RANDOM", (sh) => String(nextRandom(sh))],
  ["SRANDOM", (sh) => String(word32(sh))],
  ["SECONDS", (sh) => String(Math.floor((sh.sys.now() - sh.state.secondsBase) / SECOND))],
  ["EPOCHSECONDS", (sh) => String(Math.floor(sh.sys.now() / SECOND))],
  ["EPOCHREALTIME", (sh) => epochRealtime(sh.sys.now())],
  ["LINENO", (sh) => String(sh.state.line)],
  ["BASHPID", (sh) => String(sh.sys.pid)],
  ["BASH_SUBSHELL", (sh) => String(sh.state.subshells)],
  [
    "BASH_COMMAND",
    (sh) =>
      sh.state.inTrap || sh.command === undefined ? sh.state.lastCommandText : commandText(sh.command),
  ],
  ["FUNCNAME", functionNames],
  [
    "BASH_SOURCE",
    (sh) => [...reversedFrames(sh).map(({ source }) => source), ...(isScript(sh) ? [sh.state.source] : [])],
  ],
  [
    "BASH_LINENO",
    (sh) => [...reversedFrames(sh).map(({ line }) => String(line)), ...(isScript(sh) ? ["0"] : [])],
  ],
  ["PIPESTATUS", (sh) => (sh.pipeStatus ?? [sh.status]).map(String)],
  ["DIRSTACK", (sh) => [sh.state.cwd, ...sh.directories]],
  ["GROUPS", groupNumbers],
  ["HISTCMD", (sh) => String(sh.history.next)],
  ["SHELLOPTS", (sh) => OPTION_NAMES.bash.filter((name) => sh.options[name]).join(":")],
  [
    "BASHOPTS",
    (sh) =>
      shoptNames()
        .filter((name) => sh.shopts.has(name))
        .join(":"),
  ],
  ["PPID", (sh) => String(sh.sys.ppid())],
]);

/** The group of the process first, then the others that it is in. */
function groupNumbers(sh: Shell): Value {
  const { gid, groups } = sh.sys.credentials();
  return [gid, ...groups.filter((one) => one !== gid)].map(String);
}

function functionNames(sh: Shell): Value {
  const names = [...reversedFrames(sh).map(({ name }) => name), ...(isScript(sh) ? ["main"] : [])];
  if (!sh.isBash) return sh.frames.findLast(({ isFunction }) => isFunction)?.name ?? "";
  return sh.frames.some(({ isFunction }) => isFunction) ? names : undefined;
}

const epochRealtime = (now: number): string =>
  `${Math.floor(now / SECOND)}.${String(now % SECOND).padStart(6, "0")}`;

export const dynamicValue = (sh: Shell, name: string): Value => READERS.get(name)?.(sh);

function word32(sh: Shell): number {
  const [a = 0, b = 0, c = 0, d = 0] = sh.sys.random(4);
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}

/** Park and Miller's generator, folded to 15 bits, as bash has it since 5.1. */
function nextRandom(sh: Shell): number {
  const { state } = sh;
  let seed = state.randomSeed ?? word32(sh) & 0x7fff_ffff;
  if (seed === 0) seed = 123_459_876;
  const high = Math.trunc(seed / 127_773);
  const next = 16_807 * (seed % 127_773) - 2836 * high;
  seed = next < 0 ? next + 0x7fff_ffff : next;
  state.randomSeed = seed;
  return ((seed >>> 16) ^ (seed & 0xffff)) & 0x7fff;
}

/** Assigning to such a variable: true if that is all there is to it. */
export function assignDynamic(sh: Shell, name: string, value: string): boolean {
  const number = Number.parseInt(value, 10) || 0;
  if (name === "RANDOM") sh.state.randomSeed = number >>> 0;
  else if (name === "SECONDS") sh.state.secondsBase = sh.sys.now() - number * SECOND;
  else if (name === "LINENO") sh.state.lineBase += number - sh.state.line;
  return true;
}

const IN_BASH = [...READERS.keys()];
const IN_ASH = ["FUNCNAME", "RANDOM", "LINENO", "EPOCHSECONDS", "EPOCHREALTIME"];
const ARRAYS = new Set(["FUNCNAME", "BASH_SOURCE", "BASH_LINENO", "PIPESTATUS", "DIRSTACK", "GROUPS"]);
const CONSTANT = new Set(["SHELLOPTS", "BASHOPTS", "PPID"]);
const COUNTING = new Set(["RANDOM", "SRANDOM", "SECONDS", "LINENO", "BASHPID", "HISTCMD", "PPID"]);

/** Puts in what the shell sets for itself; the environment has been taken over before. */
export function initialiseVariables(sh: Shell): void {
  const { variables, dialect } = sh;
  const dynamic = dialect.name === "bash" ? IN_BASH : dialect.name === "ash" ? IN_ASH : [];
  for (const name of dynamic) {
    const attributes =
      DYNAMIC |
      (ARRAYS.has(name) ? INDEXED : 0) |
      (CONSTANT.has(name) ? READONLY : 0) |
      (COUNTING.has(name) ? INTEGER : 0);
    variables.put(name, { value: undefined, attributes, elements: undefined });
  }
  sh.state.secondsBase = sh.sys.now();
  const set = (name: string, value: string, attributes = 0): void =>
    variables.put(name, { value, attributes, elements: undefined });
  const missing = (name: string, value: string, attributes = 0): void => {
    if (variables.find(name) === undefined) set(name, value, attributes);
  };
  set("IFS", " \t\n");
  set("OPTIND", "1");
  missing("PATH", defaultPath(dialect.name), 0);
  missing("PS4", "+ ");
  const { nodename } = sh.sys.uname();
  if (dialect.name === "bash") initialiseBash(sh, set, missing, nodename);
  else {
    set("PPID", String(sh.sys.ppid()));
    missing("PS1", dialect.name === "ash" ? "\\w \\$ " : sh.sys.credentials().euid === 0 ? "# " : "$ ");
    missing("PS2", "> ");
    if (dialect.name === "ash") {
      missing("HOSTNAME", nodename);
      raiseLevel(sh, set);
    }
  }
}

const defaultPath = (name: string): string =>
  name === "ash"
    ? "/sbin:/usr/sbin:/bin:/usr/bin"
    : "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

type Setter = (name: string, value: string, attributes?: number) => void;

/** How many shells there are around, this one included. */
function raiseLevel({ variables }: Shell, set: Setter): void {
  const level = Number(variables.find("SHLVL")?.value ?? "0");
  set("SHLVL", String(Number.isInteger(level) && level >= 0 ? level + 1 : 1), EXPORTED);
}

function initialiseBash(sh: Shell, set: Setter, missing: Setter, hostname: string): void {
  const { variables } = sh;
  const credentials = sh.sys.credentials();
  set("BASH_VERSION", BASH_VERSION);
  set("BASH", "/usr/bin/bash");
  set("UID", String(credentials.uid), READONLY | INTEGER);
  set("EUID", String(credentials.euid), READONLY | INTEGER);
  missing("HOSTNAME", hostname);
  set("HOSTTYPE", "x86_64");
  set("MACHTYPE", MACHINE);
  set("OSTYPE", "linux-gnu");
  set("OPTERR", "1");
  missing("TERM", "dumb");
  missing("SHELL", "/bin/bash");
  raiseLevel(sh, set);
  const version: [number, string][] = [[0, "5"], [1, "3"], [2, "15"], [3, "1"], [4, "release"], [5, MACHINE]]; // prettier-ignore
  variables.put("BASH_VERSINFO", {
    value: undefined,
    attributes: INDEXED | READONLY,
    elements: variables.newElements(version),
  });
  if (sh.state.commandText !== undefined) set("BASH_EXECUTION_STRING", sh.state.commandText);
}
