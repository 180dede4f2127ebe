// touch: sets the times of files and makes those that are missing.
// Relies on libc/parse-date.ts for what -d and -t say. Not here: times finer than microseconds.

import { failed, strerror, type Errno } from "../../base/errno.ts";
import type { Instant } from "../../base/time.ts";
import { O_CREAT, O_NONBLOCK, O_WRONLY, type Task } from "../../kernel/sys.ts";
import { choose } from "../libc/choices.ts";
import { command, type Io } from "../libc/command.ts";
import { parseBusyboxDate, parseDate, parseStamp } from "../libc/parse-date.ts";
import { quoted } from "../libc/quote.ts";
import { parseZone } from "../libc/strftime.ts";

interface Times {
  readonly atime: Instant;
  readonly mtime: Instant;
}

/** undefined after a complaint; `now` if no option names a time. */
function* timesOf(io: Io): Task<Times | "now" | undefined> {
  const reference = io.value("r");
  if (reference !== undefined && reference !== "") {
    const node = io.has("h") && io.family === "gnu" ? io.sys.lstat(reference) : io.sys.stat(reference);
    if (!failed(node)) return node;
    const verb = io.family === "gnu" ? "failed to get attributes of" : "can't stat";
    yield* io.complain(`${verb} ${quoted(io, reference)}: ${strerror(node)}`);
    return undefined;
  }
  const text = io.value("t") ?? io.value("d");
  if (text === undefined) return "now";
  const now = io.sys.now();
  const zone = parseZone(io.env.get("TZ"));
  const read = io.has("t") ? parseStamp : io.family === "gnu" ? parseDate : parseBusyboxDate;
  const at = read(text, now, zone);
  if (at !== undefined) return { atime: at, mtime: at };
  yield* io.complain(`invalid date ${io.family === "gnu" ? "format " : ""}${quoted(io, text)}`);
  return undefined;
}

function* refuse(io: Io, path: string, errno: Errno, setting: boolean): Task<void> {
  if (io.family === "busybox") yield* io.complain(`${path}: ${strerror(errno)}`);
  else
    yield* io.complain(
      `${setting ? "setting times of" : "cannot touch"} ${quoted(io, path)}: ${strerror(errno)}`,
    );
}

class Toucher {
  constructor(
    private readonly io: Io,
    private readonly times: Times | "now",
    private readonly access: boolean,
    private readonly modification: boolean,
  ) {}

  *touch(path: string): Task<void> {
    const { io } = this;
    const node = io.has("h") ? io.sys.lstat(path) : io.sys.stat(path);
    if (failed(node)) {
      yield* this.absent(path, node);
      return;
    }
    const refused = this.setTimes(path);
    if (refused === undefined) return;
    const asWriter = io.family === "gnu" && refused === "EPERM" ? "EACCES" : refused;
    yield* refuse(io, path, asWriter, false);
  }

  private setTimes(path: string): Errno | undefined {
    const { sys } = this.io;
    const follow = !this.io.has("h");
    if (this.times === "now" && this.access && this.modification)
      return sys.utimes(path, undefined, undefined, follow);
    const at = this.times === "now" ? { atime: sys.now(), mtime: sys.now() } : this.times;
    return sys.utimes(
      path,
      this.access ? at.atime : undefined,
      this.modification ? at.mtime : undefined,
      follow,
    );
  }

  private *absent(path: string, errno: Errno): Task<void> {
    const { io } = this;
    if (io.has("h")) {
      if (io.family === "gnu" && !io.has("c")) yield* refuse(io, path, errno, true);
      return;
    }
    if (io.has("c")) return;
    const fd = yield* io.sys.open(path, O_WRONLY | O_CREAT | O_NONBLOCK, 0o666);
    if (failed(fd)) {
      const setting = path.endsWith("/") && fd === "EISDIR";
      yield* refuse(io, path, setting && io.family === "gnu" ? "ENOENT" : fd, setting);
      return;
    }
    void io.sys.close(fd);
    if (this.times !== "now") void this.setTimes(path);
  }
}

const TIME_WORDS = [
  ["atime", "access", "use"],
  ["mtime", "modify"],
];

export const touch = command(
  {
    name: "touch",
    gnu: "a c/no-create d/date: f h/no-dereference m r/reference: t: time:",
    busybox: "c/no-create h/no-dereference a m r/reference: t: d/date: f",
    usage: "[-cham] [-d DATE] [-t DATE] [-r FILE] FILE...",
  },
  function* (io) {
    const word = io.value("time");
    const which = word === undefined ? undefined : yield* choose(io, "--time", word, TIME_WORDS);
    if (word !== undefined && which === undefined) return 1;
    const access = io.has("a") || which === "atime";
    const modification = io.has("m") || which === "mtime";
    const times = yield* timesOf(io);
    if (times === undefined) return 1;
    if (io.operands.length === 0) return yield* io.misuse("missing file operand");
    const both = access === modification;
    const toucher = new Toucher(io, times, access || both, modification || both);
    for (const path of io.operands) {
      if (path === "-" && io.family === "gnu") continue;
      yield* toucher.touch(path);
    }
    return io.status;
  },
);
