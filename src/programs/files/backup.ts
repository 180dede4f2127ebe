// Names for what a copy, a move or a link would overwrite: `x~`, or `x.~3~` (GNU's --backup, -b and -S).
// Relies on names in the same directory. Not here: the renaming of the backup itself when it exists.

import { failed } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import { choose } from "../libc/choices.ts";
import type { Io } from "../libc/command.ts";
import { lastComponent, parentOf } from "../libc/paths.ts";

export interface Backup {
  readonly kind: "simple" | "numbered" | "existing";
  readonly suffix: string;
}

const KINDS = [
  ["none", "off"],
  ["simple", "never"],
  ["existing", "nil"],
  ["numbered", "t"],
];

export const BACKUP_OPTIONS = "b backup? S/suffix:";

/** From -b, -S, --backup and the environment; "wrong" after a complaint. */
export function* backupOf(io: Io): Task<Backup | undefined | "wrong"> {
  const suffix = io.value("S") ?? (io.env.get("SIMPLE_BACKUP_SUFFIX") || "~");
  if (!io.has("b") && !io.has("backup") && !io.has("S")) return undefined;
  const word = io.value("backup") ?? io.env.get("VERSION_CONTROL");
  if (word === undefined) return { kind: io.family === "busybox" ? "simple" : "existing", suffix };
  const kind = yield* choose(io, "--backup", word, KINDS);
  if (kind === undefined) return "wrong";
  return kind === "none" ? undefined : { kind: kind as Backup["kind"], suffix };
}

/** The name that `path` is to be renamed to. */
export function backupName(io: Io, path: string, { kind, suffix }: Backup): string {
  if (kind === "simple") return path + suffix;
  const name = lastComponent(path);
  const items = io.sys.list(parentOf(path));
  let highest = 0;
  for (const item of failed(items) ? [] : items) {
    if (!item.name.startsWith(`${name}.~`)) continue;
    const digits = /^(\d+)~$/.exec(item.name.slice(name.length + 2))?.[1];
    if (digits !== undefined) highest = Math.max(highest, Number(digits));
  }
  return kind === "numbered" || highest > 0 ? `${path}.~${highest + 1}~` : path + suffix;
}
