// tee: standard input to standard output and to files. A file that cannot be opened or written is left out;
// the others go on. Not here: --output-error's finer modes, which differ on broken pipes only.

import { failed, strerror } from "../../base/errno.ts";
import { SIGINT } from "../../base/signals.ts";
import { O_APPEND, O_CREAT, O_TRUNC, O_WRONLY, type Fd, type Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { CHUNK } from "../libc/input.ts";
import { named } from "../libc/quote.ts";

interface Target {
  readonly fd: Fd;
  readonly path: string;
}

export const tee = command(
  {
    name: "tee",
    gnu: "a/append i/ignore-interrupts p output-error?",
    busybox: "a i",
    usage: "[OPTION]... [FILE]...",
  },
  function* (io) {
    if (io.has("i")) io.sys.disposition(SIGINT, "ignore");
    let targets: Target[] = [{ fd: 1, path: "standard output" }];
    const flags = O_WRONLY | O_CREAT | (io.has("a") ? O_APPEND : O_TRUNC);
    for (const path of io.operands) {
      const fd = yield* io.sys.open(path, flags, 0o666);
      if (failed(fd)) yield* io.complain(`${named(io, path)}: ${strerror(fd)}`);
      else targets.push({ fd, path });
    }
    for (;;) {
      const bytes = yield* io.sys.read(0, CHUNK);
      if (failed(bytes)) return yield* io.complain(`read error: ${strerror(bytes)}`);
      if (bytes.length === 0) return 0;
      targets = yield* spread(io, targets, bytes);
    }
  },
);

/** Those that could be written. */
function* spread(io: Io, targets: readonly Target[], bytes: Uint8Array): Task<Target[]> {
  const left: Target[] = [];
  for (const target of targets) {
    const written = yield* io.sys.write(target.fd, bytes);
    if (!failed(written) && written === bytes.length) left.push(target);
    else yield* io.complain(`${named(io, target.path)}: ${strerror(failed(written) ? written : "ENOSPC")}`);
  }
  return left;
}
