// tac: a file's lines, or its records between separators, in reverse order. The whole file is read
// first, as it has to be when it comes through a pipe.

import { failed, strerror } from "../../base/errno.ts";
import { O_RDONLY, type Fd, type Task } from "../../kernel/sys.ts";
import { bytesOf, decodeBytes } from "../libc/byte-text.ts";
import { command, type Io } from "../libc/command.ts";
import { readAll } from "../libc/input.ts";
import { named, quoted } from "../libc/quote.ts";
import { compileRegex, regexFaultText, type Matcher } from "../libc/regex.ts";
import { isFault } from "../libc/regex/parse.ts";

export const tac = command(
  {
    name: "tac",
    gnu: "b/before r/regex s/separator:",
    busybox: "",
    usage: "[OPTION]... [FILE]...",
  },
  function* (io) {
    io.out.decoding = "bytes";
    const separator = bytesOf(io.value("s") ?? "\n") || "\0";
    const regex = io.has("r") ? compileRegex(separator, { extended: false, bytes: true }) : undefined;
    if (isFault(regex)) return yield* io.complain(regexFaultText(regex));
    for (const path of io.operandsOr("-")) {
      const fd = yield* open(io, path);
      if (fd === undefined) continue;
      yield* reverse(io, fd, path, separator, regex);
      if (fd !== 0) void io.sys.close(fd);
    }
    return 0;
  },
);

function* open(io: Io, path: string): Task<Fd | undefined> {
  if (path === "-") return 0;
  const fd = yield* io.sys.open(path, O_RDONLY);
  if (!failed(fd)) return fd;
  const what = io.family === "busybox" ? path : `failed to open ${quoted(io, path)} for reading`;
  yield* io.complain(`${what}: ${strerror(fd)}`);
  return undefined;
}

function* reverse(io: Io, fd: Fd, path: string, separator: string, regex: Matcher | undefined): Task<void> {
  const bytes = yield* readAll(io.sys, fd);
  if (failed(bytes)) {
    // GNU's seeks to the end first, which a directory refuses
    const told = bytes === "EISDIR" ? "EINVAL" : bytes;
    yield* io.complain(
      io.family === "busybox"
        ? `${path}: ${strerror(bytes)}`
        : `${named(io, path)}: read error: ${strerror(told)}`,
    );
    return;
  }
  const text = decodeBytes(bytes);
  const cuts = regex === undefined ? cutsAt(text, separator) : cutsOf(text, regex);
  const records = recordsOf(text, cuts, io.has("b"));
  yield* io.print(records.reverse().join(""));
}

/** Where separators begin and end. */
function cutsAt(text: string, separator: string): [number, number][] {
  const cuts: [number, number][] = [];
  for (let at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + separator.length))
    cuts.push([at, at + separator.length]);
  return cuts;
}

function cutsOf(text: string, regex: Matcher): [number, number][] {
  const cuts: [number, number][] = [];
  for (let from = 0; from <= text.length;) {
    const match = regex.exec(text, from);
    if (match === undefined) break;
    const end = match.index + match[0].length;
    if (end > match.index) cuts.push([match.index, end]);
    from = Math.max(end, from + 1);
  }
  return cuts;
}

/** Each record with its separator behind it, or before it. */
function recordsOf(text: string, cuts: readonly [number, number][], before: boolean): string[] {
  const records: string[] = [];
  let start = 0;
  for (const [from, to] of cuts) {
    const cut = before ? from : to;
    records.push(text.slice(start, cut));
    start = cut;
  }
  if (start < text.length) records.push(text.slice(start));
  return records;
}
