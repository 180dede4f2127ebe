// chroot: runs a command with another directory as the root. GNU's can change user and groups on the way;
// without a command a shell runs interactively.

import { strerror } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { complainOfProgram, execute, toStrings } from "../libc/execute.ts";
import { missingOperand } from "../libc/operands.ts";
import { Accounts } from "../libc/passwd.ts";
import { quoted } from "../libc/quote.ts";

/** Users and groups are looked up inside the new root. */
function* become(io: Io): Task<boolean> {
  const spec = io.value("userspec");
  const accounts = new Accounts(io.sys);
  const [user = "", group] = (spec ?? "").split(":");
  const account = yield* accounts.user(user);
  const uid = user === "" ? undefined : yield* accounts.uidOf(user);
  const gid = group === undefined || group === "" ? account?.gid : yield* accounts.gidOf(group);
  if ((user !== "" && uid === undefined) || (group && gid === undefined)) {
    yield* io.complain(`${user !== "" && uid === undefined ? "invalid user" : "invalid group"}`, 125);
    return false;
  }
  const listed = io.value("groups");
  const groups: number[] = [];
  for (const name of (listed ?? "").split(",").filter((word) => word !== "")) {
    const found = yield* accounts.gidOf(name);
    if (found === undefined) {
      yield* io.complain(`invalid group ${quoted(io, name)}`, 125);
      return false;
    }
    groups.push(found);
  }
  if (listed === undefined && account !== undefined) groups.push(...(yield* accounts.groupsOf(account)));
  if (uid === undefined && gid === undefined && listed === undefined) return true;
  const refused = io.sys.setCredentials({
    ...(gid === undefined ? {} : { gid, egid: gid }),
    ...(listed === undefined && account === undefined ? {} : { groups }),
    ...(uid === undefined ? {} : { uid, euid: uid }),
  });
  if (refused === undefined) return true;
  yield* io.complain(`failed to set user-ID: ${strerror(refused)}`, 125);
  return false;
}

export const chroot = command(
  {
    name: "chroot",
    gnu: "+groups: userspec: skip-chdir",
    busybox: "+",
    usageStatus: { gnu: 125 },
    usage: "NEWROOT [PROG ARGS]",
  },
  function* (io) {
    const [root, ...words] = io.operands;
    if (root === undefined) return yield* missingOperand(io);
    const refused = io.sys.chroot(root);
    const busybox = io.family === "busybox";
    if (refused !== undefined)
      return yield* io.complain(
        busybox
          ? `can't change root directory to '${root}': ${strerror(refused)}`
          : `cannot change root directory to ${quoted(io, root)}: ${strerror(refused)}`,
        busybox ? 1 : 125,
      );
    if (!io.has("skip-chdir")) void io.sys.chdir("/");
    if (!(yield* become(io))) return 125;
    const shell = io.env.get("SHELL") ?? "/bin/sh";
    const argv = words.length > 0 ? words : [shell, "-i"];
    const error = yield* execute(io.sys, argv, toStrings(io.env));
    return yield* complainOfProgram(io, argv[0] as string, error);
  },
);
