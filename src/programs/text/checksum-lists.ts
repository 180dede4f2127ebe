// Lists of hashes, checked: `md5sum -c`. Each file that is named is hashed anew; what does not match, cannot be read
// or is no such line is counted and told at the end, in GNU's words or busybox's. How a file is hashed is handed in.

import { failed, strerror } from "../../base/errno.ts";
import { O_RDONLY, type Task } from "../../kernel/sys.ts";
import type { Io } from "../libc/command.ts";
import { named } from "../libc/quote.ts";

interface Kind {
  readonly tag: string;
  readonly digits: number;
}

type HashFile<K extends Kind> = (io: Io, kind: K, path: string) => Task<string | undefined>;

interface Entry {
  readonly hex: string;
  readonly path: string;
}

const unescaped = (path: string): string =>
  path.replace(/\\([\\nr])/g, (_, char: string) => (char === "n" ? "\n" : char === "r" ? "\r" : "\\"));

/** GNU's three forms; undefined for any other line. */
function parseLine(line: string, { tag, digits }: Kind): Entry | undefined {
  const escaped = line.startsWith("\\");
  const text = (escaped ? line.slice(1) : line).replace(/^[ \t]+/, "");
  const bsd = new RegExp(`^${tag} ?\\((.*)\\) ?= ?([0-9a-fA-F]{${digits}})$`, "s").exec(text);
  const plain = new RegExp(`^([0-9a-fA-F]{${digits}}) [ *]?(.+)$`, "s").exec(text);
  const [hex, path] = bsd === null ? [plain?.[1], plain?.[2]] : [bsd[2], bsd[1]];
  if (hex === undefined || path === undefined) return undefined;
  return { hex, path: escaped ? unescaped(path) : path };
}

/** busybox takes any word for a hash. */
function parseShort(line: string): Entry | undefined {
  const match = /^(\S+)\s[ *]?(.+)$/s.exec(line);
  return match === null ? undefined : { hex: match[1] as string, path: match[2] as string };
}

export function* checkList<K extends Kind>(io: Io, kind: K, path: string, hashFile: HashFile<K>): Task<void> {
  const fd = path === "-" ? 0 : yield* io.sys.open(path, O_RDONLY);
  if (failed(fd)) {
    yield* io.complain(`${named(io, path)}: ${strerror(fd)}`);
    return;
  }
  const lines = io.lines(fd);
  const list = new List(io, kind, path === "-" ? "standard input" : path, hashFile);
  for (;;) {
    const line = yield* lines.next();
    if (line === undefined) break;
    yield* io.family === "gnu" ? list.take(line) : list.takeShort(line);
  }
  if (lines.error !== undefined) yield* io.complain(`${named(io, path)}: ${strerror(lines.error)}`);
  else yield* io.family === "gnu" ? list.finish() : list.finishShort();
  if (fd !== 0) void io.sys.close(fd);
}

class List<K extends Kind> {
  private lines = 0;
  private good = 0;
  private malformed = 0;
  private unreadable = 0;
  private different = 0;

  constructor(
    private readonly io: Io,
    private readonly kind: K,
    private readonly name: string,
    private readonly hashFile: HashFile<K>,
  ) {}

  *take(line: string): Task<void> {
    const { io } = this;
    this.lines++;
    if (line === "" || line.startsWith("#")) return;
    const entry = parseLine(line.replace(/\r$/, ""), this.kind);
    if (entry === undefined) {
      this.malformed++;
      if (io.has("w"))
        yield* io.complain(
          `${named(io, this.name)}: ${this.lines}: improperly formatted ${this.kind.tag} checksum line`,
          0,
        );
      return;
    }
    if (io.has("ignore-missing") && failed(io.sys.stat(entry.path))) return;
    const hex = yield* this.hashFile(io, this.kind, entry.path);
    const silent = io.has("status");
    const shown = /[\n\r]/.test(entry.path) ? `\\${entry.path.replaceAll("\n", "\\n")}` : entry.path;
    if (hex === undefined) {
      this.unreadable++;
      if (!silent) yield* io.print(`${shown}: FAILED open or read\n`);
    } else if (hex === entry.hex.toLowerCase()) {
      this.good++;
      if (!silent && !io.has("quiet")) yield* io.print(`${shown}: OK\n`);
    } else {
      this.different++;
      if (!silent) yield* io.print(`${shown}: FAILED\n`);
    }
  }

  *finish(): Task<void> {
    const { io, malformed, unreadable, different } = this;
    const name = named(io, this.name);
    if (this.good + unreadable + different === 0 && !(io.has("ignore-missing") && malformed < this.lines)) {
      yield* io.complain(`${name}: no properly formatted checksum lines found`);
      return;
    }
    const warn = function* (count: number, one: string, many: string): Task<void> {
      if (count > 0 && !io.has("status"))
        yield* io.complain(`WARNING: ${count} ${count === 1 ? one : many}`, 0);
    };
    yield* warn(malformed, "line is improperly formatted", "lines are improperly formatted");
    yield* warn(unreadable, "listed file could not be read", "listed files could not be read");
    yield* warn(different, "computed checksum did NOT match", "computed checksums did NOT match");
    const none = io.has("ignore-missing") && this.good === 0;
    if (none && !io.has("status")) yield* io.complain(`${name}: no file was verified`);
    if (none || unreadable + different > 0 || (malformed > 0 && io.has("strict")))
      io.status = Math.max(io.status, 1);
  }

  *takeShort(line: string): Task<void> {
    const { io } = this;
    this.lines++;
    const entry = parseShort(line);
    if (entry === undefined) {
      if (io.has("w")) yield* io.complain("invalid format");
      this.different++;
      return;
    }
    const hex = yield* this.hashFile(io, this.kind, entry.path);
    const same = hex === entry.hex;
    if (!same) this.different++;
    if (!io.has("s")) yield* io.print(`${entry.path}: ${same ? "OK" : "FAILED"}\n`);
  }

  *finishShort(): Task<void> {
    const { io, lines, different } = this;
    if (different > 0 && !io.has("s"))
      yield* io.complain(`WARNING: ${different} of ${lines} computed checksums did NOT match`);
    if (lines === 0) yield* io.complain(`${this.name}: no checksum lines found`);
    if (lines === 0 || different > 0) io.status = 1;
  }
}
