// Walking paths over mounts, and the system calls on names, with Linux's rules and error codes
// (path_resolution(7) and the manual page of each call). Relies on file-system.ts for the inodes,
// mounts.ts for what covers what, permissions.ts for rights. Open files are the kernel's (files.ts).

import { failed, type Errno } from "../base/errno.ts";
import { MAX_NAME, MAX_PATH, MAX_SYMLINKS } from "../base/limits.ts";
import type { Instant } from "../base/time.ts";
import {
  S_IFDIR,
  S_IFLNK,
  S_IFMT,
  S_ISGID,
  S_ISUID,
  type AttributeChange,
  type Attributes,
  type Done,
  type FileSystem,
  type Ino,
  type NewNode,
  type Rights,
} from "./file-system.ts";
import { namesIn } from "./path-names.ts";
import { samePlace, topmost, type Mount, type MountNamespace, type Place } from "./mounts.ts";
import {
  EXECUTE,
  inGroup,
  mayAccess,
  mayLink,
  mayRemove,
  ownsOrMay,
  WRITE,
  type Identity,
} from "./permissions.ts";

/** Where a process stands and who it is. */
export interface View {
  readonly namespace: MountNamespace;
  readonly root: Place;
  readonly cwd: Place;
  readonly who: Identity;
}

/** The kernel's table of file systems: `own` before anything that writes (base/table.ts). */
export interface FileSystems {
  get(fs: number): FileSystem;
  own(fs: number): FileSystem;
}

/** Where a path leads. `place` is undefined if only the last component is missing. */
export interface Found {
  readonly place: Place | undefined;
  /** the directory that the last component is looked up in; for `/`, `.` and `..` the place itself */
  readonly parent: Place;
  /** the last component; "" for `/`, `.` and `..` */
  readonly name: string;
  /** the path ended with a slash: what it names must be a directory */
  readonly slash: boolean;
  /** the place is a link of /proc that stands for an open file of this number, and was followed */
  readonly openFile?: number;
}

const SLASH = 47;
/** The last name is `.` or `..`. */
const DOTS = /(?:^|\/)\.\.?\/*$/;

const refusalOfDots = (path: string): Errno =>
  /(?:^|\/)\.\/*$/.test(path) ? "EINVAL" : DOTS.test(path) ? "ENOTEMPTY" : "EBUSY";

export class Vfs {
  constructor(private readonly fileSystems: FileSystems) {}

  // ---- places

  mountOf(view: View, place: Place): Mount {
    return view.namespace.mounts.get(place.mount) as Mount;
  }

  fsAt(view: View, place: Place): FileSystem {
    return this.fileSystems.get(this.mountOf(view, place).fs);
  }

  private fsToWrite(view: View, place: Place): FileSystem | Errno {
    const mount = this.mountOf(view, place);
    return mount.readOnly ? "EROFS" : this.fileSystems.own(mount.fs);
  }

  attributes(view: View, place: Place): Attributes | Errno {
    return this.fsAt(view, place).attributes(place.ino) ?? "ENOENT";
  }

  // ---- walking

  /** `follow` tells whether a symbolic link as the last component is followed. */
  walk(view: View, path: string, follow: boolean): Found | Errno {
    if (path === "") return "ENOENT";
    if (path.length > MAX_PATH) return "ENAMETOOLONG";
    return this.walkFrom(view, path.startsWith("/") ? view.root : view.cwd, path, follow, 0);
  }

  private walkFrom(view: View, start: Place, path: string, follow: boolean, links: number): Found | Errno {
    const names = namesIn(path);
    const slash = path.endsWith("/") || path.endsWith("/.");
    let here = topmost(view.namespace, start);
    let known: Rights | undefined;
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string;
      const last = i === names.length - 1;
      const fs = this.fsAt(view, here);
      const node = known ?? fs.rights(here.ino);
      known = undefined;
      if (node === undefined) return "ENOENT";
      if ((node.mode & S_IFMT) !== S_IFDIR) return "ENOTDIR";
      if (!mayAccess(view.who, node, EXECUTE)) return "EACCES";
      if (name.length > MAX_NAME) return "ENAMETOOLONG";
      if (name === "..") {
        here = this.above(view, here);
        continue;
      }
      const ino = fs.lookup(here.ino, name);
      if (failed(ino))
        return last && ino === "ENOENT" ? { place: undefined, parent: here, name, slash } : ino;
      const child = topmost(view.namespace, { mount: here.mount, ino });
      if (!last || follow || slash) {
        known = this.fsAt(view, child).rights(child.ino);
        const target = this.linkTarget(view, child, known);
        if (target !== undefined) {
          if (links >= MAX_SYMLINKS) return "ELOOP";
          const rest = last ? (slash ? "/" : "") : "/" + names.slice(i + 1).join("/") + (slash ? "/" : "");
          if (typeof target !== "string") {
            if ("openFile" in target)
              return last ? { place: child, parent: here, name, slash, ...target } : "ENOTDIR";
            if (last) return { place: target, parent: here, name, slash };
            return this.walkFrom(view, target, rest.slice(1), follow, links + 1);
          }
          const from = target.startsWith("/") ? view.root : here;
          return this.walkFrom(view, from, target + rest, follow, links + 1);
        }
      }
      if (last) return this.mustBeDirectory(view, { place: child, parent: here, name, slash });
      here = child;
    }
    return { place: here, parent: here, name: "", slash };
  }

  /**
   * For the calls that take or make a name itself: a symbolic link there is not followed, though slashes come
   * after it, and what it is need not be a directory yet.
   */
  private walkToName(view: View, path: string): Found | Errno {
    let end = path.length;
    while (end > 1 && path.charCodeAt(end - 1) === SLASH) end--;
    if (end === path.length) return this.walk(view, path, false);
    const found = this.walk(view, path.slice(0, end), false);
    return failed(found) ? found : { ...found, slash: true };
  }

  private mustBeDirectory(view: View, found: Found): Found | Errno {
    if (!found.slash || found.place === undefined) return found;
    const node = this.fsAt(view, found.place).attributes(found.place.ino);
    return node !== undefined && (node.mode & S_IFMT) === S_IFDIR ? found : "ENOTDIR";
  }

  /** Text of a symbolic link, or the place that a magic link of /proc stands for; undefined if it is no link. */
  private linkTarget(
    view: View,
    place: Place,
    node: Rights | undefined,
  ): string | Place | { readonly openFile: number } | undefined {
    if (node === undefined || (node.mode & S_IFMT) !== S_IFLNK) return undefined;
    const fs = this.fsAt(view, place);
    const openFile = fs.openFile?.(place.ino);
    if (openFile !== undefined) return { openFile };
    return fs.jump?.(place.ino) ?? fs.readlink(place.ino);
  }

  private above(view: View, place: Place): Place {
    if (samePlace(place, view.root)) return place;
    let at = place;
    for (;;) {
      const mount = this.mountOf(view, at);
      if (at.ino !== mount.root)
        return topmost(view.namespace, { mount: at.mount, ino: this.fsAt(view, at).parentOf(at.ino) });
      if (mount.parent === mount.id) return at;
      at = { mount: mount.parent, ino: mount.at };
      if (samePlace(at, view.root)) return at;
    }
  }

  /** The absolute path of a directory as its process sees it; "(unreachable)" is ENOENT. */
  pathOf(view: View, place: Place): { readonly path: string } | Errno {
    const names: string[] = [];
    let at = place;
    while (!samePlace(at, view.root)) {
      const mount = this.mountOf(view, at);
      if (at.ino === mount.root) {
        if (mount.parent === mount.id) break;
        at = { mount: mount.parent, ino: mount.at };
        continue;
      }
      const fs = this.fsAt(view, at);
      const parent = fs.parentOf(at.ino);
      const entry = fs.list(parent).find((e) => e.ino === at.ino);
      if (entry === undefined) return "ENOENT";
      names.push(entry.name);
      at = { mount: at.mount, ino: parent };
    }
    return { path: "/" + names.reverse().join("/") };
  }

  /** The place that a path leads to, which must exist. */
  find(view: View, path: string, follow = true): Place | Errno {
    const found = this.walk(view, path, follow);
    return failed(found) ? found : (found.place ?? "ENOENT");
  }

  // ---- making names

  /** Makes a node where `found` found nothing; inherits the group from a setgid directory. */
  make(
    view: View,
    found: Found,
    mode: number,
    more: Pick<NewNode, "rdev" | "target">,
    now: Instant,
  ): Place | Errno {
    if (found.place !== undefined) return "EEXIST";
    const parent = this.attributes(view, found.parent);
    if (failed(parent)) return parent;
    const fs = this.fsToWrite(view, found.parent);
    if (failed(fs)) return fs;
    if (!mayAccess(view.who, parent, WRITE | EXECUTE)) return "EACCES";
    const inherits = (parent.mode & S_ISGID) !== 0;
    const isDirectory = (mode & S_IFMT) === S_IFDIR;
    const node: NewNode = {
      mode: inherits && isDirectory ? mode | S_ISGID : mode,
      uid: view.who.uid,
      gid: inherits ? parent.gid : view.who.gid,
      ...more,
    };
    const ino = fs.create(found.parent.ino, found.name, node, now);
    return failed(ino) ? ino : { mount: found.parent.mount, ino };
  }

  /** mknod, mkdir and symlink: `mode` has the type bits, umask applied. */
  create(view: View, path: string, mode: number, more: Pick<NewNode, "rdev" | "target">, now: Instant): Done {
    const found = this.walkToName(view, path);
    if (failed(found)) return found;
    if (found.place === undefined && found.slash && (mode & S_IFMT) !== S_IFDIR) return "ENOENT";
    const made = this.make(view, found, mode, more, now);
    return failed(made) ? made : undefined;
  }

  link(view: View, from: string, to: string, now: Instant): Done {
    const source = this.find(view, from, false);
    if (failed(source)) return source;
    const target = this.walkToName(view, to);
    if (failed(target)) return target;
    if (target.place !== undefined) return "EEXIST";
    if (target.slash) return "ENOENT";
    if (source.mount !== target.parent.mount) return "EXDEV";
    const node = this.attributes(view, source);
    const parent = this.attributes(view, target.parent);
    if (failed(node)) return node;
    if (failed(parent)) return parent;
    if ((node.mode & S_IFMT) === S_IFDIR || !mayLink(view.who, node)) return "EPERM";
    const fs = this.fsToWrite(view, source);
    if (failed(fs)) return fs;
    if (!mayAccess(view.who, parent, WRITE | EXECUTE)) return "EACCES";
    return fs.link(target.parent.ino, target.name, source.ino, now);
  }

  // ---- removing and renaming

  /** unlink(2), or rmdir(2) if `directory`. */
  remove(view: View, path: string, directory: boolean, now: Instant): Done {
    const found = this.walkToName(view, path);
    if (failed(found)) return found;
    if (found.place === undefined) return "ENOENT";
    if (found.name === "" || DOTS.test(path)) return directory ? refusalOfDots(path) : "EISDIR";
    if (found.slash && !directory) return this.isDirectoryAt(view, found.place) ? "EISDIR" : "ENOTDIR";
    const refused = this.mayTakeAway(view, found, found.place);
    if (refused) return refused;
    const fs = this.fsToWrite(view, found.parent);
    if (failed(fs)) return fs;
    if (directory) return fs.rmdir(found.parent.ino, found.name, now);
    return fs.unlink(found.parent.ino, found.name, now);
  }

  private isDirectoryAt(view: View, place: Place): boolean {
    const node = this.fsAt(view, place).attributes(place.ino);
    return node !== undefined && (node.mode & S_IFMT) === S_IFDIR;
  }

  private mayTakeAway(view: View, found: Found, place: Place): Done {
    if (place.mount !== found.parent.mount) return "EBUSY";
    const parent = this.attributes(view, found.parent);
    const node = this.attributes(view, place);
    if (failed(parent)) return parent;
    if (failed(node)) return node;
    if (this.mountOf(view, found.parent).readOnly) return "EROFS";
    if (mayRemove(view.who, parent, node)) return undefined;
    return mayAccess(view.who, parent, WRITE | EXECUTE) ? "EPERM" : "EACCES";
  }

  rename(view: View, from: string, to: string, now: Instant): Done {
    const source = this.walkToName(view, from);
    if (failed(source)) return source;
    const target = this.walkToName(view, to);
    if (failed(target)) return target;
    if (source.name === "" || target.name === "" || DOTS.test(from) || DOTS.test(to)) return "EBUSY";
    if (source.place === undefined) return "ENOENT";
    if (source.parent.mount !== target.parent.mount) return "EXDEV";
    const node = this.attributes(view, source.place);
    if (failed(node)) return node;
    if ((source.slash || target.slash) && (node.mode & S_IFMT) !== S_IFDIR) return "ENOTDIR";
    const refused = this.mayTakeAway(view, source, source.place) ?? this.mayReplace(view, target);
    if (refused) return refused;
    const fs = this.fsToWrite(view, source.parent);
    if (failed(fs)) return fs;
    return fs.rename(source.parent.ino, source.name, target.parent.ino, target.name, now);
  }

  private mayReplace(view: View, target: Found): Done {
    if (target.place !== undefined) return this.mayTakeAway(view, target, target.place);
    const parent = this.attributes(view, target.parent);
    if (failed(parent)) return parent;
    return mayAccess(view.who, parent, WRITE | EXECUTE) ? undefined : "EACCES";
  }

  // ---- attributes

  chmod(view: View, place: Place, mode: number, now: Instant): Done {
    const node = this.attributes(view, place);
    if (failed(node)) return node;
    if (!ownsOrMay(view.who, node)) return "EPERM";
    const keepsSetgid = inGroup(view.who, node.gid) || view.who.capabilities.has("CAP_FSETID");
    return this.change(view, place, { mode: keepsSetgid ? mode & 0o7777 : mode & 0o7777 & ~S_ISGID }, now);
  }

  /** -1 leaves one as it is. Clears setuid and setgid of what is no directory, as Linux does for all callers. */
  chown(view: View, place: Place, uid: number, gid: number, now: Instant): Done {
    const node = this.attributes(view, place);
    if (failed(node)) return node;
    const may = view.who.capabilities.has("CAP_CHOWN");
    const toOther = uid !== -1 && uid !== node.uid;
    const toOtherGroup = gid !== -1 && gid !== node.gid;
    if (!may && (node.uid !== view.who.uid || toOther || (toOtherGroup && !inGroup(view.who, gid))))
      return "EPERM";
    const type = node.mode & S_IFMT;
    const special = (node.mode & S_ISUID) | ((node.mode & 0o2010) === 0o2010 ? S_ISGID : 0);
    const mode =
      type !== S_IFDIR && type !== S_IFLNK && special !== 0 ? { mode: node.mode & 0o7777 & ~special } : {};
    return this.change(
      view,
      place,
      { ...(uid === -1 ? {} : { uid }), ...(gid === -1 ? {} : { gid }), ...mode },
      now,
    );
  }

  /** `toNow`: both times were left to the system, which takes no more than the right to write. */
  utimes(
    view: View,
    place: Place,
    times: Pick<AttributeChange, "atime" | "mtime">,
    toNow: boolean,
    now: Instant,
  ): Done {
    const node = this.attributes(view, place);
    if (failed(node)) return node;
    if (!ownsOrMay(view.who, node)) {
      if (!toNow) return "EPERM";
      if (!mayAccess(view.who, node, WRITE)) return "EACCES";
    }
    return this.change(view, place, times, now);
  }

  private change(view: View, place: Place, change: AttributeChange, now: Instant): Done {
    const fs = this.fsToWrite(view, place);
    return failed(fs) ? fs : fs.change(place.ino, change, now);
  }

  /** The file system to write a file's bytes to; rights were checked when it was opened. */
  writable(mount: Mount): FileSystem | Errno {
    return mount.readOnly ? "EROFS" : this.fileSystems.own(mount.fs);
  }

  hold(mount: Mount, ino: Ino): void {
    this.fileSystems.own(mount.fs).hold(ino);
  }
}
