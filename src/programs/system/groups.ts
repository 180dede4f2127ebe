// groups: names of the groups that the caller or named users are in, the login group first. A group without
// a name is said on standard error and shown by its number.

import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { Accounts } from "../libc/passwd.ts";
import { quoted } from "../libc/quote.ts";

function* namesOf(io: Io, accounts: Accounts, ids: readonly number[]): Task<string> {
  const names: string[] = [];
  for (const gid of ids) {
    const group = yield* accounts.groupById(gid);
    if (group === undefined && io.family === "gnu")
      yield* io.complain(`cannot find name for group ID ${gid}`);
    names.push(group?.name ?? String(gid));
  }
  return names.join(" ");
}

export const groups = command({ name: "groups", gnu: "", busybox: "", usage: "[USER]" }, function* (io) {
  const accounts = new Accounts(io.sys);
  if (io.operands.length === 0) {
    const { egid, groups: ids } = io.sys.credentials();
    yield* io.print(`${yield* namesOf(io, accounts, [egid, ...ids.filter((gid) => gid !== egid)])}\n`);
    return io.status;
  }
  for (const name of io.operands) {
    const user = yield* accounts.user(name);
    if (user === undefined) {
      if (io.family === "busybox") return yield* io.complain(`unknown user ${name}`);
      yield* io.complain(`${quoted(io, name)}: no such user`);
      continue;
    }
    const before = io.family === "busybox" ? "" : `${name} : `;
    yield* io.print(`${before}${yield* namesOf(io, accounts, yield* accounts.groupsOf(user))}\n`);
  }
  return io.status;
});
