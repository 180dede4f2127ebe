// strings: runs of characters that can be printed, in any file. Offsets by -t, length by -n. Not here: encodings of several
// bytes a character, sections of object files.

import { failed, strerror } from "../../base/errno.ts";
import { decodeLatin1 } from "../../base/utf8.ts";
import { command } from "../libc/command.ts";
import { readAll } from "../libc/input.ts";

const RADIX = new Map([["o", 8], ["d", 10], ["x", 16]]); // prettier-ignore

export const strings = command(
  {
    name: "strings",
    gnu: "a/all d/data f/print-file-name n/bytes: t/radix: o e/encoding: w/include-all-whitespace s/output-separator: U/unicode:",
    busybox: "a f n: t: o",
    package: "GNU Binutils 2.44",
    usage: "[-fo] [-t o|d|x] [-n LEN] [FILE]...",
    prepare: (args) => args.map((word) => (/^-\d+$/.test(word) ? `-n${word.slice(1)}` : word)),
  },
  function* (io) {
    const least = Number(io.value("n") ?? 4);
    if (!Number.isInteger(least) || least < 1) return yield* io.complain(`invalid minimum string length ${io.value("n")}`);
    const radix = RADIX.get(io.value("t") ?? (io.has("o") ? "o" : ""));
    const pattern = new RegExp(`[\\t\\x20-\\x7e]{${least},}`, "g");
    for (const path of io.operandsOr("-")) {
      const fd = path === "-" ? 0 : yield* io.sys.open(path, 0);
      const bytes = failed(fd) ? fd : yield* readAll(io.sys, fd);
      if (failed(fd) || failed(bytes)) {
        const missing = io.family === "gnu" && fd === "ENOENT";
        yield* io.complain(missing ? `'${path}': No such file` : `${path}: ${strerror(failed(bytes) ? bytes : "EIO")}`);
        continue;
      }
      if (fd !== 0) void io.sys.close(fd);
      const name = io.has("f") ? `${path === "-" ? "{standard input}" : path}: ` : "";
      for (const { 0: run, index } of decodeLatin1(bytes).matchAll(pattern)) {
        const place = radix === undefined ? "" : `${index.toString(radix).padStart(7)} `;
        yield* io.print(`${name}${place}${run}\n`);
      }
    }
    return io.status;
  },
); // prettier-ignore
