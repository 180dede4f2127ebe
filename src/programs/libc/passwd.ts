// Users and groups by name and number, from /etc/passwd and /etc/group (passwd(5), group(5)). Each file is
// read once per run, when it is first asked. Not here: passwords, and any other source of names.

import { failed } from "../../base/errno.ts";
import type { Sys, Task } from "../../kernel/sys.ts";
import { readText } from "./input.ts";

export interface User {
  readonly name: string;
  readonly password: string;
  readonly uid: number;
  readonly gid: number;
  readonly gecos: string;
  readonly home: string;
  readonly shell: string;
}

export interface Group {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

interface Index<T> {
  readonly all: readonly T[];
  readonly byName: ReadonlyMap<string, T>;
  readonly byId: ReadonlyMap<number, T>;
}

const NUMBER = /^\d+$/;

function parseUser(line: string): User | undefined {
  const [name = "", password = "", uid = "", gid = "", gecos = "", home = "", shell = ""] = line.split(":");
  if (name === "" || !NUMBER.test(uid) || !NUMBER.test(gid)) return undefined;
  return { name, password, uid: Number(uid), gid: Number(gid), gecos, home, shell };
}

function parseGroup(line: string): Group | undefined {
  const [name = "", , gid = "", members = ""] = line.split(":");
  if (name === "" || !NUMBER.test(gid)) return undefined;
  return { name, gid: Number(gid), members: members.split(",").filter((member) => member !== "") };
}

/** The first line that names somebody counts. */
function indexOf<T extends { readonly name: string }>(all: readonly T[], id: (one: T) => number): Index<T> {
  const byName = new Map<string, T>();
  const byId = new Map<number, T>();
  for (const one of all) {
    if (!byName.has(one.name)) byName.set(one.name, one);
    if (!byId.has(id(one))) byId.set(id(one), one);
  }
  return { all, byName, byId };
}

export class Accounts {
  private userIndex: Index<User> | undefined;
  private groupIndex: Index<Group> | undefined;

  constructor(private readonly sys: Sys) {}

  /** A file that cannot be read has no lines. */
  private *entries<T>(path: string, parse: (line: string) => T | undefined): Task<T[]> {
    const file = yield* readText(this.sys, path);
    if (failed(file)) return [];
    return file.text.split("\n").flatMap((line) => parse(line) ?? []);
  }

  private *userTable(): Task<Index<User>> {
    return (this.userIndex ??= indexOf(yield* this.entries("/etc/passwd", parseUser), (user) => user.uid));
  }

  private *groupTable(): Task<Index<Group>> {
    return (this.groupIndex ??= indexOf(yield* this.entries("/etc/group", parseGroup), (group) => group.gid));
  }

  *users(): Task<readonly User[]> {
    return (yield* this.userTable()).all;
  }

  *groups(): Task<readonly Group[]> {
    return (yield* this.groupTable()).all;
  }

  *user(name: string): Task<User | undefined> {
    return (yield* this.userTable()).byName.get(name);
  }

  *userById(uid: number): Task<User | undefined> {
    return (yield* this.userTable()).byId.get(uid);
  }

  *group(name: string): Task<Group | undefined> {
    return (yield* this.groupTable()).byName.get(name);
  }

  *groupById(gid: number): Task<Group | undefined> {
    return (yield* this.groupTable()).byId.get(gid);
  }

  /** The name, or the number as text, as `ls -l` shows it. */
  *userLabel(uid: number): Task<string> {
    return (yield* this.userById(uid))?.name ?? String(uid);
  }

  *groupLabel(gid: number): Task<string> {
    return (yield* this.groupById(gid))?.name ?? String(gid);
  }

  /** A name, else a number; undefined if it is neither. */
  *uidOf(text: string): Task<number | undefined> {
    return (yield* this.user(text))?.uid ?? (NUMBER.test(text) ? Number(text) : undefined);
  }

  *gidOf(text: string): Task<number | undefined> {
    return (yield* this.group(text))?.gid ?? (NUMBER.test(text) ? Number(text) : undefined);
  }

  /** The groups that a user is in, the login group first (initgroups(3)). */
  *groupsOf(user: User): Task<readonly number[]> {
    const gids = new Set([user.gid]);
    for (const group of yield* this.groups()) if (group.members.includes(user.name)) gids.add(group.gid);
    return [...gids];
  }
}
