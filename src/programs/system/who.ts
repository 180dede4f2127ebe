// who, users and w: who is logged in, from utmp. Without such records all three have little to say: who and
// users nothing, w its two heading lines.

import { failed } from "../../base/errno.ts";
import { SECOND } from "../../base/time.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { strftime } from "../libc/strftime.ts";
import { localZone } from "../libc/timezone.ts";
import { commandText, readProcesses, terminalName } from "./process-info.ts";
import { PROCPS, procpsMisuse } from "./procps-usage.ts";
import { readSessions, type Session } from "./sessions.ts";
import { uptimeLine } from "./uptime.ts";

function* time(io: Io, at: number, format = "%F %H:%M"): Task<string> {
  return strftime(format, at, yield* localZone(io.sys, io.env.get("TZ"), at));
}

/** `+` if others may write to the terminal. */
function mark(io: Io, line: string): string {
  const node = io.sys.stat(`/dev/${line}`);
  return failed(node) ? "?" : (node.mode & 0o020) !== 0 ? "+" : "-";
}

function* whoLine(io: Io, session: Session): Task<string> {
  const state = io.has("T") || io.has("a") ? ` ${mark(io, session.line)}` : "";
  const host = session.host === "" ? "" : ` (${session.host})`;
  return `${session.user.padEnd(8)}${state} ${session.line.padEnd(12)} ${yield* time(io, session.at)}${host}`;
}

function* busyboxWhoLine(io: Io, session: Session): Task<string> {
  const at = yield* time(io, session.at, "%b %e %H:%M:%S");
  return `${session.user.padEnd(15)} ${session.line.padEnd(15)} ${"00:00"}   ${at}${session.host === "" ? "" : ` ${session.host}`}`;
}

export const who = command(
  {
    name: "who",
    gnu: "a/all b/boot d/dead H/heading l/login lookup m p/process q/count r/runlevel s/short t/time T/w/mesg u/users writable",
    busybox: "a H",
    usage: "[-aH]",
  },
  function* (io) {
    const sessions = yield* readSessions(io.sys);
    if (io.has("q")) {
      yield* io.print(`${sessions.map((s) => s.user).join(" ")}\n# users=${sessions.length}\n`);
      return 0;
    }
    if (io.has("H"))
      yield* io.print(
        io.family === "busybox"
          ? "USER            TTY             IDLE    TIME            HOST\n"
          : "NAME     LINE         TIME         COMMENT\n",
      );
    if (io.family === "gnu" && (io.has("b") || io.has("a"))) {
      const boot = yield* time(io, io.sys.now() - io.sys.uptime());
      yield* io.print(`${io.has("a") ? "  " : ""}         system boot  ${boot}\n`);
      if (!io.has("a")) return 0;
    }
    const own = io.has("m") || io.operands.length === 2 ? io.sys.readlink("/proc/self/fd/0") : undefined;
    for (const session of sessions) {
      if (own !== undefined && (failed(own) || own.target !== `/dev/${session.line}`)) continue;
      yield* io.print(
        `${io.family === "busybox" ? yield* busyboxWhoLine(io, session) : yield* whoLine(io, session)}\n`,
      );
    }
    return 0;
  },
);

export const users = command({ name: "users", gnu: "", busybox: "" }, function* (io) {
  const names = (yield* readSessions(io.sys)).map((s) => s.user).sort();
  if (names.length > 0) yield* io.print(`${names.join(" ")}\n`);
  return 0;
});

function* whatRuns(io: Io, line: string): Task<string> {
  const there = (yield* readProcesses(io.sys)).filter(
    (p) => terminalName(p.tty) === line && p.pgrp === p.tpgid,
  );
  const last = there.at(-1);
  return last === undefined ? "-" : commandText(last);
}

export const w = command(
  {
    name: "w",
    gnu: "h/no-header u/no-current s/short f/from o/old-style i/ip-addr p/pids V t/terminal",
    busybox: "",
    package: PROCPS,
    misuse: procpsMisuse("w", "[options] [user]"),
  },
  function* (io) {
    if (io.family === "busybox") yield* io.print("USER\t\tTTY\t\tIDLE\tTIME\t\t HOST\n");
    else if (!io.has("h")) {
      yield* io.print(`${yield* uptimeLine(io)}\n`);
      const head = io.has("s")
        ? "FROM               IDLE WHAT"
        : "FROM             LOGIN@   IDLE   JCPU   PCPU  WHAT";
      yield* io.print(`USER     TTY      ${head}\n`);
    }
    for (const session of yield* readSessions(io.sys)) {
      if (io.operands.length > 0 && session.user !== io.operands[0]) continue;
      const login = yield* time(io, session.at, "%H:%M");
      const from = (session.host || "-").slice(0, 16).padEnd(16);
      const idle = `${((io.sys.now() - session.at) / SECOND).toFixed(2)}s`;
      const what = yield* whatRuns(io, session.line);
      yield* io.print(
        `${session.user.padEnd(8)} ${session.line.padEnd(8)} ${from} ${login}   ${idle.padStart(6)}  0.00s  0.00s  ${what}\n`,
      );
    }
    return 0;
  },
);
