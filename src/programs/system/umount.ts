// umount: takes mounts away, by mount point or by source, all of them with -a. What is in use stays unless it
// is taken away lazily (-l).

import { failed, strerror, type Errno } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { stripSlashes } from "../libc/paths.ts";
import { readMounts } from "./mount-table.ts";

const FAILED = 32;

function gnuWords(io: Io, refused: Errno): string {
  if (refused === "EPERM")
    return io.sys.credentials().euid === 0 ? "permission denied." : "must be superuser to unmount.";
  if (refused === "ENOENT") return "no mount point specified.";
  if (refused === "EINVAL") return "not mounted.";
  if (refused === "EBUSY") return "target is busy.";
  return `umount failed: ${strerror(refused)}.`;
}

function* refuse(io: Io, target: string, refused: Errno): Task<number> {
  if (io.family === "busybox") return yield* io.complain(`can't unmount ${target}: ${strerror(refused)}`);
  return yield* io.complain(`${target}: ${gnuWords(io, refused)}`, FAILED);
}

/** A source stands for what was last mounted from it. */
function* targetOf(io: Io, name: string): Task<string> {
  const path = stripSlashes(name);
  const mounts = yield* readMounts(io.sys);
  if (mounts.some((entry) => entry.target === path)) return path;
  return mounts.findLast((entry) => entry.source === name)?.target ?? name;
}

function* one(io: Io, name: string): Task<number> {
  const target = yield* targetOf(io, name);
  const lazy = io.has("l");
  const refused = io.sys.unmount(target, lazy);
  if (refused === undefined && io.has("v") && io.family === "gnu")
    yield* io.complain(`${target} unmounted`, 0);
  if (refused === undefined || (io.has("q") && refused === "EINVAL")) return 0;
  if (io.has("r") && refused === "EBUSY") {
    const again = io.sys.mount({ source: "none", target, type: "", flags: ["remount", "ro"], data: "" });
    if (again === undefined) return 0;
  }
  return yield* refuse(io, name, refused);
}

function* all(io: Io): Task<number> {
  const types = io.value("t")?.split(",");
  let status = 0;
  for (const entry of (yield* readMounts(io.sys)).reverse()) {
    if (types !== undefined && !types.includes(entry.type)) continue;
    if (types === undefined && /^(?:proc|sysfs|devtmpfs|devpts)$/.test(entry.type)) continue;
    const refused = io.sys.unmount(entry.target, io.has("l"));
    if (failed(refused)) status = yield* refuse(io, entry.target, refused);
  }
  return status;
}

export const umount = command(
  {
    name: "umount",
    gnu: "a/all A/all-targets c d f/force i l/lazy n N: O: q/quiet r/read-only R/recursive t/types: v/verbose V h",
    busybox: "a d f l n r v t:",
    package: "util-linux 2.41.5",
    usage: "[-rlfda] [-t FSTYPE] FILESYSTEM|DIRECTORY",
  },
  function* (io) {
    if (io.has("a")) return yield* all(io);
    if (io.operands.length === 0) return yield* io.misuse("bad usage");
    let status = 0;
    for (const name of io.operands) status = Math.max(status, yield* one(io, name));
    return status;
  },
);
