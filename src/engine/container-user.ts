// Who a container's process runs as: --user looked up in the container's own passwd and group files
// (moby/sys/user GetExecUser, which runc uses as well).

import { failed } from "../base/errno.ts";
import { dockerError, ok, type Result } from "../base/result.ts";
import { decode } from "../base/utf8.ts";
import { readFile } from "../fs/tree-paths.ts";
import type { Tree } from "../fs/tree.ts";

export interface ProcessUser {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
  readonly home: string;
}

interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

interface Group {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

const lines = (text: string): string[][] =>
  text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(":"));

/** Remembers what came of the last few texts: containers of one image have the same files. */
function remembering<T>(parse: (text: string) => T): (tree: Tree, path: string) => T {
  const known = new Map<string, T>();
  return (tree, path) => {
    const bytes = readFile(tree, path);
    const text = failed(bytes) ? "" : decode(bytes);
    let parsed = known.get(text);
    if (parsed === undefined) {
      if (known.size === REMEMBERED) known.clear();
      known.set(text, (parsed = parse(text)));
    }
    return parsed;
  };
}

const REMEMBERED = 16;

const accountsOf = remembering((text): readonly Account[] =>
  lines(text).map(([name = "", , uid, gid, , home = ""]) => ({
    name,
    uid: Number(uid),
    gid: Number(gid),
    home,
  })),
);

const groupsOf = remembering((text): readonly Group[] =>
  lines(text).map(([name = "", , gid, members = ""]) => ({
    name,
    gid: Number(gid),
    members: members.split(",").filter((m) => m !== ""),
  })),
);

/** strconv.Atoi: a number is always an id, never a name */
const asId = (text: string): number | undefined => (/^[+-]?\d+$/.test(text) ? Number(text) : undefined);
const LARGEST = 2 ** 31 - 1;
const outOfRange = (id: number): boolean => id < 0 || id > LARGEST;
const RANGE = "uids and gids must be in range 0-2147483647";

/** `given` as in --user; `extra` as in --group-add. */
export function resolveUser(tree: Tree, given: string, extra: readonly string[]): Result<ProcessUser> {
  const [userPart = "", groupPart = ""] = given.split(":");
  const accounts = accountsOf(tree, "/etc/passwd");
  const groups = groupsOf(tree, "/etc/group");
  const id = asId(userPart);
  const account =
    userPart === ""
      ? accounts.find((a) => a.uid === 0)
      : accounts.find((a) => (id === undefined ? a.name === userPart : a.uid === id));
  if (account === undefined && id === undefined && userPart !== "")
    return dockerError("unknown", `unable to find user ${userPart}: no matching entries in passwd file`);
  const uid = account?.uid ?? id ?? 0;
  if (outOfRange(uid)) return dockerError("unknown", RANGE);
  const group = resolveGroup(groups, groupPart, account?.gid ?? 0);
  if (!group.ok) return group;
  const own =
    groupPart === "" && account !== undefined
      ? groups.filter((g) => g.members.includes(account.name)).map((g) => g.gid)
      : [];
  const added = additionalGroups(groups, extra);
  if (!added.ok) return added;
  const all = inKernelsOrder([group.value, ...own, ...added.value]);
  return ok({ uid, gid: group.value, groups: all, home: account?.home || "/" });
}

/** The kernel sorts them (kernel/groups.c). */
const inKernelsOrder = (groups: readonly number[]): number[] => [...new Set(groups)].sort((a, b) => a - b);

function resolveGroup(groups: readonly Group[], part: string, otherwise: number): Result<number> {
  if (part === "") return ok(otherwise);
  const id = asId(part);
  const group = groups.find((g) => (id === undefined ? g.name === part : g.gid === id));
  if (group !== undefined) return ok(group.gid);
  if (id === undefined)
    return dockerError("unknown", `unable to find group ${part}: no matching entries in group file`);
  return outOfRange(id) ? dockerError("unknown", RANGE) : ok(id);
}

function additionalGroups(groups: readonly Group[], names: readonly string[]): Result<readonly number[]> {
  const ids: number[] = [];
  for (const name of names) {
    const id = groups.find((g) => g.name === name)?.gid ?? asId(name);
    if (id === undefined)
      return dockerError("unknown", `unable to find group ${name}: no matching entries in group file`);
    if (outOfRange(id)) return dockerError("unknown", RANGE);
    ids.push(id);
  }
  return ok(ids);
}
