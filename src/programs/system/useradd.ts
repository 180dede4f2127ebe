// useradd, userdel and usermod of the shadow suite: users come, go and change in /etc/passwd, group and shadow.
// Homes are made from /etc/skel. Not here: SELinux, subordinate ids, login.defs beyond its usual numbers.

import { failed, strerror, type Errno } from "../../base/errno.ts";
import { encode } from "../../base/utf8.ts";
import { O_CREAT, O_WRONLY, type Sys, type Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { isDirectory, isRegular } from "../libc/file-mode.ts";
import { readFile } from "../libc/input.ts";
import { AccountFiles, dayNumber } from "./account-files.ts";

export const IN_USE = 9;
const NO_GROUP = 6;

/** What Debian's shadow takes as a name. */
export const isName = (name: string): boolean => /^[A-Za-z_][\w.-]*\$?$/.test(name) && name.length <= 32;

export function* usageOf(io: Io, lines: string): Task<number> {
  yield* io.sys.write(2, encode(lines));
  return 2;
}

/** undefined when all is written; else the status after a complaint. */
export function* finishWriting(io: Io, files: AccountFiles): Task<number | undefined> {
  const refused = yield* files.save();
  if (refused === undefined) return undefined;
  if (refused === "EACCES" || refused === "EPERM") {
    yield* io.complain("Permission denied.", 1);
    return yield* io.complain("cannot lock /etc/passwd; try again later.", 1);
  }
  return yield* io.complain(`cannot update /etc/passwd: ${strerror(refused)}`, 1);
}

// ---- homes

/** A copy of the skeleton, owned by the user. */
export function* makeHome(
  sys: Sys,
  home: string,
  uid: number,
  gid: number,
  skeleton: string,
  mode = 0o700,
): Task<Errno | undefined> {
  let path = "";
  for (const part of home.split("/").slice(1, -1)) {
    path += `/${part}`;
    void sys.mkdir(path, 0o755);
  }
  const refused = sys.mkdir(home, mode);
  if (refused !== undefined && refused !== "EEXIST") return refused;
  void sys.chown(home, uid, gid);
  if (refused === undefined) yield* copyInto(sys, skeleton, home, uid, gid);
  return undefined;
}

function* copyInto(sys: Sys, from: string, to: string, uid: number, gid: number): Task<void> {
  const list = sys.list(from);
  if (failed(list)) return;
  for (const { name } of list) {
    const [source, target] = [`${from}/${name}`, `${to}/${name}`];
    const node = sys.lstat(source);
    if (failed(node)) continue;
    if (isDirectory(node)) {
      void sys.mkdir(target, node.mode & 0o777);
      yield* copyInto(sys, source, target, uid, gid);
    } else if (isRegular(node)) yield* copyFile(sys, source, target, node.mode & 0o777);
    void sys.lchown(target, uid, gid);
  }
}

function* copyFile(sys: Sys, source: string, target: string, mode: number): Task<void> {
  const bytes = yield* readFile(sys, source);
  const fd = yield* sys.open(target, O_WRONLY | O_CREAT, mode);
  if (!failed(fd)) {
    if (!failed(bytes)) yield* sys.write(fd, bytes);
    void sys.close(fd);
  }
}

export function removeTree(sys: Sys, path: string): void {
  const node = sys.lstat(path);
  if (failed(node)) return;
  if (!isDirectory(node)) {
    void sys.unlink(path);
    return;
  }
  const list = sys.list(path);
  if (!failed(list)) for (const { name } of list) removeTree(sys, `${path}/${name}`);
  void sys.rmdir(path);
}

// ---- useradd

interface NewUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly ownGroup: boolean;
  readonly groups: readonly string[];
}

/** Names of -G as the group file has them; undefined after a complaint. */
export function* groupNames(io: Io, files: AccountFiles, text: string): Task<string[] | undefined> {
  const names: string[] = [];
  for (const word of text.split(",").filter((w) => w !== "")) {
    const row = files.groupBy(word);
    if (row === undefined) {
      yield* io.complain(`group '${word}' does not exist`, NO_GROUP);
      return undefined;
    }
    names.push(row[0] as string);
  }
  return names;
}

function* chooseUid(io: Io, files: AccountFiles): Task<number | undefined> {
  const text = io.value("u");
  if (text === undefined)
    return io.has("r")
      ? files.freeId(files.passwd, 100, 999, true)
      : files.freeId(files.passwd, 1000, 60_000);
  if (!/^\d+$/.test(text)) {
    yield* io.complain(`invalid user ID '${text}'`, 3);
    return undefined;
  }
  if (!io.has("o") && files.passwd.has(2, text)) {
    yield* io.complain(`UID ${text} is not unique`, 4);
    return undefined;
  }
  return Number(text);
}

function* planOf(io: Io, files: AccountFiles, name: string): Task<NewUser | undefined> {
  if (!isName(name) && !io.has("badname")) {
    yield* io.complain(`invalid user name '${name}': use --badname to ignore`, 19);
    return undefined;
  }
  if (files.passwd.find(name) !== undefined) {
    yield* io.complain(`user '${name}' already exists`, IN_USE);
    return undefined;
  }
  const groups = yield* groupNames(io, files, io.value("G") ?? "");
  if (groups === undefined) return undefined;
  const wanted = io.value("g");
  const primary = wanted === undefined ? undefined : files.groupBy(wanted);
  if (wanted !== undefined && primary === undefined) {
    yield* io.complain(`group '${wanted}' does not exist`, NO_GROUP);
    return undefined;
  }
  const uid = yield* chooseUid(io, files);
  if (uid === undefined) return undefined;
  const ownGroup = primary === undefined && !io.has("N");
  if (ownGroup && files.group.find(name) !== undefined) {
    yield* io.complain(`group ${name} exists - if you want to add this user to that group, use -g.`, IN_USE);
    return undefined;
  }
  const free = !files.group.has(2, String(uid));
  const gid =
    primary !== undefined
      ? Number(primary[2])
      : !ownGroup
        ? 100
        : free
          ? uid
          : files.freeId(files.group, 1000, 60_000);
  return { name, uid, gid, ownGroup, groups };
}

export const useradd = command(
  {
    name: "useradd",
    gnu: "badname b/base-dir: btrfs-subvolume-home c/comment: d/home-dir: D/defaults e/expiredate: f/inactive: F/add-subids-for-system g/gid: G/groups: k/skel: K/key: l/no-log-init m/create-home M/no-create-home N/no-user-group o/non-unique p/password: r/system R/root: P/prefix: s/shell: u/uid: U/user-group Z/selinux-user:",
    usageStatus: 2,
    misuse: (name, message) =>
      `${name}: ${message}\nUsage: useradd [options] LOGIN\n       useradd -D\n       useradd -D [options]\n\n`,
  },
  function* (io) {
    if (io.has("D")) {
      yield* io.print(
        "GROUP=100\nHOME=/home\nINACTIVE=-1\nEXPIRE=\nSHELL=/bin/sh\nSKEL=/etc/skel\nCREATE_MAIL_SPOOL=no\nLOG_INIT=yes\n",
      );
      return 0;
    }
    const [name] = io.operands;
    if (name === undefined || io.operands.length > 1)
      return yield* usageOf(
        io,
        "Usage: useradd [options] LOGIN\n       useradd -D\n       useradd -D [options]\n\n",
      );
    const files = yield* AccountFiles.read(io.sys);
    const plan = yield* planOf(io, files, name);
    if (plan === undefined) return io.status;
    const home = io.value("d") ?? `${io.value("b") ?? "/home"}/${name}`;
    files.passwd.add(
      name,
      "x",
      String(plan.uid),
      String(plan.gid),
      io.value("c") ?? "",
      home,
      io.value("s") ?? "/bin/sh",
    );
    if (files.shadow.exists)
      files.shadow.add(name, io.value("p") ?? "!", dayNumber(io.sys), "0", "99999", "7", "", "", "");
    if (plan.ownGroup) files.addGroup(name, plan.gid);
    for (const group of plan.groups) files.addMember(group, name);
    const status = yield* finishWriting(io, files);
    if (status !== undefined) return status;
    if (io.has("m") && !io.has("M"))
      yield* makeHome(io.sys, home, plan.uid, plan.gid, io.value("k") ?? "/etc/skel");
    return 0;
  },
);

// ---- userdel

export const userdel = command(
  {
    name: "userdel",
    gnu: "f/force r/remove R/root: P/prefix: Z/selinux-user",
    usageStatus: 2,
    misuse: (name, message) => `${name}: ${message}\nUsage: userdel [options] LOGIN\n\n`,
  },
  function* (io) {
    const [name] = io.operands;
    if (name === undefined || io.operands.length > 1)
      return yield* usageOf(io, "Usage: userdel [options] LOGIN\n\n");
    const files = yield* AccountFiles.read(io.sys);
    const user = files.passwd.find(name);
    if (user === undefined) return yield* io.complain(`user '${name}' does not exist`, 6);
    files.passwd.remove(name);
    files.shadow.remove(name);
    for (const group of files.groupsOf(name))
      files.changeMembers(group, (members) => members.filter((member) => member !== name));
    const own = files.group.find(name);
    const isUsed = files.passwd.rows.some((row) => row[3] === own?.[2]);
    if (own !== undefined && own[2] === user[3] && !isUsed && (own[3] ?? "") === "") files.removeGroup(name);
    const status = yield* finishWriting(io, files);
    if (status !== undefined) return status;
    if (!io.has("r")) return 0;
    const mail = `/var/mail/${name}`;
    if (failed(io.sys.stat(mail))) yield* io.complain(`${name} mail spool (${mail}) not found`, 0);
    else void io.sys.unlink(mail);
    const home = user[5] as string;
    if (failed(io.sys.stat(home))) yield* io.complain(`${name} home directory (${home}) not found`, 0);
    else removeTree(io.sys, home);
    return 0;
  },
);

// ---- usermod

/** Fields of /etc/passwd that options set. */
function* passwdChanges(
  io: Io,
  files: AccountFiles,
  user: readonly string[],
): Task<Map<number, string> | undefined> {
  const fields = new Map<number, string>();
  const uid = io.value("u");
  if (uid !== undefined && uid !== user[2] && !io.has("o") && files.passwd.has(2, uid)) {
    yield* io.complain(`UID '${uid}' already exists`, 4);
    return undefined;
  }
  const group = io.value("g");
  const row = group === undefined ? undefined : files.groupBy(group);
  if (group !== undefined && row === undefined) {
    yield* io.complain(`group '${group}' does not exist`, NO_GROUP);
    return undefined;
  }
  const login = io.value("l");
  if (login !== undefined && files.passwd.find(login) !== undefined) {
    yield* io.complain(`user '${login}' already exists`, IN_USE);
    return undefined;
  }
  const values: [number, string | undefined][] = [[0, login], [2, uid], [3, row?.[2]], [4, io.value("c")], [5, io.value("d")], [6, io.value("s")]]; // prettier-ignore
  for (const [field, value] of values)
    if (value !== undefined && value !== user[field]) fields.set(field, value);
  return fields;
}

function hashChange(io: Io, hash: string | undefined): string | undefined {
  if (io.has("p")) return io.value("p");
  if (hash === undefined) return undefined;
  if (io.has("L")) return hash.startsWith("!") ? undefined : `!${hash}`;
  return io.has("U") && hash.startsWith("!") ? hash.slice(1) : undefined;
}

function* changeGroups(io: Io, files: AccountFiles, name: string): Task<boolean | undefined> {
  const text = io.value("G");
  if (text === undefined) return false;
  const wanted = yield* groupNames(io, files, text);
  if (wanted === undefined) return undefined;
  const before = files.groupsOf(name);
  if (io.has("r")) {
    for (const group of wanted)
      files.changeMembers(group, (members) => members.filter((member) => member !== name));
    return true;
  }
  for (const group of wanted) files.addMember(group, name);
  if (!io.has("a"))
    for (const group of before)
      if (!wanted.includes(group))
        files.changeMembers(group, (members) => members.filter((member) => member !== name));
  return true;
}

export const usermod = command(
  {
    name: "usermod",
    gnu: "a/append badname c/comment: d/home: e/expiredate: f/inactive: g/gid: G/groups: l/login: L/lock m/move-home o/non-unique p/password: P/prefix: r/remove R/root: s/shell: u/uid: U/unlock v/add-subuids: V/del-subuids: w/add-subgids: W/del-subgids: Z/selinux-user:",
    usageStatus: 2,
    misuse: (name, message) => `${name}: ${message}\nUsage: usermod [options] LOGIN\n\n`,
  },
  function* (io) {
    const [name] = io.operands;
    if (name === undefined || io.operands.length > 1 || (io.has("a") && !io.has("G")))
      return yield* usageOf(io, "Usage: usermod [options] LOGIN\n\n");
    const files = yield* AccountFiles.read(io.sys);
    const user = files.passwd.find(name);
    if (user === undefined) return yield* io.complain(`user '${name}' does not exist`, 6);
    const fields = yield* passwdChanges(io, files, user);
    if (fields === undefined) return io.status;
    const regrouped = yield* changeGroups(io, files, name);
    if (regrouped === undefined) return io.status;
    const hash = hashChange(io, files.shadow.find(name)?.[1]);
    if (fields.size === 0 && !regrouped && hash === undefined) {
      yield* io.print("usermod: no changes\n");
      return 0;
    }
    if (fields.size > 0) files.passwd.set(name, fields);
    if (hash !== undefined) files.shadow.set(name, new Map([[1, hash]]));
    const login = fields.get(0);
    if (login !== undefined) {
      files.shadow.set(name, new Map([[0, login]]));
      files.passwd.moveToEnd(login);
      files.shadow.moveToEnd(login);
      for (const group of files.groupsOf(name))
        files.changeMembers(group, (members) => members.map((m) => (m === name ? login : m)));
    }
    const status = yield* finishWriting(io, files);
    if (status !== undefined) return status;
    const home = fields.get(5);
    if (home !== undefined && io.has("m")) void io.sys.rename(user[5] as string, home);
    return 0;
  },
);
