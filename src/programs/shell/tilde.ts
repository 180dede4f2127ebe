// Tilde expansion: ~ is HOME, ~user that user's home from /etc/passwd, ~+ and ~- the present and the last
// working directory (POSIX shell, 2.6.1; bash, "Tilde Expansion"). What names nobody stays as it is.
// Not here: where a tilde counts (words.ts).

import { failed } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import { readText } from "../libc/input.ts";
import { parameterValue } from "./parameters.ts";
import type { Shell } from "./shell.ts";

/** For tildes that need no file. */
export function tildeValue(sh: Shell, user: string): string {
  if (user === "") return parameterValue(sh, "HOME") ?? "~";
  if (sh.isBash && user === "+") return parameterValue(sh, "PWD") ?? "~+";
  if (sh.isBash && user === "-") return parameterValue(sh, "OLDPWD") ?? "~-";
  return `~${user}`;
}

export function* homeOf(sh: Shell, user: string): Task<string> {
  if (!/^[^+-]/.test(user)) return tildeValue(sh, user);
  const entry = yield* passwdEntry(sh, (fields) => fields[0] === user);
  return entry?.[5] ?? `~${user}`;
}

/** The first line of /etc/passwd that is meant, as its fields. */
export function* passwdEntry(
  sh: Shell,
  isMeant: (fields: readonly string[]) => boolean,
): Task<readonly string[] | undefined> {
  const passwd = yield* readText(sh.sys, "/etc/passwd");
  if (failed(passwd)) return undefined;
  for (const line of passwd.text.split("\n")) {
    const fields = line.split(":");
    if (fields.length >= 7 && isMeant(fields)) return fields;
  }
  return undefined;
}
