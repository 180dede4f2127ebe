// Members made from files: trees in the order that directories have, hard links told by what was seen before, names
// without what may not stand before them. Relies on headers.ts for bytes. Not here: where they are written.

import { BLOCK_DEVICE, CHARACTER_DEVICE, DIRECTORY, FIFO, HARD_LINK, REGULAR, SYMBOLIC_LINK } from "../../../base/formats/tar-header.ts"; // prettier-ignore
import { failed } from "../../../base/errno.ts";
import { O_RDONLY, type Stat, type Task } from "../../../kernel/sys.ts";
import { majorOf, minorOf } from "../../files/device-number.ts";
import { byteOrder } from "../../libc/byte-order.ts";
import { applyMode, isDirectory, S_IFBLK, S_IFCHR, S_IFDIR, S_IFIFO, S_IFLNK, S_IFMT, S_IFREG } from "../../libc/file-mode.ts"; // prettier-ignore
import { readAll } from "../../libc/input.ts";
import { Accounts } from "../../libc/passwd.ts";
import { joinPath } from "../../libc/paths.ts";
import { headersOf, padded, type NewMember } from "./headers.ts";
import type { Listing } from "./listing.ts";
import { splitUnsafe, transformName } from "./names.ts";
import type { TarSettings, Wanted } from "./settings.ts";
import type { Speech } from "./speech.ts";

const TYPES = new Map([
  [S_IFREG, REGULAR],
  [S_IFLNK, SYMBOLIC_LINK],
  [S_IFDIR, DIRECTORY],
  [S_IFCHR, CHARACTER_DEVICE],
  [S_IFBLK, BLOCK_DEVICE],
  [S_IFIFO, FIFO],
]);

/** Where a name is looked up. */
export const placeOf = ({ directories, name }: Wanted): string =>
  [...directories, name].reduce((path, next) => (next.startsWith("/") || path === "" ? next : joinPath(path, next)), ""); // prettier-ignore

export class Creator {
  readonly parts: Uint8Array[] = [];
  private readonly links = new Map<string, string>();
  private readonly accounts: Accounts;
  private readonly taken: string[] = [];
  private readonly busybox: boolean;

  constructor(
    private readonly speech: Speech,
    private readonly settings: TarSettings,
    private readonly listing: Listing,
    /** the archive itself, which is not put into itself */
    private readonly archive: Stat | undefined,
    /** modification times of members that there are, for -u */
    private readonly present: ReadonlyMap<string, number> = new Map(),
  ) {
    this.accounts = new Accounts(speech.io.sys);
    this.busybox = speech.busybox;
  }

  *addAll(): Task<void> {
    const { io } = this.speech;
    for (const wanted of this.settings.wanted) yield* this.add(placeOf(wanted), wanted.name);
    if (!io.has("remove-files")) return;
    for (const path of this.taken.toReversed()) {
      const node = io.sys.lstat(path);
      if (!failed(node)) void (isDirectory(node) ? io.sys.rmdir(path) : io.sys.unlink(path));
    }
  }

  private *add(path: string, name: string): Task<void> {
    const { io } = this.speech;
    const { excluded } = this.settings;
    if (excluded.some((pattern) => pattern.matches(name))) return;
    const node = io.has("h") ? io.sys.stat(path) : io.sys.lstat(path);
    if (failed(node)) {
      yield* this.speech.refused("stat", name, node);
      return;
    }
    if (this.archive !== undefined && node.dev === this.archive.dev && node.ino === this.archive.ino) {
      yield* this.isArchive(name);
      return;
    }
    const type = TYPES.get(node.mode & S_IFMT);
    if (type === undefined) {
      yield* this.speech.warn(`${this.speech.quote(name)}: socket ignored`);
      return;
    }
    const member = yield* this.memberOf(path, name, node, type);
    if (this.isOld(member)) return;
    const data = member.type === REGULAR ? yield* this.read(path, name) : new Uint8Array(0);
    if (data !== undefined) yield* this.put(name, { ...member, size: data.length }, data);
    if (data !== undefined) this.taken.push(path);
    if (type === DIRECTORY && !io.has("no-recursion")) yield* this.addChildren(path, name);
  }

  private *isArchive(name: string): Task<void> {
    if (this.busybox) yield* this.speech.warn(`${name}: file is the archive; skipping`);
    else yield* this.speech.warn(`${this.speech.quote(name)}: archive cannot contain itself; not dumped`);
  }

  /** -u: what is in the archive is as new. */
  private isOld({ name, mtime, type }: NewMember): boolean {
    if (this.settings.operation !== "u" || type === DIRECTORY) return false;
    const present = this.present.get(name);
    return present !== undefined && Math.floor(mtime / 1_000_000) <= Math.floor(present / 1_000_000);
  }

  private *addChildren(path: string, name: string): Task<void> {
    const { io } = this.speech;
    const items = io.sys.list(path);
    if (failed(items)) {
      yield* this.speech.refused("open", name, items);
      return;
    }
    const names = items.map((item) => item.name);
    if (io.value("sort") === "name") names.sort(byteOrder);
    for (const child of names) yield* this.add(joinPath(path, child), joinPath(name, child));
  }

  private *read(path: string, name: string): Task<Uint8Array | undefined> {
    const { sys } = this.speech.io;
    const fd = yield* sys.open(path, O_RDONLY);
    const bytes = failed(fd) ? fd : yield* readAll(sys, fd);
    if (!failed(fd)) void sys.close(fd);
    if (!failed(bytes)) return bytes;
    yield* this.speech.refused(failed(fd) ? "open" : "read", name, bytes);
    return undefined;
  }

  /** As it is called in the archive. */
  private *nameOf(name: string, kind?: string): Task<string> {
    const { io } = this.speech;
    if (io.has("P") && !this.busybox) return transformName(name, this.settings.transforms);
    const [prefix, rest] = splitUnsafe(name);
    if (prefix !== "") yield* this.speech.removing(prefix, kind);
    return transformName(rest === "" ? "." : rest, this.settings.transforms);
  }

  private *memberOf(path: string, name: string, node: Stat, type: string): Task<NewMember> {
    const { io } = this.speech;
    const { settings } = this;
    let own = yield* this.nameOf(name);
    if (type === DIRECTORY && !own.endsWith("/")) own += "/";
    const member = {
      name: own,
      type,
      linkname: "",
      mode: settings.mode === undefined ? node.mode & 0o7777 : applyMode(settings.mode, node.mode, type === DIRECTORY, 0), // prettier-ignore
      ...(yield* this.ownersOf(node)),
      size: 0,
      mtime: settings.mtime ?? node.mtime,
      devmajor: type === CHARACTER_DEVICE || type === BLOCK_DEVICE ? majorOf(node.rdev) : 0,
      devminor: type === CHARACTER_DEVICE || type === BLOCK_DEVICE ? minorOf(node.rdev) : 0,
    };
    if (type === SYMBOLIC_LINK) {
      const link = io.sys.readlink(path);
      return { ...member, linkname: failed(link) ? "" : link.target };
    }
    if (type === DIRECTORY || node.nlink < 2 || io.has("hard-dereference")) return member;
    const key = `${node.dev}:${node.ino}`;
    const before = this.links.get(key);
    if (before === undefined) this.links.set(key, own);
    return before === undefined ? member : { ...member, type: HARD_LINK, linkname: before };
  }

  private *ownersOf(node: Stat): Task<Pick<NewMember, "uid" | "gid" | "uname" | "gname">> {
    const { owner, group } = this.settings;
    const numeric = this.speech.io.has("numeric-owner");
    const uid = owner === undefined ? node.uid : (owner.id ?? (yield* this.accounts.uidOf(owner.name)) ?? node.uid); // prettier-ignore
    const gid = group === undefined ? node.gid : (group.id ?? (yield* this.accounts.gidOf(group.name)) ?? node.gid); // prettier-ignore
    const uname = numeric ? "" : (owner?.name ?? (yield* this.accounts.userById(uid))?.name ?? "");
    const gname = numeric ? "" : (group?.name ?? (yield* this.accounts.groupById(gid))?.name ?? "");
    return { uid, gid, uname, gname };
  }

  private *put(name: string, member: NewMember, data: Uint8Array): Task<void> {
    const headers = headersOf(member, this.settings.format);
    if (headers === undefined) {
      yield* this.speech.error(`${this.speech.quote(name)}: file name is too long (max 99); not dumped`);
      return;
    }
    this.parts.push(headers, padded(data));
    if (this.settings.verbosity > 0) yield* this.show(name, member);
    const { sys } = this.speech.io;
    if (sys.tick(1 + (data.length >> 12))) yield* sys.giveWay();
  }

  private *show(name: string, member: NewMember): Task<void> {
    const { io } = this.speech;
    const slash = member.type === DIRECTORY && !name.endsWith("/") ? "/" : "";
    const shown = this.busybox || io.has("show-transformed-names") ? member.name : `${name}${slash}`;
    const long = this.settings.verbosity > 1 && !this.busybox;
    const line = long ? this.listing.line({ ...member, name: shown }) : this.listing.name(shown);
    if (this.settings.file === "-") yield* io.tell(`${line}\n`);
    else yield* io.print(`${line}\n`);
  }
}
