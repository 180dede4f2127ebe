// link and unlink: the system calls of those names, and nothing else.
// Programs that do more are ln.ts and rm.ts.

import { strerror } from "../../base/errno.ts";
import { command } from "../libc/command.ts";
import { extraOperand, missingOperand } from "../libc/operands.ts";
import { quoted } from "../libc/quote.ts";

export const link = command({ name: "link", gnu: "", busybox: "", usage: "FILE LINK" }, function* (io) {
  const [from, to, extra] = io.operands;
  if (from === undefined || to === undefined) return yield* missingOperand(io, from);
  if (extra !== undefined) return yield* extraOperand(io, extra);
  const refused = io.sys.link(from, to);
  if (refused === undefined) return 0;
  const words = io.family === "gnu" ? "cannot create link" : "can't create hardlink";
  return yield* io.complain(`${words} ${quoted(io, to)} to ${quoted(io, from)}: ${strerror(refused)}`);
});

export const unlink = command({ name: "unlink", gnu: "", busybox: "", usage: "FILE" }, function* (io) {
  const [path, extra] = io.operands;
  if (path === undefined) return yield* missingOperand(io);
  if (extra !== undefined) return yield* extraOperand(io, extra);
  const refused = io.sys.unlink(path);
  if (refused === undefined) return 0;
  const words = io.family === "gnu" ? "cannot unlink" : "can't remove file";
  return yield* io.complain(`${words} ${quoted(io, path)}: ${strerror(refused)}`);
});
