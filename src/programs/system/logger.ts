// logger: sends a line to the system's log, which listens at /dev/log where there is one. Without it GNU's and
// busybox's both go on as if nothing had happened; -s prints the line as well.

import { failed } from "../../base/errno.ts";
import { encode } from "../../base/utf8.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { strftime } from "../libc/strftime.ts";
import { Accounts } from "../libc/passwd.ts";
import { localZone } from "../libc/timezone.ts";

const FACILITIES = [
  "kern",
  "user",
  "mail",
  "daemon",
  "auth",
  "syslog",
  "lpr",
  "news",
  "uucp",
  "cron",
  "authpriv",
  "ftp",
];
const LEVELS = ["emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"];

/** `local0.warn`, `13`, `info` as a number; undefined if it is none. */
function priorityOf(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  const dot = text.indexOf(".");
  const [facility, level] = dot < 0 ? ["user", text] : [text.slice(0, dot), text.slice(dot + 1)];
  const local = /^local([0-7])$/.exec(facility);
  const f =
    local === null ? FACILITIES.indexOf(facility === "security" ? "auth" : facility) : 16 + Number(local[1]);
  const aliases = new Map([["panic", "emerg"], ["error", "err"], ["warn", "warning"]]); // prettier-ignore
  const l = LEVELS.indexOf(aliases.get(level) ?? level);
  return f < 0 || l < 0 ? undefined : f * 8 + l;
}

function* send(io: Io, priority: number, tag: string, message: string): Task<void> {
  const now = io.sys.now();
  const zone = yield* localZone(io.sys, io.env.get("TZ"), now);
  const line = `<${priority}>${strftime("%b %e %H:%M:%S", now, zone)} ${tag}: ${message}`;
  if (io.has("s"))
    yield* io.sys.write(
      2,
      encode(
        `${io.family === "busybox" ? "" : line.slice(0, line.indexOf(">") + 1)}${line.slice(line.indexOf(">") + 1)}\n`,
      ),
    );
  const fd = io.sys.socket({ family: "unix", type: "stream" });
  if (failed(fd)) return;
  const connected = yield* io.sys.connect(fd, { family: "unix", path: "/dev/log" });
  if (!failed(connected)) yield* io.sys.write(fd, encode(`${line}\0`));
  void io.sys.close(fd);
}

export const logger = command(
  {
    name: "logger",
    gnu: "d/udp e/skip-empty f/file: h i id? n/server: P/port: p/priority: no-act prio-prefix s/stderr S/size: T/tcp t/tag: u/socket: V octet-count rfc3164 rfc5424? journald?",
    busybox: "+s t: p:",
    package: "util-linux 2.41.5",
    usage: "[-s] [-t TAG] [-p PRIO] [MESSAGE]",
  },
  function* (io) {
    const text = io.value("p") ?? "user.notice";
    const priority = priorityOf(text);
    if (priority === undefined)
      return yield* io.complain(
        io.family === "busybox" ? `unknown priority name: ${text}` : `unknown priority name: ${text}`,
      );
    const { uid } = io.sys.credentials();
    const user = yield* new Accounts(io.sys).userLabel(uid);
    const tag =
      (io.value("t") ?? user) + (io.has("i") || io.has("id") ? `[${io.value("id") ?? io.sys.pid}]` : "");
    if (io.operands.length > 0) {
      yield* send(io, priority, tag, io.operands.join(" "));
      return 0;
    }
    const fd = yield* io.openInput(io.value("f") ?? "-");
    if (fd === undefined) return 1;
    const lines = io.lines(fd);
    for (let line = yield* lines.next(); line !== undefined; line = yield* lines.next())
      if (line !== "" || !io.has("e")) yield* send(io, priority, tag, line);
    return 0;
  },
);
