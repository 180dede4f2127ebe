// mountpoint: whether a directory is one, told in words and by the status; -d prints the device's number.
// A directory is one if its device is another than its parent's, or if /proc lists it.

import { failed, strerror } from "../../base/errno.ts";
import { command } from "../libc/command.ts";
import { isDirectory } from "../libc/file-mode.ts";
import { stripSlashes } from "../libc/paths.ts";
import { readMounts } from "./mount-table.ts";

export const mountpoint = command(
  {
    name: "mountpoint",
    gnu: "q/quiet nofollow d/fs-devno x/devno V h",
    busybox: "q d x n",
    package: "util-linux 2.41.5",
    usage: "[-q] {[-dn] DIR | -x DEVICE}",
  },
  function* (io) {
    const [path] = io.operands;
    if (path === undefined || io.operands.length > 1 || io.has("x")) return yield* io.misuse("bad usage");
    const node = io.sys.stat(path);
    if (failed(node)) return io.has("q") ? 1 : yield* io.complain(`${path}: ${strerror(node)}`);
    const above = io.sys.stat(`${path}/..`);
    const isRoot = !failed(above) && above.dev === node.dev && above.ino === node.ino;
    const crosses = !failed(above) && above.dev !== node.dev;
    const mounts = yield* readMounts(io.sys);
    const named = mounts.some((entry) => entry.target === stripSlashes(path));
    const is = isDirectory(node) ? isRoot || crosses || named : named;
    if (io.has("d") && is) {
      const entry = mounts.findLast(({ target }) => target === stripSlashes(path));
      yield* io.print(`${entry?.device || `${Math.floor(node.dev / 256)}:${node.dev % 256}`}\n`);
      return 0;
    }
    const no = io.family === "busybox" ? 1 : 32;
    if (!io.has("q")) yield* io.print(`${path} is ${is ? "a" : "not a"} mountpoint\n`);
    return is ? 0 : no;
  },
);
