// groupadd, groupdel, groupmod, gpasswd and chsh of the shadow suite: groups in /etc/group, their members, and
// users' shells.

import { failed } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { readText } from "../libc/input.ts";
import { Accounts } from "../libc/passwd.ts";
import { AccountFiles } from "./account-files.ts";
import { finishWriting, IN_USE, isName, usageOf } from "./useradd.ts";

const misuse =
  (words: string) =>
  (name: string, message: string): string =>
    `${name}: ${message}\nUsage: ${words}\n\n`;

/** The group of that name, or the status after a complaint. */
function* existing(io: Io, files: AccountFiles, name: string): Task<readonly string[] | undefined> {
  const row = files.group.find(name);
  if (row === undefined) yield* io.complain(`group '${name}' does not exist`, 6);
  return row;
}

export const groupadd = command(
  {
    name: "groupadd",
    gnu: "f/force g/gid: K/key: o/non-unique p/password: r/system R/root: P/prefix: U/users:",
    usageStatus: 2,
    misuse: misuse("groupadd [options] GROUP"),
  },
  function* (io) {
    const [name] = io.operands;
    if (name === undefined) return yield* usageOf(io, "Usage: groupadd [options] GROUP\n\n");
    if (!isName(name)) return yield* io.complain(`'${name}' is not a valid group name`, 3);
    const files = yield* AccountFiles.read(io.sys);
    if (files.group.find(name) !== undefined)
      return io.has("f") ? 0 : yield* io.complain(`group '${name}' already exists`, IN_USE);
    const gid = io.value("g");
    if (gid !== undefined && !/^\d+$/.test(gid)) return yield* io.complain(`invalid group ID '${gid}'`, 3);
    const taken = gid !== undefined && files.group.has(2, gid) && !io.has("o");
    if (taken && !io.has("f")) return yield* io.complain(`GID '${gid}' already exists`, 4);
    const free = io.has("r")
      ? files.freeId(files.group, 100, 999, true)
      : files.freeId(files.group, 1000, 60_000);
    files.addGroup(name, gid === undefined || taken ? free : Number(gid), io.value("U") ?? "");
    return (yield* finishWriting(io, files)) ?? 0;
  },
);

export const groupdel = command(
  {
    name: "groupdel",
    gnu: "f/force R/root: P/prefix:",
    usageStatus: 2,
    misuse: misuse("groupdel [options] GROUP"),
  },
  function* (io) {
    const [name] = io.operands;
    if (name === undefined) return yield* usageOf(io, "Usage: groupdel [options] GROUP\n\n");
    const files = yield* AccountFiles.read(io.sys);
    const row = yield* existing(io, files, name);
    if (row === undefined) return io.status;
    const user = files.passwd.rows.find((fields) => fields[3] === row[2]);
    if (user !== undefined && !io.has("f"))
      return yield* io.complain(`cannot remove the primary group of user '${user[0]}'`, 8);
    files.removeGroup(name);
    return (yield* finishWriting(io, files)) ?? 0;
  },
);

export const groupmod = command(
  {
    name: "groupmod",
    gnu: "a/append g/gid: n/new-name: o/non-unique p/password: R/root: P/prefix: U/users:",
    usageStatus: 2,
    misuse: misuse("groupmod [options] GROUP"),
  },
  function* (io) {
    const [name] = io.operands;
    if (name === undefined) return yield* usageOf(io, "Usage: groupmod [options] GROUP\n\n");
    const files = yield* AccountFiles.read(io.sys);
    const row = yield* existing(io, files, name);
    if (row === undefined) return io.status;
    const gid = io.value("g");
    const renamed = io.value("n");
    if (gid !== undefined && gid !== row[2] && files.group.has(2, gid) && !io.has("o"))
      return yield* io.complain(`GID '${gid}' already exists`, 4);
    if (renamed !== undefined && renamed !== name && files.group.find(renamed) !== undefined)
      return yield* io.complain(`group '${renamed}' already exists`, IN_USE);
    if (gid !== undefined) {
      for (const user of files.passwd.rows)
        if (user[3] === row[2]) files.passwd.set(user[0] as string, new Map([[3, gid]]));
      files.group.set(name, new Map([[2, gid]]));
    }
    const users = io.value("U");
    if (users !== undefined)
      files.changeMembers(name, (members) => [...(io.has("a") ? members : []), ...users.split(",")]);
    if (renamed !== undefined) {
      files.group.set(name, new Map([[0, renamed]]));
      files.gshadow.set(name, new Map([[0, renamed]]));
    }
    return (yield* finishWriting(io, files)) ?? 0;
  },
);

export const gpasswd = command(
  {
    name: "gpasswd",
    gnu: "a/add: d/delete: Q/root: r/remove-password R/restrict A/administrators: M/members:",
    usageStatus: 2,
    misuse: misuse("gpasswd [option] GROUP"),
  },
  function* (io) {
    const [name] = io.operands;
    if (name === undefined) return yield* usageOf(io, "Usage: gpasswd [option] GROUP\n\n");
    const files = yield* AccountFiles.read(io.sys);
    if (files.group.find(name) === undefined)
      return yield* io.complain(`group '${name}' does not exist in /etc/group`, 3);
    const [added, removed, all] = [io.value("a"), io.value("d"), io.value("M")];
    const user = added ?? removed;
    if (user !== undefined && files.passwd.find(user) === undefined)
      return yield* io.complain(`user '${user}' does not exist`, 3);
    if (added !== undefined) {
      yield* io.print(`Adding user ${added} to group ${name}\n`);
      files.addMember(name, added);
    } else if (removed !== undefined) {
      yield* io.print(`Removing user ${removed} from group ${name}\n`);
      if (!files.groupsOf(removed).includes(name))
        return yield* io.complain(`user '${removed}' is not a member of '${name}'`, 3);
      files.changeMembers(name, (members) => members.filter((member) => member !== removed));
    } else if (all !== undefined)
      files.changeMembers(name, () => all.split(",").filter((member) => member !== ""));
    else return yield* io.complain("passwords of groups are not modelled yet");
    return (yield* finishWriting(io, files)) ?? 0;
  },
);

export const chsh = command(
  {
    name: "chsh",
    gnu: "R/root: s/shell: l/list-shells",
    busybox: "s: l",
    misuse: misuse("chsh [options] [LOGIN]"),
  },
  function* (io) {
    const accounts = new Accounts(io.sys);
    const { uid } = io.sys.credentials();
    if (io.has("l")) {
      const shells = yield* readText(io.sys, "/etc/shells");
      yield* io.print(failed(shells) ? "" : shells.text);
      return 0;
    }
    const name = io.operands[0] ?? (yield* accounts.userLabel(uid));
    const files = yield* AccountFiles.read(io.sys);
    if (files.passwd.find(name) === undefined) return yield* io.complain(`user '${name}' does not exist`);
    const shell = io.value("s");
    if (shell === undefined) return yield* io.complain("asking for a shell is not modelled yet");
    if (uid !== 0 && failed(io.sys.stat(shell))) return yield* io.complain(`${shell} is an invalid shell`);
    if (failed(io.sys.stat(shell))) yield* io.complain(`Warning: ${shell} does not exist`, 0);
    files.passwd.set(name, new Map([[6, shell]]));
    return (yield* finishWriting(io, files)) ?? 0;
  },
);
