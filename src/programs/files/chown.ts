// chown and chgrp: give files to other users and groups, by name or number.
// GNU says what changed from what to what; busybox says the numbers that it set.

import { failed, strerror, type Errno } from "../../base/errno.ts";
import type { Stat, Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { isSymlink } from "../libc/file-mode.ts";
import { missingOperand } from "../libc/operands.ts";
import { Accounts } from "../libc/passwd.ts";
import { quoted } from "../libc/quote.ts";
import { walk, type Follow, type Visit, type Visitor } from "./walk.ts";

interface Owner {
  /** undefined: stays as it is */
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  /** as it is named in reports */
  readonly user: string | undefined;
  readonly group: string | undefined;
}

const NOBODY: Owner = { uid: undefined, gid: undefined, user: undefined, group: undefined };
const MAX_ID = 0xffff_fffe;

/** A number that GNU takes for an id, or busybox, which counts modulo 2^32. */
function idOf(io: Io, text: string): number | undefined {
  if (io.family === "busybox") {
    if (!/^\d+$/.test(text)) return undefined;
    const id = Number(BigInt(text) % 0x1_0000_0000n);
    return id === 0xffff_ffff ? -1 : id;
  }
  if (!/^\+?\d+$/.test(text)) return undefined;
  return Number(text) > MAX_ID ? undefined : Number(text);
}

class OwnerParser {
  readonly accounts: Accounts;

  constructor(private readonly io: Io) {
    this.accounts = new Accounts(io.sys);
  }

  /** USER, USER:GROUP, USER: and :GROUP; undefined after a complaint. */
  *owner(text: string): Task<Owner | undefined> {
    const colon = text.indexOf(":");
    const found = yield* this.parts(text, colon);
    if (found !== undefined || colon >= 0 || this.io.family === "busybox") return found;
    const dot = text.indexOf(".");
    if (dot > 0 && dot < text.length - 1) {
      const dotted = yield* this.parts(text, dot, true);
      if (dotted !== undefined) {
        yield* this.io.complain(`warning: '.' should be ':': ${quoted(this.io, text)}`, 0);
        return dotted;
      }
    }
    yield* this.invalid("user", text);
    return undefined;
  }

  private *parts(text: string, at: number, silent = false): Task<Owner | undefined> {
    const user = at < 0 ? text : text.slice(0, at);
    const group = at < 0 ? undefined : text.slice(at + 1);
    const known = user === "" ? undefined : yield* this.accounts.user(user);
    const uid = user === "" ? undefined : (known?.uid ?? idOf(this.io, user));
    const busybox = this.io.family === "busybox";
    if (uid === undefined && (user !== "" || (busybox && at < 0))) {
      if ((at >= 0 || busybox) && !silent)
        yield* this.invalid(busybox && at >= 0 ? "user/group" : "user", text);
      return undefined;
    }
    if (group === undefined)
      return { uid, gid: undefined, user: user === "" ? undefined : user, group: undefined };
    if (group === "" && user !== "") {
      const login = yield* this.accounts.userById(uid as number);
      const gid = known?.gid ?? login?.gid;
      if (gid !== undefined) return { uid, gid, user, group: yield* this.accounts.groupLabel(gid) };
    }
    if (group === "" && user === "" && !busybox) return NOBODY;
    const gid = (yield* this.accounts.group(group))?.gid ?? idOf(this.io, group);
    if (gid !== undefined) return { uid, gid, user: user === "" ? undefined : user, group };
    if (!silent)
      yield* this.invalid(
        busybox ? (user === "" ? "group" : "user/group") : "group",
        busybox && user === "" ? group : text,
      );
    return undefined;
  }

  *group(text: string): Task<Owner | undefined> {
    if (text === "" && this.io.family === "gnu") return NOBODY;
    const gid = (yield* this.accounts.group(text))?.gid ?? idOf(this.io, text);
    if (gid !== undefined) return { ...NOBODY, gid, group: text };
    yield* this.invalid("group", text);
    return undefined;
  }

  private *invalid(what: string, text: string): Task<void> {
    const { io } = this;
    if (io.family === "busybox") yield* io.complain(`unknown ${what} ${text}`);
    else yield* io.complain(`invalid ${what}: ${quoted(io, text)}`);
  }
}

class OwnerChanger implements Visitor {
  readonly follow: Follow;
  readonly recursive: boolean;
  private readonly busybox: boolean;
  private readonly reports: "all" | "changes" | "none";

  constructor(
    private readonly io: Io,
    private readonly owner: Owner,
    private readonly from: Owner,
    private readonly accounts: Accounts,
  ) {
    this.recursive = io.has("R");
    this.busybox = io.family === "busybox";
    const last = io.options.last("v", "c");
    this.reports = last === "v" ? "all" : last === "c" ? "changes" : "none";
    const how = this.recursive ? io.options.last("H", "L", "P") : undefined;
    const plain = io.has("h") || this.recursive ? "never" : "command-line";
    this.follow = how === "L" ? "always" : how === "H" ? "command-line" : plain;
  }

  *visit({ path, node }: Visit): Task<void> {
    const { io, owner, from } = this;
    const wanted =
      (from.uid === undefined || from.uid === node.uid) && (from.gid === undefined || from.gid === node.gid);
    if (!wanted) {
      yield* this.report(path, node, undefined);
      return;
    }
    const through = isSymlink(node) ? io.sys.lchown : io.sys.chown;
    const refused = through.call(io.sys, path, owner.uid ?? -1, owner.gid ?? -1);
    if (refused !== undefined) {
      const what = owner.uid === undefined && owner.gid !== undefined ? "group" : "ownership";
      yield* this.refuse(path, `changing ${what} of ${quoted(io, path)}`, refused);
    }
    yield* this.report(path, node, refused);
  }

  *failed(path: string, errno: Errno, reading: boolean): Task<void> {
    const { io } = this;
    const node = reading ? errno : io.sys.lstat(path);
    if (this.busybox) {
      yield* io.complain(`${path}: ${strerror(errno)}`);
      return;
    }
    const verb = reading ? "read directory" : !failed(node) && isSymlink(node) ? "dereference" : "access";
    yield* this.refuse(path, `cannot ${verb} ${quoted(io, path)}`, errno);
  }

  private *refuse(path: string, gnu: string, errno: Errno): Task<void> {
    this.io.status = 1;
    if (this.io.has("f")) return;
    yield* this.io.complain(`${this.busybox ? path : gnu}: ${strerror(errno)}`);
  }

  private *report(path: string, node: Stat, refused: Errno | undefined): Task<void> {
    if (this.reports === "none") return;
    const { io, owner } = this;
    const name = quoted(io, path);
    if (this.busybox) {
      const ids = `${owner.uid ?? node.uid}:${owner.gid ?? node.gid}`;
      const changed = this.reports === "all" || ids !== `${node.uid}:${node.gid}`;
      if (refused === undefined && changed) yield* io.print(`changed ownership of ${name} to ${ids}\n`);
      return;
    }
    const changes =
      (owner.uid !== undefined && owner.uid !== node.uid) ||
      (owner.gid !== undefined && owner.gid !== node.gid);
    const what = owner.uid === undefined && owner.gid !== undefined ? "group" : "ownership";
    const before = yield* this.label(node);
    const after = labelOf(owner.user, owner.group);
    if (changes) {
      const verb = refused === undefined ? `changed ${what}` : `failed to change ${what}`;
      yield* io.print(`${verb} of ${name} from ${before} to ${after}\n`);
    } else if (this.reports === "all") {
      const as = before === "" ? "" : ` as ${before}`;
      yield* io.print(`${what} of ${name} retained${as}\n`);
    }
  }

  /** Who has it now, with the parts that were asked for. */
  private *label({ uid, gid }: Stat): Task<string> {
    const user = this.owner.uid === undefined ? undefined : yield* this.accounts.userLabel(uid);
    const group = this.owner.gid === undefined ? undefined : yield* this.accounts.groupLabel(gid);
    return labelOf(user, group);
  }
}

const labelOf = (user: string | undefined, group: string | undefined): string =>
  user === undefined ? (group ?? "") : group === undefined ? user : `${user}:${group}`;

function* change(io: Io, groupsOnly: boolean): Task<number> {
  const parser = new OwnerParser(io);
  const reference = io.value("reference");
  const files = reference === undefined ? io.operands.slice(1) : io.operands;
  if (files.length === 0)
    return yield* missingOperand(io, reference === undefined ? io.operands[0] : undefined);
  let owner: Owner | undefined;
  if (reference !== undefined) {
    const node = io.sys.stat(reference);
    if (failed(node))
      return yield* io.complain(`failed to get attributes of ${quoted(io, reference)}: ${strerror(node)}`);
    const group = yield* parser.accounts.groupLabel(node.gid);
    const user = yield* parser.accounts.userLabel(node.uid);
    owner = groupsOnly ? { ...NOBODY, gid: node.gid, group } : { uid: node.uid, gid: node.gid, user, group };
  } else {
    const text = io.operands[0] as string;
    owner = groupsOnly ? yield* parser.group(text) : yield* parser.owner(text);
  }
  const fromText = io.value("from");
  const from = fromText === undefined ? NOBODY : yield* parser.owner(fromText);
  if (owner === undefined || from === undefined) return 1;
  const changer = new OwnerChanger(io, owner, from, parser.accounts);
  for (const path of files) yield* walk(io.sys, path, changer);
  return io.status;
}

const COMMON =
  "c/changes f/silent quiet v/verbose dereference h/no-dereference no-preserve-root preserve-root reference: R/recursive H L P";

export const chown = command(
  {
    name: "chown",
    gnu: `${COMMON} from:`,
    busybox: "R h c v f L H P",
    usage: "[-Rhcvf] USER[:[GRP]] FILE...",
  },
  (io) => change(io, false),
);

export const chgrp = command(
  { name: "chgrp", gnu: `${COMMON} from:`, busybox: "R h c v f L H P", usage: "[-Rhcvf] GROUP FILE..." },
  (io) => change(io, true),
);
