// Who may do what by sudo, as /etc/sudoers and the files of /etc/sudoers.d say: rules for users, %groups and
// ALL, with NOPASSWD. Which commands and hosts a rule names counts; aliases and defaults do not.

import { failed } from "../../base/errno.ts";
import type { Sys, Task } from "../../kernel/sys.ts";
import { readText } from "../libc/input.ts";

export interface Grant {
  readonly needsPassword: boolean;
  /** the rule's own words after the equals sign */
  readonly text: string;
}

const DEFAULT = "root ALL=(ALL:ALL) ALL\n%sudo ALL=(ALL:ALL) ALL\n";

function* lines(sys: Sys): Task<string[]> {
  const main = yield* readText(sys, "/etc/sudoers");
  let text = failed(main) ? DEFAULT : main.text;
  const extra = sys.list("/etc/sudoers.d");
  if (!failed(extra))
    for (const { name } of extra.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      if (/[.~]/.test(name)) continue;
      const file = yield* readText(sys, `/etc/sudoers.d/${name}`);
      if (!failed(file)) text += `\n${file.text}`;
    }
  return text
    .replaceAll("\\\n", " ")
    .split("\n")
    .map((line) => line.replace(/#(?!\d).*/, "").trim());
}

const RULE = /^(\S+)\s+(\S+?)\s*=\s*(\([^)]*\))?\s*(.*)$/;

function isMeant(who: string, user: string, groups: readonly string[]): boolean {
  if (who === "ALL") return true;
  return who.startsWith("%") ? groups.includes(who.slice(1)) : who === user;
}

/** The last rule for the user that lets the command through. */
export function* grantFor(
  sys: Sys,
  user: string,
  groups: readonly string[],
  path: string | undefined,
): Task<Grant | undefined> {
  let grant: Grant | undefined;
  for (const line of yield* lines(sys)) {
    const match = RULE.exec(line);
    if (match === null || /^(?:Defaults|.*_Alias)\b/.test(line)) continue;
    const [, who = "", , runas = "(root)", commands = ""] = match;
    if (!isMeant(who, user, groups)) continue;
    const needsPassword = !/\bNOPASSWD:/.test(commands);
    const names = commands
      .replace(/\b[A-Z]+:\s*/g, "")
      .split(",")
      .map((word) => word.trim().split(/\s+/)[0] as string);
    if (path !== undefined && !names.includes("ALL") && !names.includes(path)) continue;
    const shown = runas.replace(/\s*:\s*/, " : ");
    grant = {
      needsPassword,
      text: `${shown} ${needsPassword ? "" : "NOPASSWD: "}${commands.replace(/\bNOPASSWD:\s*/, "")}`,
    };
  }
  return grant;
}
