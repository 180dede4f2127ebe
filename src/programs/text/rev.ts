// rev: each line with its characters in reverse order. Util-linux's reads characters of the locale, and stops
// at bytes that are none.

import { failed, strerror } from "../../base/errno.ts";
import { O_RDONLY, type Fd, type Task } from "../../kernel/sys.ts";
import { isAsciiText } from "../libc/byte-text.ts";
import { command, type Io } from "../libc/command.ts";
import { isUtf8 } from "../libc/quote.ts";

export const rev = command(
  {
    name: "rev",
    gnu: "0/zero",
    busybox: "",
    usage: "[option] [file ...]",
    package: "util-linux 2.41",
  },
  function* (io) {
    const utf8 = isUtf8(io.env);
    if (!utf8) io.out.decoding = "bytes";
    for (const path of io.operandsOr("-")) {
      const fd = path === "-" ? 0 : yield* io.sys.open(path, O_RDONLY);
      if (failed(fd)) {
        yield* io.complain(`${io.family === "busybox" ? path : `cannot open ${path}`}: ${strerror(fd)}`);
        continue;
      }
      const status = yield* reverseLines(io, fd, utf8);
      if (status !== 0) return status;
      if (fd !== 0) void io.sys.close(fd);
    }
    return 0;
  },
);

function* reverseLines(io: Io, fd: Fd, utf8: boolean): Task<number> {
  const separator = io.has("0") ? 0 : 10;
  const lines = io.lines(fd, utf8 ? "utf8" : "bytes", separator);
  const end = String.fromCharCode(separator);
  for (;;) {
    const batch = yield* lines.batch();
    if (batch.length === 0) break;
    for (const [i, line] of batch.entries()) {
      if (io.family === "gnu" && !utf8 && !isAsciiText(line))
        return yield* io.complain(`fgetwc() failed: ${strerror("EILSEQ")}`);
      const last = i === batch.length - 1 && !lines.ended;
      yield* io.print([...line].reverse().join("") + (last ? "" : end));
    }
  }
  if (lines.error !== undefined) return yield* io.complain(`fgetwc() failed: ${strerror(lines.error)}`);
  return 0;
}
