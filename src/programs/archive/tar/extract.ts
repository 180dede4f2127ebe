// Members made into files: what stands in the way is taken away unless options say otherwise, owners and modes are
// restored as far as who runs it may, directories get their modes and times at the end. Not here: which members.

import { BLOCK_DEVICE, CHARACTER_DEVICE, DIRECTORY, FIFO, HARD_LINK, SYMBOLIC_LINK } from "../../../base/formats/tar-header.ts"; // prettier-ignore
import { failed, strerror, type Errno } from "../../../base/errno.ts";
import { O_CREAT, O_EXCL, O_TRUNC, O_WRONLY, type Task } from "../../../kernel/sys.ts";
import { makeDevice } from "../../files/device-number.ts";
import { isDirectory, S_IFBLK, S_IFCHR, S_IFIFO } from "../../libc/file-mode.ts";
import { Accounts } from "../../libc/passwd.ts";
import { parentOf } from "../../libc/paths.ts";
import { writeAll } from "../squeeze.ts";
import type { Member } from "./members.ts";
import type { Speech } from "./speech.ts";

type Outcome = Errno | undefined;

const DEVICES = new Map([
  [CHARACTER_DEVICE, S_IFCHR],
  [BLOCK_DEVICE, S_IFBLK],
  [FIFO, S_IFIFO],
]);

export class Extractor {
  private readonly accounts: Accounts;
  private readonly delayed: { readonly path: string; readonly member: Member }[] = [];
  private readonly root: boolean;
  private readonly umask: number;
  /** busybox's gives up at a file that cannot be made */
  dead = false;

  constructor(
    private readonly speech: Speech,
    /** a hard link's target, as members are called here */
    private readonly targetOf: (name: string) => string | undefined,
  ) {
    const { sys } = speech.io;
    this.accounts = new Accounts(sys);
    this.root = sys.credentials().euid === 0;
    this.umask = sys.umask(0);
    void sys.umask(this.umask);
  }

  private get ownersKept(): boolean {
    const { io } = this.speech;
    const last = io.options.last("same-owner", "no-same-owner", "o");
    return last === undefined ? this.root : last === "same-owner";
  }

  private get modesKept(): boolean {
    const { io } = this.speech;
    if (this.speech.busybox) return this.root && !io.has("no-same-permissions");
    const last = io.options.last("p", "same-permissions", "no-same-permissions");
    return last === undefined ? this.root : last !== "no-same-permissions";
  }

  *extract(path: string, member: Member): Task<void> {
    const { type } = member.header;
    if (type === DIRECTORY) yield* this.directory(path, member);
    else if (type === SYMBOLIC_LINK) yield* this.link(path, member, "create symlink to");
    else if (type === HARD_LINK) yield* this.link(path, member, "hard link to");
    else if (DEVICES.has(type)) yield* this.device(path, member);
    else yield* this.file(path, member);
  }

  /** Modes and times of directories, once nothing more is put into them. */
  *finish(): Task<void> {
    for (const { path, member } of this.delayed.toReversed()) yield* this.settle(path, member);
  }

  // ---- what stands in the way

  /** Makes room for a name that is there; what the answer is tells the caller to go on, to leave it, or why not. */
  private *makeRoom(path: string): Task<"again" | "leave" | Errno> {
    const { io } = this.speech;
    if (io.has("skip-old-files")) {
      if (io.has("v")) yield* this.speech.warn(`${this.speech.quote(path)}: skipping existing file`);
      return "leave";
    }
    if (io.has("k")) return "EEXIST";
    const node = io.sys.lstat(path);
    if (failed(node)) return node;
    if (isDirectory(node) && this.speech.busybox) return "EISDIR";
    const refused = isDirectory(node) ? io.sys.rmdir(path) : io.sys.unlink(path);
    if (refused === undefined) return "again";
    return isDirectory(node) ? "EEXIST" : refused;
  }

  /** Tries, with missing parents made and old files taken away. */
  private *make(path: string, attempt: () => Task<Outcome> | Outcome): Task<Outcome | "leave"> {
    const attemptNow = function* (): Task<Outcome> {
      const outcome = attempt();
      return typeof outcome === "object" ? yield* outcome : outcome;
    };
    let outcome = yield* attemptNow();
    if (outcome === "ENOENT" && this.makeParents(path)) outcome = yield* attemptNow();
    if (outcome !== "EEXIST") return outcome;
    const room = yield* this.makeRoom(path);
    if (room === "leave") return "leave";
    return room === "again" ? yield* attemptNow() : room;
  }

  private makeParents(path: string): boolean {
    const parent = parentOf(path);
    if (parent === path || parent === ".") return false;
    const { sys } = this.speech.io;
    const refused = sys.mkdir(parent, 0o777);
    if (refused === "ENOENT" && this.makeParents(parent)) return sys.mkdir(parent, 0o777) === undefined;
    return refused === undefined;
  }

  // ---- kinds

  private *directory(path: string, member: Member): Task<void> {
    const { io } = this.speech;
    const there = io.sys.stat(path);
    if (failed(there) || !isDirectory(there)) {
      const outcome = yield* this.make(path, () => io.sys.mkdir(path, 0o700));
      if (outcome === "leave") return;
      if (outcome !== undefined) {
        yield* this.speech.refused("mkdir", path, outcome);
        return;
      }
    } else if (io.has("k") || io.has("no-overwrite-dir")) return;
    this.delayed.push({ path, member });
  }

  private *link(path: string, { header }: Member, verb: string): Task<void> {
    const { io } = this.speech;
    const hard = header.type === HARD_LINK;
    const target = hard ? (this.targetOf(header.linkname) ?? header.linkname) : header.linkname;
    const same = hard ? io.sys.lstat(target) : undefined;
    const mine = io.sys.lstat(path);
    if (same !== undefined && !failed(same) && !failed(mine) && same.ino === mine.ino) return;
    const outcome = yield* this.make(path, () => (hard ? io.sys.link(target, path) : io.sys.symlink(target, path))); // prettier-ignore
    if (outcome === "leave") return;
    if (outcome !== undefined) {
      const why = strerror(outcome);
      const kind = hard ? "hardlink" : "symlink";
      yield* this.speech.error(
        this.speech.busybox
          ? `can't create ${kind} '${path}' to '${target}': ${why}`
          : `${this.speech.quote(path)}: Cannot ${verb} '${this.speech.quote(target)}': ${why}`,
      );
      return;
    }
    if (hard) return;
    if (this.ownersKept) void io.sys.lchown(path, ...(yield* this.ownersOf(header)));
    if (!io.has("m")) void io.sys.utimes(path, undefined, header.mtime, false);
  }

  private *device(path: string, member: Member): Task<void> {
    const { header } = member;
    const kind = DEVICES.get(header.type) as number;
    const { sys } = this.speech.io;
    const number = makeDevice(header.devmajor, header.devminor);
    const outcome = yield* this.make(path, () => sys.mknod(path, kind | 0o600, number));
    if (outcome === "leave") return;
    if (outcome !== undefined)
      yield* this.speech.refused(header.type === FIFO ? "mkfifo" : "mknod", path, outcome);
    else yield* this.settle(path, member);
  }

  private *file(path: string, member: Member): Task<void> {
    const { io } = this.speech;
    const { sys } = io;
    const mode = member.header.mode & 0o777 & ~this.umask;
    let fd = -1;
    const flags = io.has("overwrite") ? O_WRONLY | O_CREAT | O_TRUNC : O_WRONLY | O_CREAT | O_EXCL;
    const outcome = yield* this.make(path, function* () {
      const opened = yield* sys.open(path, flags, mode | 0o200);
      if (failed(opened)) return opened;
      fd = opened;
      return undefined;
    });
    if (outcome === "leave") return;
    if (outcome !== undefined) {
      this.dead = this.speech.busybox;
      if (this.speech.busybox && outcome === "EISDIR" && !io.has("overwrite"))
        yield* this.speech.error(`can't remove old file ${path}: ${strerror(outcome)}`);
      else yield* this.speech.refused("open", path, outcome);
      return;
    }
    const refused = yield* writeAll(sys, fd, member.data);
    void sys.close(fd);
    if (refused !== undefined) yield* this.speech.refused("write", path, refused);
    yield* this.settle(path, member);
  }

  // ---- owner, mode, times

  private *ownersOf(header: Member["header"]): Task<readonly [number, number]> {
    const numeric = this.speech.io.has("numeric-owner");
    const user = numeric ? undefined : yield* this.accounts.user(header.uname);
    const group = numeric ? undefined : yield* this.accounts.group(header.gname);
    return [user?.uid ?? header.uid, group?.gid ?? header.gid];
  }

  private *settle(path: string, { header }: Member): Task<void> {
    const { io } = this.speech;
    if (this.ownersKept) {
      const refused = io.sys.chown(path, ...(yield* this.ownersOf(header)));
      if (refused !== undefined && !this.speech.busybox)
        yield* this.speech.error(
          `${this.speech.quote(path)}: Cannot change ownership to uid ${header.uid}, gid ${header.gid}: ${strerror(refused)}`,
        );
    }
    const bits = header.mode & 0o7777;
    void io.sys.chmod(path, this.modesKept ? bits : bits & 0o777 & ~this.umask);
    if (!io.has("m")) void io.sys.utimes(path, undefined, header.mtime);
  }
}
