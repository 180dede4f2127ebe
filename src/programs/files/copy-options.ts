// What cp, mv and install want of a copy: how links are taken, what is kept, what may be overwritten.
// Read from cp's options here; the others set theirs themselves.

import type { Task } from "../../kernel/sys.ts";
import { choose } from "../libc/choices.ts";
import type { Io } from "../libc/command.ts";
import { backupOf, type Backup } from "./backup.ts";

export interface CopyOptions {
  readonly recursive: boolean;
  /** which symbolic links are followed in the source: none, those on the command line, all */
  readonly follow: "never" | "command-line" | "always";
  readonly keepMode: boolean;
  readonly keepOwner: boolean;
  readonly keepTimes: boolean;
  readonly keepLinks: boolean;
  /** new files get the usual mode, not the source's */
  readonly plainMode: boolean;
  readonly force: boolean;
  readonly interactive: boolean;
  readonly noClobber: boolean;
  readonly update: boolean;
  readonly verbose: boolean;
  readonly removeDestination: boolean;
  readonly hardLink: boolean;
  readonly symbolicLink: boolean;
  readonly attributesOnly: boolean;
  /** a file is copied because it could not be renamed */
  readonly moving: boolean;
  readonly backup: Backup | undefined;
}

export const COPY_ALL: CopyOptions = {
  recursive: true,
  follow: "never",
  keepMode: true,
  keepOwner: true,
  keepTimes: true,
  keepLinks: true,
  plainMode: false,
  force: false,
  interactive: false,
  noClobber: false,
  update: false,
  verbose: false,
  removeDestination: false,
  hardLink: false,
  symbolicLink: false,
  attributesOnly: false,
  moving: true,
  backup: undefined,
};

const ATTRIBUTES = [["mode"], ["timestamps"], ["ownership"], ["links"], ["context"], ["xattr"], ["all"]];

/** The attributes that options name, in the order in which they stand; undefined after a complaint. */
function* attributes(io: Io): Task<{ kept: Set<string>; dropped: Set<string> } | undefined> {
  const kept = new Set<string>();
  const dropped = new Set<string>();
  for (const { key, value } of io.options.given) {
    const preserve = key === "preserve";
    if (key === "p" || (preserve && value === undefined))
      setAll(["mode", "ownership", "timestamps"], kept, dropped);
    else if (key === "a") setAll(["mode", "ownership", "timestamps", "links"], kept, dropped);
    else if (key === "d") kept.add("links");
    else if (preserve || key === "no-preserve") {
      for (const word of (value ?? "").split(",")) {
        const name = yield* choose(io, `--${key}`, word, ATTRIBUTES);
        if (name === undefined) return undefined;
        const names = name === "all" ? ["mode", "ownership", "timestamps", "links"] : [name];
        if (preserve) setAll(names, kept, dropped);
        else setAll(names, dropped, kept);
      }
    }
  }
  return { kept, dropped };
}

function setAll(names: readonly string[], on: Set<string>, off: Set<string>): void {
  for (const name of names) {
    on.add(name);
    off.delete(name);
  }
}

const UPDATES = [["all"], ["none"], ["none-fail"], ["older"]];

function followOf(io: Io): CopyOptions["follow"] {
  const recursive = io.has("r") || io.has("R") || io.has("a");
  switch (io.options.last("L", "P", "H", "d", "a")) {
    case "L":
      return "always";
    case "H":
      return "command-line";
    case undefined:
      return recursive || io.has("l") ? "never" : "always";
    default:
      return "never";
  }
}

/** undefined after a complaint. */
export function* copyOptionsOf(io: Io): Task<CopyOptions | undefined> {
  const which = yield* attributes(io);
  const backup = io.family === "gnu" ? yield* backupOf(io) : undefined;
  const updateWord = io.value("update");
  const update = updateWord === undefined ? "older" : yield* choose(io, "--update", updateWord, UPDATES);
  if (which === undefined || backup === "wrong" || update === undefined) return undefined;
  const last = io.options.last("i", "f", "n");
  return {
    recursive: io.has("r") || io.has("R") || io.has("a"),
    follow: followOf(io),
    keepMode: which.kept.has("mode"),
    keepOwner: which.kept.has("ownership"),
    keepTimes: which.kept.has("timestamps"),
    keepLinks: which.kept.has("links"),
    plainMode: which.dropped.has("mode"),
    force: io.has("f"),
    interactive: last === "i" || (io.has("i") && last === "f"),
    noClobber: last === "n" || (io.has("update") && update.startsWith("none")),
    update: io.has("u") || (io.has("update") && update === "older"),
    verbose: io.has("v"),
    removeDestination: io.has(io.family === "busybox" ? "parents" : "remove-destination"),
    hardLink: io.has("l"),
    symbolicLink: io.has("s"),
    attributesOnly: io.has("attributes-only"),
    moving: false,
    backup,
  };
}
