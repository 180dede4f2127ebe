// install: copies files and sets their owners and modes, or makes directories (-d). Relies on copier.ts for the
// bytes. Not here: stripping symbols (-s), as binaries here have none; comparing first (-C) always copies.

import { failed, strerror } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { findProgram, toStrings } from "../libc/execute.ts";
import { applyMode, isDirectory, parseMode } from "../libc/file-mode.ts";
import { Accounts } from "../libc/passwd.ts";
import { parentOf } from "../libc/paths.ts";
import { quoted } from "../libc/quote.ts";
import { BACKUP_OPTIONS, backupOf } from "./backup.ts";
import { Copier } from "./copier.ts";
import { COPY_ALL } from "./copy-options.ts";
import { targetOf, targetsOf } from "./targets.ts";

interface Wanted {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

function* wantedOf(io: Io): Task<Wanted | undefined> {
  const accounts = new Accounts(io.sys);
  const text = io.value("m");
  const change = text === undefined ? undefined : parseMode(text);
  if (text !== undefined && change === undefined && io.family === "gnu") {
    yield* io.complain(`invalid mode ${quoted(io, text)}`);
    return undefined;
  }
  const [owner, group] = [io.value("o"), io.value("g")];
  const uid = owner === undefined ? -1 : yield* accounts.uidOf(owner);
  const gid = group === undefined ? -1 : yield* accounts.gidOf(group);
  for (const [id, kind, name] of [
    [uid, "user", owner],
    [gid, "group", group],
  ] as const) {
    if (id !== undefined) continue;
    yield* io.complain(
      io.family === "gnu" ? `invalid ${kind} ${quoted(io, name ?? "")}` : `unknown ${kind} ${name}`,
    );
    return undefined;
  }
  const mode = change === undefined ? 0o755 : applyMode(change, 0, io.has("d"), 0);
  return { mode, uid: uid as number, gid: gid as number };
}

function* setAttributes(io: Io, path: string, { mode, uid, gid }: Wanted): Task<void> {
  if (uid !== -1 || gid !== -1) {
    const refused = io.sys.chown(path, uid, gid);
    if (refused !== undefined)
      yield* io.complain(`cannot change ownership of ${quoted(io, path)}: ${strerror(refused)}`);
  }
  const refused = io.sys.chmod(path, mode);
  if (refused !== undefined)
    yield* io.complain(`cannot change permissions of ${quoted(io, path)}: ${strerror(refused)}`);
}

/** Makes a directory and those above it; only the last one gets what was asked for. */
function* makeDirectory(io: Io, path: string, wanted: Wanted | undefined): Task<boolean> {
  const node = io.sys.stat(path);
  if (!failed(node) && isDirectory(node)) {
    if (wanted !== undefined) yield* setAttributes(io, path, wanted);
    return true;
  }
  const above = parentOf(path);
  if (above !== path && !(yield* makeDirectory(io, above, undefined))) return false;
  const refused = io.sys.mkdir(path, 0o755);
  if (refused !== undefined) {
    const words = io.family === "gnu" ? "cannot create directory" : "can't create directory";
    yield* io.complain(`${words} ${quoted(io, path)}: ${strerror(refused)}`);
    return false;
  }
  if (io.has("v")) {
    const words = io.family === "gnu" ? `${io.name}: creating directory` : "created directory:";
    yield* io.print(`${words} ${quoted(io, path)}\n`);
  }
  if (wanted !== undefined) yield* setAttributes(io, path, wanted);
  return true;
}

const canStrip = (io: Io): boolean => !failed(findProgram(io.sys, "strip", toStrings(io.env)));

function* installFiles(io: Io, wanted: Wanted): Task<number> {
  const backup = yield* backupOf(io);
  if (backup === "wrong") return 1;
  const into = io.value("t");
  if (into !== undefined && io.has("D") && !(yield* makeDirectory(io, into, undefined))) return 1;
  const targets = yield* targetsOf(io);
  if (targets === undefined) return io.status;
  if (io.has("D") && targets.directory === undefined)
    if (!(yield* makeDirectory(io, parentOf(targets.destination), undefined))) return 1;
  const copier = new Copier(io, {
    ...COPY_ALL,
    recursive: false,
    follow: "always",
    keepMode: false,
    keepOwner: false,
    keepLinks: false,
    keepTimes: io.has("p"),
    removeDestination: io.family === "gnu",
    moving: false,
    verbose: io.has("v"),
    backup,
  });
  const node = io.sys.stat(targets.destination);
  const busyboxInto = !failed(node) && isDirectory(node);
  for (const source of targets.sources) {
    const from = io.sys.stat(source);
    if (!failed(from) && isDirectory(from)) {
      yield* io.complain(`omitting directory ${quoted(io, source)}`);
      continue;
    }
    const target = io.family === "busybox" && !busyboxInto ? targets.destination : targetOf(targets, source);
    if (!(yield* copier.copy(source, target))) io.status = 1;
    else if (io.has("s") && io.family === "gnu" && !canStrip(io)) {
      void io.sys.unlink(target);
      yield* io.complain(`cannot run 'strip': ${strerror("ENOENT")}`);
    } else yield* setAttributes(io, target, wanted);
  }
  return io.status;
}

export const install = command(
  {
    name: "install",
    gnu: `${BACKUP_OPTIONS} c C/compare d/directory D debug g/group: m/mode: o/owner: p/preserve-timestamps s/strip
      strip-program: t/target-directory: T/no-target-directory v/verbose Z context? preserve-context`,
    busybox: "c d D p s g: m: o: t: v",
    usage: "[-cdDsp] [-o USER] [-g GRP] [-m MODE] [-t DIR] [SOURCE]... DEST",
  },
  function* (io) {
    const wanted = yield* wantedOf(io);
    if (wanted === undefined) return 1;
    if (!io.has("d")) return yield* installFiles(io, wanted);
    if (io.operands.length === 0) return yield* io.misuse("missing file operand");
    for (const path of io.operands) yield* makeDirectory(io, path, wanted);
    return io.status;
  },
);
