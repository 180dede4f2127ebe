// pushd, popd and dirs: a stack of directories, the present one on top (bash, "The Directory Stack").
// Relies on cd. Not here: +N and -N beyond rotating and removing.

import type { Task } from "../../../kernel/sys.ts";
import { complain } from "../messages.ts";
import { parameterValue } from "../parameters.ts";
import type { Outcome, Shell } from "../shell.ts";
import { changeTo } from "./cd.ts";
import { usage } from "./complaints.ts";
import { writeOut } from "./echo.ts";

function shown(sh: Shell, path: string, long: boolean): string {
  const home = parameterValue(sh, "HOME");
  if (long || home === undefined || home === "" || home === "/") return path;
  return path === home ? "~" : path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

const stackOf = (sh: Shell): string[] => [sh.state.cwd, ...sh.directories];

/** Index that +N or -N means; undefined if there is none. */
function indexOf(sh: Shell, word: string): number | undefined {
  const size = stackOf(sh).length;
  const count = Number(word.slice(1));
  const index = word.startsWith("+") ? count : size - 1 - count;
  return index >= 0 && index < size ? index : undefined;
}

export function dirsBuiltin(sh: Shell, args: readonly string[]): Outcome {
  const words = args.slice(1);
  const letters = words.filter((word) => /^-[clpv]+$/.test(word)).join("");
  const [wanted] = words.filter((word) => /^[-+]\d+$/.test(word));
  if (letters.includes("c")) {
    sh.directories = [];
    return 0;
  }
  const all = stackOf(sh).map((path) => shown(sh, path, letters.includes("l")));
  if (wanted !== undefined) {
    const index = indexOf(sh, wanted);
    return index === undefined ? outOfRange(sh, "dirs", wanted) : writeOut(sh, "dirs", `${all[index]}\n`);
  }
  if (letters.includes("v"))
    return writeOut(sh, "dirs", all.map((path, i) => `${String(i).padStart(2)}  ${path}\n`).join(""));
  return writeOut(sh, "dirs", `${all.join(letters.includes("p") ? "\n" : " ")}\n`);
}

function* outOfRange(sh: Shell, name: string, word: string): Task<number> {
  if (sh.directories.length === 0) yield* complain(sh, "directory stack empty", name);
  else yield* complain(sh, `${word}: directory stack index out of range`, name);
  return 1;
}

export function* pushdBuiltin(sh: Shell, args: readonly string[]): Task<number> {
  const stays = args[1] === "-n";
  const [target] = args.slice(stays ? 2 : 1);
  const stack = stackOf(sh);
  if (target === undefined || /^[-+]\d+$/.test(target)) {
    if (stack.length < 2 && target === undefined) {
      yield* complain(sh, "no other directory", "pushd");
      return 1;
    }
    const index = target === undefined ? 1 : indexOf(sh, target);
    if (index === undefined) return yield* outOfRange(sh, "pushd", target as string);
    const rotated =
      target === undefined
        ? [stack[1] as string, stack[0] as string, ...stack.slice(2)]
        : [...stack.slice(index), ...stack.slice(0, index)];
    return yield* settle(sh, rotated, "pushd");
  }
  if (/^-./.test(target)) {
    yield* complain(sh, `${target}: invalid number`, "pushd");
    return yield* usage(sh, "pushd");
  }
  if (stays) {
    sh.directories = [target, ...sh.directories];
    return yield* showStack(sh);
  }
  const before = sh.state.cwd;
  const status = yield* changeTo(sh, target, false, "pushd");
  if (status !== 0) return status;
  sh.directories = [before, ...sh.directories];
  return yield* showStack(sh);
}

function* settle(sh: Shell, stack: readonly string[], name: string): Task<number> {
  const status = yield* changeTo(sh, stack[0], false, name);
  if (status !== 0) return status;
  sh.directories = stack.slice(1);
  return yield* showStack(sh);
}

const showStack = (sh: Shell): Task<number> =>
  writeOut(
    sh,
    "dirs",
    `${stackOf(sh)
      .map((path) => shown(sh, path, false))
      .join(" ")}\n`,
  );

export function* popdBuiltin(sh: Shell, args: readonly string[]): Task<number> {
  const word = args.slice(1).find((one) => /^[-+]\d+$/.test(one));
  const index = word === undefined ? 0 : indexOf(sh, word);
  if (sh.directories.length === 0 || index === undefined)
    return yield* outOfRange(sh, "popd", sh.directories.length === 0 ? "" : (word as string));
  const stack = stackOf(sh).filter((_, i) => i !== index);
  if (index > 0) {
    sh.directories = stack.slice(1);
    return yield* showStack(sh);
  }
  return yield* settle(sh, stack, "popd");
}
