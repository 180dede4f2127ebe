// logname: the name under which one logged in, which only a session on a terminal has; and nologin, which turns
// away whoever has it for a shell.

import { failed } from "../../base/errno.ts";
import { command } from "../libc/command.ts";
import { readSessions } from "./sessions.ts";

export const logname = command({ name: "logname", gnu: "", busybox: "" }, function* (io) {
  const link = io.sys.readlink("/proc/self/fd/0");
  const line = failed(link) ? "" : link.target.replace("/dev/", "");
  const session = (yield* readSessions(io.sys)).find((one) => one.line === line);
  if (session === undefined)
    return yield* io.complain(
      io.family === "busybox" ? "getlogin: No such file or directory" : "no login name",
    );
  yield* io.print(`${session.user}\n`);
  return 0;
});

export const nologin = command({ name: "nologin", gnu: "", busybox: "", raw: true }, function* (io) {
  yield* io.print(
    `This account is ${io.family === "busybox" ? "not" : "currently not"} available${io.family === "busybox" ? "" : "."}\n`,
  );
  return 1;
});
