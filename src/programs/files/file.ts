// file: says what files are, by their types and by what is in them (file-magic.ts).
// Not here: magic files of one's own (-m, -C), looking into compressed files (-z).

import { failed, strerror, type Errno } from "../../base/errno.ts";
import { SECOND } from "../../base/time.ts";
import { O_NONBLOCK, O_RDONLY, type Stat, type Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { isSymlink, S_IFBLK, S_IFCHR, S_IFDIR, S_IFIFO, S_IFMT, S_IFSOCK } from "../libc/file-mode.ts";
import { readAll } from "../libc/input.ts";
import { strftime, type Zone } from "../libc/strftime.ts";
import { localZone } from "../libc/timezone.ts";
import { majorOf, minorOf } from "./device-number.ts";
import { binaryKind, DATA, textKind, type Kind } from "./file-magic.ts";

/** What is looked at of a file. */
const MOST = 1 << 20;

const inode = (text: string, name: string): Kind => ({ text, mime: `inode/${name}` });

function specialBits({ mode }: Stat): string {
  const setuid = mode & 0o4000 ? "setuid " : "";
  const setgid = mode & 0o2000 ? "setgid " : "";
  const sticky = mode & 0o1000 ? "sticky " : "";
  return setuid + setgid + sticky;
}

class Examiner {
  constructor(
    private readonly io: Io,
    private readonly zone: Zone,
  ) {}

  *examine(path: string): Task<Kind | { readonly refused: Errno }> {
    const { io } = this;
    if (path === "-") return yield* this.content(0);
    const node = io.has("L") ? io.sys.stat(path) : io.sys.lstat(path);
    if (failed(node)) return { refused: node };
    if (isSymlink(node)) return this.link(path);
    const special = this.special(node);
    if (special !== undefined) return special;
    if (node.size === 0 && (node.mode & S_IFMT) === 0o100000) return inode("empty", "x-empty");
    const fd = yield* io.sys.open(path, O_RDONLY | O_NONBLOCK);
    if (failed(fd)) return inode(`regular file, no read permission`, "x-empty");
    const kind = yield* this.content(fd);
    void io.sys.close(fd);
    return { ...kind, text: specialBits(node) + kind.text };
  }

  private link(path: string): Kind {
    const link = this.io.sys.readlink(path);
    const target = failed(link) ? "" : link.target;
    const broken = failed(this.io.sys.stat(path));
    return inode(`${broken ? "broken " : ""}symbolic link to ${target}`, broken ? "symlink" : "symlink");
  }

  private special(node: Stat): Kind | undefined {
    const device = `(${majorOf(node.rdev)}/${minorOf(node.rdev)})`;
    const readsDevices = this.io.has("s");
    switch (node.mode & S_IFMT) {
      case S_IFDIR: {
        const bits = specialBits(node).trim().replaceAll(" ", ", ");
        return inode(bits === "" ? "directory" : `${bits}, directory`, "directory");
      }
      case S_IFCHR:
        return readsDevices ? undefined : inode(`character special ${device}`, "chardevice");
      case S_IFBLK:
        return readsDevices ? undefined : inode(`block special ${device}`, "blockdevice");
      case S_IFIFO:
        return inode("fifo (named pipe)", "fifo");
      case S_IFSOCK:
        return inode("socket", "socket");
    }
    return undefined;
  }

  private *content(fd: number): Task<Kind> {
    const { sys } = this.io;
    const node = sys.fstat(fd);
    const small = !failed(node) && node.size < MOST && (node.mode & S_IFMT) !== S_IFCHR;
    const bytes = small ? yield* readAll(sys, fd) : yield* sys.read(fd, MOST);
    if (failed(bytes)) return DATA;
    if (bytes.length === 0) return inode("empty", "x-empty");
    const dateText = (seconds: number): string =>
      strftime("%a %b %e %H:%M:%S %Y", seconds * SECOND, this.zone);
    const binary = binaryKind(bytes, dateText);
    const kind = binary ?? textKind(bytes) ?? DATA;
    const isGzip = binary?.mime === "application/gzip" && bytes.length >= 18;
    return isGzip ? { ...kind, text: `${kind.text}, original size modulo 2^32 ${sizeAtEnd(bytes)}` } : kind;
  }
}

const sizeAtEnd = (bytes: Uint8Array): number =>
  [1, 2, 3, 4].reduce((sum, back) => sum * 256 + (bytes[bytes.length - back] as number), 0);

function shown(io: Io, kind: Kind): string {
  const charset = kind.charset ?? "binary";
  if (io.has("i")) return `${kind.mime}; charset=${charset}`;
  if (io.has("mime-type")) return kind.mime;
  return io.has("mime-encoding") ? charset : kind.text;
}

/** The operands, and the names in -f's file; undefined after a complaint. */
function* namesOf(io: Io): Task<readonly string[] | undefined> {
  const list = io.value("f");
  if (list === undefined) return io.operands;
  const fd = list === "-" ? 0 : yield* io.sys.open(list, O_RDONLY);
  if (failed(fd)) {
    yield* io.complain(`Cannot open \`${list}' (${strerror(fd)})`);
    return undefined;
  }
  const names: string[] = [];
  const lines = io.lines(fd);
  for (let line = yield* lines.next(); line !== undefined; line = yield* lines.next()) names.push(line);
  return [...names, ...io.operands];
}

export const file = command(
  {
    name: "file",
    gnu: `b/brief c/checking-printout C/compile d/debug e: exclude: F/separator: f/files-from: h/no-dereference i/mime
      mime-type mime-encoding k/keep-going l/list L/dereference m/magic-file: n/no-buffer N/no-pad 0/print0 P: p/preserve-date
      r/raw s/special-files S/no-sandbox v z/uncompress Z extension apple`,
    usage: "[OPTION...] [FILE...]",
    package: "file 5.46",
  },
  function* (io) {
    const names = yield* namesOf(io);
    if (names === undefined) return 1;
    if (names.length === 0 && !io.has("f")) {
      yield* io.tell(`Usage: ${io.name} ${io.spec.usage}\n`);
      return 1;
    }
    const zone = yield* localZone(io.sys, io.env.get("TZ"), io.sys.now());
    const examiner = new Examiner(io, zone);
    const separator = io.value("F") ?? ":";
    const display = (name: string): string => (name === "-" ? "/dev/stdin" : name);
    const width = io.has("N") ? 0 : Math.max(...names.map((name) => display(name).length));
    for (const name of names) {
      const kind = yield* examiner.examine(name);
      const text = "refused" in kind ? `cannot open \`${name}' (${strerror(kind.refused)})` : shown(io, kind);
      const label = `${display(name)}${io.has("0") ? "\0" : ""}${separator}`;
      yield* io.print(io.has("b") ? `${text}\n` : `${label.padEnd(width + separator.length)} ${text}\n`);
    }
    return 0;
  },
);
