// setpriv (util-linux): runs a program with other users, groups and privileges, in one step and without a shell or
// PAM between; entry points of images use it to leave root behind. Not modelled: capabilities of the bounding and
// inheritable sets, SELinux, AppArmor, Landlock, which are accepted where Docker gives no more than they would leave.

import { strerror } from "../../base/errno.ts";
import type { Credentials, Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { execute, statusOfFailure, toStrings } from "../libc/execute.ts";
import { Accounts, type User } from "../libc/passwd.ts";
import { plainDecimal } from "../libc/plain-decimal.ts";

const FAILED = 127;

type Changes = { -readonly [K in keyof Credentials]?: Credentials[K] };

function* fail(io: Io, message: string): Task<undefined> {
  yield* io.complain(message, 1);
  return undefined;
}

function* uidOf(io: Io, accounts: Accounts, word: string): Task<number | undefined> {
  const user = yield* accounts.user(word);
  return user?.uid ?? plainDecimal(word) ?? (yield* fail(io, "failed to parse reuid"));
}

function* gidOf(io: Io, accounts: Accounts, word: string): Task<number | undefined> {
  const group = yield* accounts.group(word);
  return group?.gid ?? plainDecimal(word) ?? (yield* fail(io, "failed to parse regid"));
}

/** undefined: something was wrong, and was said. */
function* credentialsAsked(io: Io, accounts: Accounts): Task<Changes | undefined> {
  const changes: Changes = {};
  for (const [option, keys] of [["reuid", ["uid", "euid"]], ["ruid", ["uid"]], ["euid", ["euid"]]] as const) {
    const word = io.value(option);
    const uid = word === undefined ? undefined : yield* uidOf(io, accounts, word);
    if (word !== undefined && uid === undefined) return undefined;
    if (uid !== undefined) for (const key of keys) changes[key] = uid;
  }
  for (const [option, keys] of [["regid", ["gid", "egid"]], ["rgid", ["gid"]], ["egid", ["egid"]]] as const) {
    const word = io.value(option);
    const gid = word === undefined ? undefined : yield* gidOf(io, accounts, word);
    if (word !== undefined && gid === undefined) return undefined;
    if (gid !== undefined) for (const key of keys) changes[key] = gid;
  }
  return changes;
} // prettier-ignore

/** Supplementary groups; exactly one of four options must say what becomes of them when a group changes. */
function* groupsAsked(io: Io, accounts: Accounts, changes: Changes): Task<Changes | undefined> {
  const ways = ["clear-groups", "keep-groups", "init-groups", "groups"].filter((name) => io.has(name));
  if (ways.length > 1)
    return yield* fail(io, "mutually exclusive arguments: --clear-groups --keep-groups --init-groups --groups");
  if (ways.length === 0 && (changes.gid !== undefined || changes.egid !== undefined))
    return yield* fail(io, "--[re]gid requires --keep-groups, --clear-groups, --init-groups, or --groups");
  if (ways[0] === "clear-groups") return { ...changes, groups: [] };
  if (ways[0] === "init-groups") {
    const user: User | undefined =
      changes.uid === undefined ? undefined : yield* accounts.userById(changes.uid);
    if (user === undefined) return yield* fail(io, "uid is required for --init-groups");
    return { ...changes, groups: yield* accounts.groupsOf(user) };
  }
  if (ways[0] !== "groups") return changes;
  const groups: number[] = [];
  for (const word of (io.value("groups") ?? "").split(",")) {
    const gid = yield* gidOf(io, accounts, word);
    if (gid === undefined) return undefined;
    groups.push(gid);
  }
  return { ...changes, groups };
} // prettier-ignore

function* dump(io: Io): Task<number> {
  const { uid, gid, euid, egid, groups } = io.sys.credentials();
  yield* io.print(`uid: ${uid}\neuid: ${euid}\ngid: ${gid}\negid: ${egid}\nSupplementary groups: ${groups.length === 0 ? "[none]" : groups.join(",")}\nno_new_privs: 0\n`); // prettier-ignore
  return 0;
}

export const setpriv = command(
  {
    name: "setpriv",
    gnu: "+reuid: ruid: euid: regid: rgid: egid: clear-groups keep-groups init-groups groups: no-new-privs/nnp reset-env inh-caps: ambient-caps: bounding-set: securebits: pdeathsig: d/dump",
    package: "util-linux 2.38.1",
    usage: "[options] <program> [<argument>...]",
  },
  function* (io) {
    if (io.has("d")) return yield* dump(io);
    if (io.operands.length === 0) return yield* io.misuse("No program specified");
    const accounts = new Accounts(io.sys);
    const asked = yield* credentialsAsked(io, accounts);
    const changes = asked === undefined ? undefined : yield* groupsAsked(io, accounts, asked);
    if (changes === undefined) return 1;
    const { uid, euid, ...groups } = changes;
    const refusedGroups = io.sys.setCredentials(groups);
    if (refusedGroups !== undefined) return yield* io.complain(`setgroups failed: ${strerror(refusedGroups)}`, FAILED);
    const refused = io.sys.setCredentials({ ...(uid === undefined ? {} : { uid }), ...(euid === undefined ? {} : { euid }) });
    if (refused !== undefined) return yield* io.complain(`setresuid failed: ${strerror(refused)}`, FAILED);
    const env = new Map(io.env);
    if (io.has("reset-env")) {
      const user = yield* accounts.userById(io.sys.credentials().uid);
      env.set("HOME", user?.home ?? "/").set("SHELL", user?.shell ?? "/bin/sh").set("USER", user?.name ?? "").set("LOGNAME", user?.name ?? "");
    }
    const error = yield* execute(io.sys, io.operands, toStrings(env));
    return yield* io.complain(`failed to execute ${io.operands[0] as string}: ${strerror(error)}`, statusOfFailure(error));
  },
); // prettier-ignore
