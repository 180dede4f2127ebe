// id: who the caller or a named user is, by numbers and names. GNU takes several users, busybox one.
// Of the caller it tells what the kernel has, of a named user what the files say.

import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { Accounts, type User } from "../libc/passwd.ts";
import { quoted } from "../libc/quote.ts";

interface Identity {
  readonly uid: number;
  readonly gid: number;
  readonly euid: number;
  readonly egid: number;
  /** the login group first */
  readonly groups: readonly number[];
}

function* identityOf(accounts: Accounts, user: User): Task<Identity> {
  const { uid, gid } = user;
  return { uid, gid, euid: uid, egid: gid, groups: yield* accounts.groupsOf(user) };
}

function* caller(io: Io, real: boolean): Task<Identity> {
  const { uid, gid, euid, egid, groups } = io.sys.credentials();
  // busybox shows what the kernel has, in its order
  if (io.family === "busybox" && !io.has("G")) return { uid, gid, euid, egid, groups };
  const first = real ? gid : egid;
  return { uid, gid, euid, egid, groups: [first, ...groups.filter((group) => group !== first)] };
}

function* find(io: Io, accounts: Accounts, name: string): Task<Identity | undefined> {
  const numeric = io.family === "gnu" && /^\+?\d+$/.test(name);
  const user = (yield* accounts.user(name)) ?? (numeric ? yield* accounts.userById(Number(name)) : undefined);
  if (user !== undefined) return yield* identityOf(accounts, user);
  yield* io.complain(io.family === "busybox" ? `unknown user ${name}` : `${quoted(io, name)}: no such user`);
  return undefined;
}

const withName = (id: number, name: string | undefined): string =>
  name === undefined ? String(id) : `${id}(${name})`;

function* describe(accounts: Accounts, who: Identity): Task<string> {
  const user = function* (id: number): Task<string> {
    return withName(id, (yield* accounts.userById(id))?.name);
  };
  const group = function* (id: number): Task<string> {
    return withName(id, (yield* accounts.groupById(id))?.name);
  };
  let text = `uid=${yield* user(who.uid)} gid=${yield* group(who.gid)}`;
  if (who.euid !== who.uid) text += ` euid=${yield* user(who.euid)}`;
  if (who.egid !== who.gid) text += ` egid=${yield* group(who.egid)}`;
  if (who.groups.length === 0) return text;
  const groups: string[] = [];
  for (const gid of who.groups) groups.push(yield* group(gid));
  return `${text} groups=${groups.join(",")}`;
}

/** One of -u, -g and -G. */
function* chosen(io: Io, accounts: Accounts, who: Identity, key: string): Task<string> {
  const real = io.has("r");
  const label = io.has("n");
  if (key === "u") {
    const id = real ? who.uid : who.euid;
    return label ? yield* accounts.userLabel(id) : String(id);
  }
  const ids = key === "g" ? [real ? who.gid : who.egid] : who.groups;
  const texts: string[] = [];
  for (const id of ids) texts.push(label ? yield* accounts.groupLabel(id) : String(id));
  return texts.join(io.has("z") ? "\0" : " ");
}

/** What cannot be asked together; undefined if all is well. */
function wrong(io: Io, choices: readonly string[]): string | undefined {
  if (io.has("Z")) return "--context (-Z) works only on an SELinux-enabled kernel";
  if (choices.length > 1) return `cannot print "only" of more than one choice`;
  if (choices.length === 0 && (io.has("n") || io.has("r")))
    return "printing only names or real IDs requires -u, -g, or -G";
  if (choices.length === 0 && io.has("z")) return "option --zero not permitted in default format";
  return undefined;
}

export const id = command(
  {
    name: "id",
    gnu: "a Z/context g/group G/groups n/name r/real u/user z/zero",
    busybox: "u n r g G",
    usage: "[-ugGnr] [USER]",
  },
  function* (io) {
    const choices = ["u", "g", "G"].filter((key) => io.has(key));
    const fault = wrong(io, choices);
    if (io.family === "busybox" && (fault !== undefined || io.operands.length > 1))
      return yield* io.misuse("");
    if (fault !== undefined) return yield* io.complain(fault);
    const accounts = new Accounts(io.sys);
    const end = io.has("z") ? (io.operands.length > 1 && io.has("G") ? "\0\0" : "\0") : "\n";
    for (const name of io.operands.length > 0 ? io.operands : [undefined]) {
      const who = name === undefined ? yield* caller(io, io.has("r")) : yield* find(io, accounts, name);
      if (who === undefined) continue;
      const [key] = choices;
      const text = key === undefined ? yield* describe(accounts, who) : yield* chosen(io, accounts, who, key);
      yield* io.print(text + end);
    }
    return io.status;
  },
);
