// gzip, gunzip and zcat as commands: their options, and which of their files is done how (gzip-files.ts). The three
// differ in what they are by default only.

import { command, type CommandBody } from "../libc/command.ts";
import { Gzip } from "./gzip-files.ts";

const body = (mode: "gzip" | "gunzip" | "zcat"): CommandBody =>
  function* (io) {
    if (io.has("V") || io.has("L")) {
      yield* io.print("gzip 1.13\n");
      return 0;
    }
    const gzip = new Gzip(io, mode);
    if (io.operands.length === 0) yield* gzip.stream();
    for (const path of io.operands) yield* path === "-" ? gzip.stream() : gzip.file(path);
    yield* gzip.totals();
    return io.status;
  };

const GNU = `a/ascii c/stdout to-stdout d/decompress uncompress f/force k/keep l/list L/license n/no-name N/name q/quiet
  silent r/recursive S/suffix: rsyncable synchronous t/test v/verbose V 1/fast 2 3 4 5 6 7 8 9/best`;

const SPEC = {
  package: "GNU gzip 1.13",
  misuse: (_name: string, message: string) => `gzip: ${message}\nTry \`gzip --help' for more information.\n`,
};

export const gzip = command(
  {
    ...SPEC,
    name: "gzip",
    gnu: GNU,
    busybox: "c d f k t v 1 2 3 4 5 6 7 8 9 n q",
    usage: "[-cfkdt123456789] [FILE]...",
  },
  body("gzip"),
);

export const gunzip = command(
  { ...SPEC, name: "gunzip", gnu: GNU, busybox: "c f k t d n q v", usage: "[-cfkt] [FILE]..." },
  body("gunzip"),
);

export const zcat = command(
  { ...SPEC, name: "zcat", gnu: GNU, busybox: "d c f n q", usage: "[FILE]..." },
  body("zcat"),
);
