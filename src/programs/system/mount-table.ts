// /proc/self/mountinfo and /etc/fstab as mount, umount, findmnt, df and lsblk read them. Octal escapes stand for
// blanks in names.

import { failed } from "../../base/errno.ts";
import type { Sys, Task } from "../../kernel/sys.ts";
import { readText } from "../libc/input.ts";

export interface MountEntry {
  readonly source: string;
  readonly target: string;
  readonly type: string;
  readonly options: string;
  /** major:minor; empty from fstab */
  readonly device: string;
}

const unescape = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)));

/** In the order of mounting. */
export function* readMounts(sys: Sys): Task<MountEntry[]> {
  const info = yield* readText(sys, "/proc/self/mountinfo");
  const devices = new Map<string, string>();
  if (!failed(info))
    for (const line of info.text.split("\n")) {
      const fields = line.split(" ");
      if (fields.length > 5) devices.set(fields[4] as string, fields[2] as string);
    }
  const file = yield* readText(sys, "/proc/self/mounts");
  return failed(file) ? [] : parseTable(file.text, devices);
}

function parseTable(text: string, devices: ReadonlyMap<string, string>): MountEntry[] {
  const entries: MountEntry[] = [];
  for (const line of text.split("\n")) {
    const fields = line.trim().split(/\s+/);
    if (line.trim() === "" || line.startsWith("#") || fields.length < 3) continue;
    const [source = "", target = "", type = "", options = "defaults"] = fields;
    entries.push({
      source: unescape(source),
      target: unescape(target),
      type,
      options,
      device: devices.get(target) ?? "",
    });
  }
  return entries;
}

export function* readFstab(sys: Sys): Task<MountEntry[]> {
  const file = yield* readText(sys, "/etc/fstab");
  return failed(file) ? [] : parseTable(file.text, new Map());
}

/** What `mount` prints of one. */
export const mountLine = ({ source, target, type, options }: MountEntry): string =>
  `${source} on ${target} type ${type} (${options})\n`;
