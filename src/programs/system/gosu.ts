// gosu and su-exec: another user for one command, without a shell between and without a session of its own; the step down that
// entry points of images take. Users and groups by name or number, `USER:GROUP`. Not here: anything but going down.

import { strerror } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Command, type Io } from "../libc/command.ts";
import { execute, toStrings } from "../libc/execute.ts";
import { Accounts } from "../libc/passwd.ts";

const VERSION = "1.17 (go1.24.4 on linux/amd64; gc)";

const USAGE = `Usage: gosu user-spec command [args]
   eg: gosu tianon bash
       gosu nobody:root bash -c 'whoami && id'
       gosu 1000:1 id

gosu version: ${VERSION}
gosu license: Apache-2.0 (full text at https://github.com/tianon/gosu)

`;

interface Becoming {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
  readonly home: string;
}

interface Missing {
  readonly kind: "user" | "group";
  readonly name: string;
}

function* meant(io: Io, spec: string): Task<Becoming | Missing> {
  const accounts = new Accounts(io.sys);
  const [name = "", groupName] = spec.split(":");
  const number = /^\d+$/.test(name) ? Number(name) : undefined;
  const user = number === undefined ? yield* accounts.user(name) : yield* accounts.userById(number);
  const uid = user?.uid ?? number;
  if (uid === undefined) return { kind: "user", name };
  const home = user?.home ?? "/";
  if (groupName === undefined || groupName === "") {
    const groups = user === undefined ? [0] : yield* accounts.groupsOf(user);
    return { uid, gid: user?.gid ?? 0, groups, home };
  }
  const gid = yield* accounts.gidOf(groupName);
  return gid === undefined ? { kind: "group", name: groupName } : { uid, gid, groups: [gid], home };
}

function missingText(io: Io, spec: string, { kind, name }: Missing): string {
  if (io.spec.name === "su-exec")
    return `su-exec: get${kind === "user" ? "pw" : "gr"}nam(${name}): Success\n`;
  const file = kind === "user" ? "passwd" : "group";
  return `error: failed switching to "${spec}": unable to find ${kind} ${name}: no matching entries in ${file} file\n`;
}

function* run(io: Io): Task<number> {
  const isGosu = io.spec.name === "gosu";
  const [spec, ...argv] = io.argv.slice(1);
  if (isGosu && (spec === "--version" || spec === "-v")) {
    yield* io.print(`${VERSION}\n`);
    return 0;
  }
  if (spec === undefined || argv.length === 0) {
    yield* io.tell(isGosu ? USAGE : "Usage: su-exec user-spec command [args]\n");
    return isGosu ? 1 : 0;
  }
  const found = yield* meant(io, spec);
  if ("kind" in found) {
    yield* io.tell(missingText(io, spec, found));
    return 1;
  }
  const { uid, gid, groups, home } = found;
  const refused = io.sys.setCredentials({ uid, euid: uid, gid, egid: gid, groups });
  if (refused !== undefined) {
    const why = strerror(refused).toLowerCase();
    yield* io.tell(isGosu ? `error: failed switching to "${spec}": ${why}\n` : `su-exec: setgroups: ${strerror(refused)}\n`);
    return 1;
  }
  const env = new Map(io.env).set("HOME", home);
  const errno = yield* execute(io.sys, argv, toStrings(env));
  const program = argv[0] as string;
  const where = errno === "ENOENT" && !program.includes("/") ? "executable file not found in $PATH" : strerror(errno).toLowerCase();
  yield* io.tell(isGosu ? `error: exec: "${program}": ${where}\n` : `su-exec: ${program}: ${strerror(errno)}\n`);
  return 1;
} // prettier-ignore

export const stepDownCommands: readonly Command[] = ["gosu", "su-exec"].map((name) =>
  command({ name, gnu: "", raw: true }, run),
);
