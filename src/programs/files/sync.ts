// sync: waits until what was written is on disk, for everything or for the files that are named. There is
// nothing to wait for but the time that it takes; that a file can be opened is still looked at.

import { failed, strerror } from "../../base/errno.ts";
import { O_NONBLOCK, O_RDONLY, O_WRONLY } from "../../kernel/sys.ts";
import { command } from "../libc/command.ts";
import { quoted } from "../libc/quote.ts";

export const sync = command(
  { name: "sync", gnu: "d/data f/file-system", busybox: "d f", usage: "[-df] [FILE]..." },
  function* (io) {
    const { sys } = io;
    if (io.has("d") && io.has("f")) return yield* io.complain("cannot specify both --data and --file-system");
    if (io.has("d") && io.operands.length === 0)
      return yield* io.complain("--data needs at least one argument");
    for (const path of io.operands) {
      let fd = yield* sys.open(path, O_RDONLY | O_NONBLOCK);
      if (failed(fd)) fd = yield* sys.open(path, O_WRONLY | O_NONBLOCK);
      if (!failed(fd)) void sys.close(fd);
      else {
        const words = io.family === "gnu" ? "error opening" : "can't open";
        yield* io.complain(`${words} ${quoted(io, path)}: ${strerror(fd)}`);
      }
    }
    sys.sync();
    return io.status;
  },
);
