// How many arguments a command takes, and what it says of too few and too many (docker/cli cli/required.go, and
// cobra's own rules, which some commands have instead). A rule is `*` any, `0` none, `=2` exactly, `>1` at least,
// `<1` at most, `1-2` from to; `c` at its end marks cobra's wording. What is no such rule is a group, of which
// command-line.ts knows.

import type { Command } from "../grammar/command.ts";
import { useLine } from "../grammar/use-line.ts";

const RULE = /^([=<>]?)(\d+)(?:-(\d+))?(c?)$/;

/** What is wrong with the arguments, in the command's own words. */
export function argsError(command: Command, args: readonly string[]): string | undefined {
  const m = RULE.exec(command.args);
  if (!m) return undefined;
  const [, sign = "", first = "0", last, cobra] = m;
  const low = sign === "<" ? 0 : Number(first);
  const high = last !== undefined ? Number(last) : sign === ">" ? Number.POSITIVE_INFINITY : Number(first);
  if (args.length >= low && args.length <= high) return undefined;
  return cobra === "c" ? cobraWords(command, args, sign, low, high) : dockerWords(command, sign, low, high);
}

function dockerWords(command: Command, sign: string, low: number, high: number): string {
  const say = (what: string, hint: string): string =>
    `docker: '${command.path}' ${what}\n\nUsage:  ${useLine(command)}\n\n${hint} '${command.path} --help' for more information`;
  const plural = (n: number): string => `${n} argument${n === 1 ? "" : "s"}`;
  if (sign === "=") return say(`requires ${plural(low)}`, "Run");
  if (sign === ">") return say(`requires at least ${plural(low)}`, "See");
  if (sign === "<") return say(`requires at most ${plural(high)}`, "SRun");
  if (high > 0) return say(`requires at least ${low} and at most ${plural(high)}`, "Run");
  return say("accepts no arguments", "Run");
}

function cobraWords(
  command: Command,
  args: readonly string[],
  sign: string,
  low: number,
  high: number,
): string {
  const received = `received ${args.length}`;
  if (sign === "=") return `accepts ${low} arg(s), ${received}`;
  if (sign === ">") return `requires at least ${low} arg(s), only ${received}`;
  if (sign === "<") return `accepts at most ${high} arg(s), ${received}`;
  if (high > 0) return `accepts between ${low} and ${high} arg(s), ${received}`;
  return `unknown command "${args[0]}" for "${command.path}"`;
}
