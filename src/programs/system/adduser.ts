// adduser, addgroup, deluser and delgroup: Debian's friendlier way to users and groups, and busybox's, which is
// the only one there. Debian's says little when all goes well; it asks for a password only on a terminal.

import { failed, strerror } from "../../base/errno.ts";
import { encode } from "../../base/utf8.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Command, type Io } from "../libc/command.ts";
import { AccountFiles, dayNumber } from "./account-files.ts";
import { newHash } from "./password-hash.ts";
import { askSecret, openTerminal } from "./secret.ts";
import { makeHome, removeTree } from "./useradd.ts";

const EXISTS = 11;
const MISSING = 12;

function* fatal(io: Io, words: string, status: number): Task<number> {
  yield* io.sys.write(2, encode(`fatal: ${words}\n`));
  return status;
}

function* missingGroup(io: Io, name: string): Task<number> {
  yield* io.sys.write(2, encode(`warn: The group \`${name}' does not exist.\n`));
  return MISSING;
}

function* denied(io: Io): Task<number | undefined> {
  if (io.sys.credentials().euid === 0) return undefined;
  if (io.family === "busybox") return yield* io.complain(strerror("EPERM"));
  return yield* fatal(io, "Only root may add a user or group to the system.", 53);
}

function* save(io: Io, files: AccountFiles): Task<number> {
  const refused = yield* files.save();
  if (refused === undefined) return 0;
  return yield* io.complain(`can't update /etc/passwd: ${strerror(refused)}`);
}

// ---- users

interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly gecos: string;
  readonly home: string;
  readonly shell: string;
}

function enter(io: Io, files: AccountFiles, a: Account, hash: string): void {
  files.passwd.add(a.name, "x", String(a.uid), String(a.gid), a.gecos, a.home, a.shell);
  if (files.shadow.exists) files.shadow.add(a.name, hash, dayNumber(io.sys), "0", "99999", "7", "", "", "");
}

/** Asks twice on a terminal; undefined leaves the account without a password. */
function* password(io: Io): Task<string | undefined> {
  const terminal = yield* openTerminal(io.sys, io.family === "busybox");
  if (terminal === undefined) return undefined;
  const first = yield* askSecret(io.sys, terminal, "New password: ");
  const second =
    first === undefined
      ? undefined
      : yield* askSecret(
          io.sys,
          terminal,
          io.family === "busybox" ? "Retype password: " : "Retype new password: ",
        );
  if (first !== undefined && first !== "" && first === second) return first;
  yield* io.sys.write(
    2,
    encode(io.family === "busybox" ? "passwd: password is unchanged\n" : "Sorry, passwords do not match.\n"),
  );
  return undefined;
}

function* debianUser(io: Io, files: AccountFiles, name: string): Task<number> {
  if (files.passwd.find(name) !== undefined) {
    if (io.has("system")) return 0;
    return yield* fatal(io, `The user \`${name}' already exists.`, EXISTS);
  }
  const system = io.has("system");
  const wanted = io.value("uid");
  const uid =
    wanted !== undefined
      ? Number(wanted)
      : system
        ? files.freeId(files.passwd, 100, 999)
        : files.freeId(files.passwd, 1000, 59_999);
  const named =
    io.value("ingroup") ??
    (io.value("gid") === undefined ? undefined : (files.groupBy(io.value("gid") as string)?.[0] ?? ""));
  const inGroup = named === undefined ? undefined : files.group.find(named);
  if (named !== undefined && inGroup === undefined)
    return yield* fatal(io, `The group \`${named}' does not exist.`, MISSING);
  const ownGroup = inGroup === undefined && (!system || io.has("group"));
  const free = !files.group.has(2, String(uid));
  const gid =
    inGroup !== undefined
      ? Number(inGroup[2])
      : !ownGroup
        ? 65_534
        : free
          ? uid
          : files.freeId(files.group, system ? 100 : 1000, 59_999);
  if (ownGroup) files.addGroup(name, gid);
  const home = io.value("home") ?? (system ? "/nonexistent" : `/home/${name}`);
  const shell = io.value("shell") ?? (system ? "/usr/sbin/nologin" : "/bin/bash");
  const gecos = io.value("gecos") ?? io.value("comment") ?? (system ? "" : ",,,");
  const secret =
    system || io.has("disabled-password") || io.has("disabled-login") ? undefined : yield* password(io);
  const account = { name, uid, gid, gecos, home, shell };
  enter(io, files, account, secret === undefined ? (system ? "!*" : "!") : newHash(io.sys, secret));
  if (gecos === "" && !system) yield* io.print("usermod: no changes\n");
  if (!system) {
    if (files.group.find("users") === undefined)
      yield* io.sys.write(2, encode("warn: The group `users' does not exist.\n"));
    else files.addMember("users", name);
  }
  const status = yield* save(io, files);
  if (status === 0 && !io.has("no-create-home") && home !== "/nonexistent")
    yield* makeHome(io.sys, home, uid, gid, "/etc/skel", system ? 0o755 : 0o700);
  return status;
}

function* busyboxUser(io: Io, files: AccountFiles, name: string): Task<number> {
  if (files.passwd.find(name) !== undefined) return yield* io.complain(`user '${name}' in use`);
  const system = io.has("S");
  const wanted = io.value("u");
  const [least, most] = system ? [100, 999] : [1000, 60_000];
  let uid = wanted === undefined ? least : Number(wanted);
  while (
    wanted === undefined &&
    uid < most &&
    (files.passwd.has(2, String(uid)) || files.group.has(2, String(uid)))
  )
    uid++;
  const group = io.value("G");
  const row = group === undefined ? undefined : files.groupBy(group);
  if (group !== undefined && row === undefined) return yield* io.complain(`unknown group ${group}`);
  const gid = row !== undefined ? Number(row[2]) : system ? 65_533 : uid;
  if (row === undefined && !system) {
    if (files.group.find(name) !== undefined) return yield* io.complain(`group name '${name}' is in use`);
    files.addGroup(name, gid);
  }
  const home = io.value("h") ?? `/home/${name}`;
  const shell = io.value("s") ?? (system ? "/bin/false" : "/bin/sh");
  const gecos = io.value("g") ?? "Linux User,,,";
  enter(io, files, { name, uid, gid, gecos, home, shell }, "!");
  const status = yield* save(io, files);
  if (status !== 0) return status;
  if (!io.has("H")) yield* makeHome(io.sys, home, uid, gid, "/etc/skel", 0o755);
  if (io.has("D") || system) return 0;
  yield* io.sys.write(2, encode(`Changing password for ${name}\n`));
  const secret = yield* password(io);
  if (secret === undefined) return 0;
  files.shadow.set(name, new Map([[1, newHash(io.sys, secret)]]));
  yield* io.print(`passwd: password for ${name} changed by root\n`);
  return yield* save(io, files);
}

function* addMember(io: Io, files: AccountFiles, user: string, group: string): Task<number> {
  const busybox = io.family === "busybox";
  if (files.passwd.find(user) === undefined)
    return busybox
      ? yield* io.complain(`unknown user ${user}`)
      : yield* fatal(io, `The user \`${user}' does not exist.`, MISSING);
  if (files.group.find(group) === undefined)
    return busybox
      ? yield* io.complain(`unknown group ${group}`)
      : yield* fatal(io, `The group \`${group}' does not exist.`, MISSING);
  files.addMember(group, user);
  return yield* save(io, files);
}

const ADDUSER =
  "add-extra-groups allow-all-names allow-bad-names comment: conf: debug d/disabled-password disabled-login firstgid: firstuid: lastgid: lastuid: force-badname gecos: gid: group home: ingroup: lastuid: no-create-home q/quiet shell: stdoutmsglevel: system uid: verbose";

export const adduser: Command = command(
  { name: "adduser", gnu: ADDUSER, busybox: "h: g: s: G: D S H u: k:", usage: "[OPTIONS] USER [GROUP]" },
  function* (io) {
    const [name, group] = io.operands;
    const files = yield* AccountFiles.read(io.sys);
    if (name === undefined || io.operands.length > 2)
      return io.family === "busybox"
        ? yield* io.misuse("")
        : yield* fatal(io, "Only one or two names allowed.", 51);
    const refused = yield* denied(io);
    if (refused !== undefined) return refused;
    if (group !== undefined) return yield* addMember(io, files, name, group);
    if (io.has("group") && !io.has("system")) return yield* newGroup(io, files, name);
    return io.family === "busybox" ? yield* busyboxUser(io, files, name) : yield* debianUser(io, files, name);
  },
);

// ---- groups

function* newGroup(io: Io, files: AccountFiles, name: string): Task<number> {
  const busybox = io.family === "busybox";
  if (files.group.find(name) !== undefined) {
    if (io.has("system")) return 0;
    return busybox
      ? yield* io.complain(`group '${name}' in use`)
      : yield* fatal(io, `The group \`${name}' already exists.`, EXISTS);
  }
  const wanted = io.value(busybox ? "g" : "gid");
  if (wanted !== undefined && files.group.has(2, wanted))
    return busybox
      ? yield* io.complain(`gid '${wanted}' in use`)
      : yield* fatal(io, `The GID \`${wanted}' is already in use.`, EXISTS);
  const system = io.has("system") || io.has("S");
  const gid =
    wanted !== undefined
      ? Number(wanted)
      : system
        ? files.freeId(files.group, 100, 999)
        : files.freeId(files.group, 1000, 59_999);
  files.addGroup(name, gid);
  return yield* save(io, files);
}

export const addgroup: Command = command(
  { name: "addgroup", gnu: ADDUSER, busybox: "g: S", usage: "[-g GID] [-S] [USER] GROUP" },
  function* (io) {
    const [first, second] = io.operands;
    if (first === undefined || io.operands.length > 2)
      return io.family === "busybox"
        ? yield* io.misuse("")
        : yield* fatal(io, "Only one or two names allowed.", 51);
    const refused = yield* denied(io);
    if (refused !== undefined) return refused;
    const files = yield* AccountFiles.read(io.sys);
    return second === undefined
      ? yield* newGroup(io, files, first)
      : yield* addMember(io, files, first, second);
  },
);

// ---- away with them

function* removeMember(io: Io, files: AccountFiles, user: string, group: string): Task<number> {
  const busybox = io.family === "busybox";
  if (files.group.find(group) === undefined)
    return busybox
      ? yield* io.complain(`unknown group ${group}`)
      : yield* fatal(io, `The group \`${group}' does not exist.\n`, MISSING);
  if (!files.groupsOf(user).includes(group) && !busybox)
    return yield* fatal(io, `The user \`${user}' is not a member of group \`${group}'.`, 42);
  files.changeMembers(group, (members) => members.filter((member) => member !== user));
  return yield* save(io, files);
}

function* removeUser(io: Io, files: AccountFiles, name: string): Task<number> {
  const user = files.passwd.find(name);
  if (user === undefined) {
    if (io.has("system")) return 0;
    return io.family === "busybox"
      ? yield* io.complain(`unknown user ${name}`)
      : yield* fatal(io, `The user \`${name}' does not exist.`, MISSING);
  }
  files.passwd.remove(name);
  files.shadow.remove(name);
  for (const group of files.groupsOf(name))
    files.changeMembers(group, (members) => members.filter((m) => m !== name));
  const own = files.group.find(name);
  if (own !== undefined && own[2] === user[3]) files.removeGroup(name);
  if (io.family === "gnu" && failed(io.sys.stat("/usr/bin/crontab")))
    yield* io.sys.write(
      2,
      encode("warn: `/usr/bin/crontab' not executed. Skipping crontab removal. Package `cron' required.\n"),
    );
  const status = yield* save(io, files);
  if (io.has("remove-home")) removeTree(io.sys, user[5] as string);
  return status;
}

export const deluser: Command = command(
  {
    name: "deluser",
    gnu: "backup backup-suffix: backup-to: conf: debug group only-if-empty q/quiet remove-all-files remove-home system verbose",
    busybox: "remove-home",
    usage: "[--remove-home] USER",
  },
  function* (io) {
    const [name, group] = io.operands;
    if (name === undefined)
      return io.family === "busybox"
        ? yield* io.misuse("")
        : yield* fatal(io, "Only one or two names allowed.", 51);
    const refused = yield* denied(io);
    if (refused !== undefined) return refused;
    const files = yield* AccountFiles.read(io.sys);
    return group === undefined
      ? yield* removeUser(io, files, name)
      : yield* removeMember(io, files, name, group);
  },
);

export const delgroup: Command = command(
  {
    name: "delgroup",
    gnu: "conf: debug only-if-empty q/quiet system verbose",
    busybox: "",
    usage: "[USER] GROUP",
  },
  function* (io) {
    const [first, second] = io.operands;
    if (first === undefined)
      return io.family === "busybox"
        ? yield* io.misuse("")
        : yield* fatal(io, "Only one or two names allowed.", 51);
    const refused = yield* denied(io);
    if (refused !== undefined) return refused;
    const files = yield* AccountFiles.read(io.sys);
    if (second !== undefined) return yield* removeMember(io, files, first, second);
    const row = files.group.find(first);
    if (row === undefined)
      return io.family === "busybox"
        ? yield* io.complain(`unknown group ${first}`)
        : yield* missingGroup(io, first);
    const user = files.passwd.rows.find((fields) => fields[3] === row[2]);
    if (user !== undefined)
      return io.family === "busybox"
        ? yield* io.complain(`'${user[0]}' still has '${first}' as their primary group!`)
        : yield* fatal(io, `The group \`${first}' is the primary group of user \`${user[0]}'.`, 7);
    files.removeGroup(first);
    return yield* save(io, files);
  },
);
