// paste: lines of several files side by side, or each file's lines in one. Standard input may be named more
// than once; each mention takes its next line.

import { bytesOf } from "../libc/byte-text.ts";
import { command, type Io } from "../libc/command.ts";
import type { Lines } from "../libc/input.ts";
import { quoted } from "../libc/quote.ts";
import type { Task } from "../../kernel/sys.ts";
import { closeInput, openNamed, work } from "./inputs.ts";

export const paste = command(
  {
    name: "paste",
    gnu: "d:/delimiters: s/serial z/zero-terminated",
    busybox: "s d:",
    usage: "[OPTION]... [FILE]...",
  },
  function* (io) {
    io.out.decoding = "bytes";
    const delimiters = yield* delimitersOf(io);
    if (delimiters === undefined) return 1;
    const end = io.has("z") ? "\0" : "\n";
    return yield* io.has("s") ? serial(io, delimiters, end) : parallel(io, delimiters, end);
  },
);

const ESCAPES: Record<string, string> = { n: "\n", t: "\t", b: "\b", f: "\f", r: "\r", v: "\v", "0": "" };

function* delimitersOf(io: Io): Task<readonly string[] | undefined> {
  const text = bytesOf(io.value("d") ?? "\t");
  if (text === "" && io.family === "busybox") {
    yield* io.complain("-d '' is not supported");
    return undefined;
  }
  if (io.family === "gnu" && /(?<!\\)(?:\\\\)*\\$/.test(text)) {
    yield* io.complain(
      `delimiter list ends with an unescaped backslash: ${quoted(io, text).replace(/^'|'$/g, "")}`,
    );
    return undefined;
  }
  const list = [...text.matchAll(/\\(.)|(.)/gs)].map(([, escaped, plain]) =>
    escaped === undefined ? (plain as string) : (ESCAPES[escaped] ?? escaped),
  );
  return list.length > 0 ? list : [""];
}

function* serial(io: Io, delimiters: readonly string[], end: string): Task<number> {
  for (const path of io.operandsOr("-")) {
    const fd = yield* openNamed(io, path);
    if (fd === undefined) continue;
    const lines = io.lines(fd, "bytes", end.charCodeAt(0));
    let count = 0;
    for (;;) {
      const batch = yield* lines.batch();
      if (batch.length === 0) break;
      for (const line of batch) {
        if (count > 0) io.out.put(delimiters[(count - 1) % delimiters.length] as string);
        io.out.put(line);
        count++;
      }
      yield* work(io, batch.length);
    }
    yield* io.print(end);
    closeInput(io, fd);
  }
  return 0;
}

function* parallel(io: Io, delimiters: readonly string[], end: string): Task<number> {
  const sources: Lines[] = [];
  let stdin: Lines | undefined;
  for (const path of io.operandsOr("-")) {
    const fd = yield* openNamed(io, path);
    if (fd === undefined) return 1;
    const lines = fd === 0 && stdin !== undefined ? stdin : io.lines(fd, "bytes", end.charCodeAt(0));
    if (fd === 0) stdin = lines;
    sources.push(lines);
  }
  for (;;) {
    let any = false;
    let row = "";
    for (const [i, source] of sources.entries()) {
      const line = yield* source.next();
      any ||= line !== undefined;
      row += (line ?? "") + (i === sources.length - 1 ? end : delimiters[i % delimiters.length]);
    }
    if (!any) return 0;
    yield* io.print(row);
    yield* work(io, 1);
  }
}
