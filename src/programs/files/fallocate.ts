// fallocate: room for a file, which here is the file being as long. Punching holes and moving ranges are not modelled.
// Relies on truncate for the length: files are sparse here anyway.

import { failed, strerror } from "../../base/errno.ts";
import { O_CREAT, O_RDWR } from "../../kernel/sys.ts";
import { command } from "../libc/command.ts";
import { parseSize } from "../libc/sizes.ts";

export const fallocate = command(
  {
    name: "fallocate",
    gnu: "l/length: o/offset: n/keep-size x/posix v/verbose",
    busybox: "l: o:",
    usage: "[-o OFS] -l LEN FILE",
    package: "util-linux 2.41.2",
  },
  function* (io) {
    const [path] = io.operands;
    if (path === undefined) return yield* io.misuse("no filename specified");
    const length = parseSize((io.value("l") ?? "").replace(/iB$/, ""));
    if (io.value("l") === undefined) return yield* io.complain("no length argument specified");
    if (length === undefined) return yield* io.complain("failed to parse length");
    const fd = yield* io.sys.open(path, O_RDWR | O_CREAT, 0o666);
    if (failed(fd)) return yield* io.complain(`cannot open ${path}: ${strerror(fd)}`);
    const end = length + (parseSize(io.value("o") ?? "0") ?? 0);
    const node = io.sys.fstat(fd);
    const grows = !failed(node) && node.size < end && !io.has("n");
    const refused = grows ? io.sys.truncateFd(fd, end) : undefined;
    void io.sys.close(fd);
    return refused === undefined ? 0 : yield* io.complain(`fallocate failed: ${strerror(refused)}`);
  },
);
