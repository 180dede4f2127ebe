// look: the lines of a sorted file that begin with a text, found as dictionaries are looked up. The whole
// file is read; its default is the system's list of words.

import { failed, strerror } from "../../base/errno.ts";
import { decodeBytes, bytesOf } from "../libc/byte-text.ts";
import { command } from "../libc/command.ts";
import { readFile } from "../libc/input.ts";

export const look = command(
  {
    name: "look",
    gnu: "a/alternative d/alphanum f/ignore-case t:/terminate:",
    usage: "[options] <string> [<file>...]",
    package: "util-linux 2.41",
  },
  function* (io) {
    io.out.decoding = "bytes";
    const [given, file] = io.operands;
    if (given === undefined) return yield* io.misuse("bad usage");
    const path = file ?? (io.has("a") ? "/usr/share/dict/web2" : "/usr/share/dict/words");
    const bytes = yield* readFile(io.sys, path);
    if (failed(bytes)) return yield* io.complain(`${path}: ${strerror(bytes)}`);
    const alphanumeric = io.has("d") || file === undefined;
    const ignoreCase = io.has("f") || file === undefined;
    const fold = (text: string): string => {
      const kept = alphanumeric ? text.replace(/[^0-9A-Za-z \t]/g, "") : text;
      return ignoreCase ? kept.toLowerCase() : kept;
    };
    const end = io.value("t");
    const cut = end === undefined ? undefined : given.indexOf(end);
    const wanted = fold(bytesOf(cut === undefined || cut < 0 ? given : given.slice(0, cut + 1)));
    const found = decodeBytes(bytes)
      .split("\n")
      .filter((line) => line !== "" && fold(line).startsWith(wanted));
    for (const line of found) yield* io.print(`${line}\n`);
    return found.length > 0 ? 0 : 1;
  },
);
