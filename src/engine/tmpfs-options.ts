// Options of --tmpfs (moby pkg/mount MergeTmpfsOptions): which there are, and what the mount then says. The last of
// two that contradict each other counts.

import { fail, ok, type Result } from "../base/result.ts";
import { shownTmpfsOptions } from "../fs/tmpfs.ts";

/** word -> [sets or clears, flag] */
const FLAGS: ReadonlyMap<string, readonly [boolean, string]> = new Map([
  ["defaults", [true, ""]], ["ro", [true, "ro"]], ["rw", [false, "ro"]], ["suid", [false, "nosuid"]], ["nosuid", [true, "nosuid"]],
  ["dev", [false, "nodev"]], ["nodev", [true, "nodev"]], ["exec", [false, "noexec"]], ["noexec", [true, "noexec"]],
  ["sync", [true, "sync"]], ["async", [false, "sync"]], ["dirsync", [true, "dirsync"]], ["remount", [true, "remount"]],
  ["mand", [true, "mand"]], ["nomand", [false, "mand"]], ["atime", [false, "noatime"]], ["noatime", [true, "noatime"]],
  ["diratime", [false, "nodiratime"]], ["nodiratime", [true, "nodiratime"]], ["bind", [true, "bind"]], ["rbind", [true, "rbind"]],
  ["unbindable", [true, ""]], ["runbindable", [true, ""]], ["private", [true, ""]], ["rprivate", [true, ""]], ["shared", [true, ""]],
  ["rshared", [true, ""]], ["slave", [true, ""]], ["rslave", [true, ""]], ["relatime", [true, "relatime"]],
  ["norelatime", [false, "relatime"]], ["strictatime", [true, "strictatime"]], ["nostrictatime", [false, "strictatime"]],
]); // prettier-ignore
const VALUES = new Set(["size", "mode", "uid", "gid", "nr_inodes", "nr_blocks", "mpol"]);

export interface TmpfsOptions {
  readonly readOnly: boolean;
  /** for the file system itself: size=64k,mode=755 */
  readonly data: string;
  /** as /proc/mounts shows them, without ro and rw */
  readonly shown: string;
  /** names of mount(2)'s flags, as runc's errors show them */
  readonly flags: string;
}

/** The words after the colon, or the daemon's complaint. */
export function parseTmpfsOptions(given: string): Result<TmpfsOptions, string> {
  const words = ["noexec", "nosuid", "nodev", ...given.split(",").filter((word) => word !== "")];
  const flags = new Map<string, boolean>();
  const values = new Map<string, string>();
  for (const word of words) {
    const flag = FLAGS.get(word);
    if (flag !== undefined) {
      if (flag[1] !== "") flags.set(flag[1], flag[0]);
      continue;
    }
    const [name = "", value] = word.split(/=(.*)/s);
    if (value === undefined || !VALUES.has(name))
      return fail(`invalid tmpfs option ${JSON.stringify(value === undefined ? word : name)}`);
    values.set(name, word);
  }
  const on = (flag: string): readonly string[] => (flags.get(flag) ? [flag] : []);
  const time = flags.get("noatime") ? "noatime" : flags.get("strictatime") ? undefined : "relatime";
  const data = [...values.values()].join(",");
  const settings = shownTmpfsOptions(data);
  const shown = [
    ...on("sync"), ...on("dirsync"), ...on("mand"), ...on("nosuid"), ...on("nodev"), ...on("noexec"),
    ...(time === undefined ? [] : [time]), ...on("nodiratime"), ...(settings === "" ? [] : [settings]),
  ]; // prettier-ignore
  return ok({ readOnly: flags.get("ro") === true, data, shown: shown.join(","), flags: flagNames(flags) });
}

const FLAG_NAMES = ["ro:MS_RDONLY", "nosuid:MS_NOSUID", "nodev:MS_NODEV", "noexec:MS_NOEXEC", "sync:MS_SYNCHRONOUS", "noatime:MS_NOATIME", "nodiratime:MS_NODIRATIME", "relatime:MS_RELATIME", "strictatime:MS_STRICTATIME"]; // prettier-ignore

const flagNames = (flags: ReadonlyMap<string, boolean>): string =>
  FLAG_NAMES.map((pair) => pair.split(":"))
    .filter(([name = ""]) => flags.get(name))
    .map(([, name]) => name)
    .join("|");
