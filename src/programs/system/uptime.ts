// uptime: the time, how long the machine has been up, users, load. Also the first line of w and of top.
// procps and busybox print the same line; procps' -p says it in words.

import { MINUTE, SECOND, type Duration } from "../../base/time.ts";
import { encode } from "../../base/utf8.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { strftime } from "../libc/strftime.ts";
import { localZone } from "../libc/timezone.ts";
import { readLoad } from "./machine-info.ts";
import { PROCPS, procpsMisuse, usageOf } from "./procps-usage.ts";
import { readSessions } from "./sessions.ts";

const two = (n: number): string => String(n).padStart(2);

/** `1:57`, `12 min`, `3 days, 4:05` */
export function upText(up: Duration): string {
  const minutes = Math.floor(up / MINUTE);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor(minutes / 60) % 24;
  const before = days > 0 ? `${days} day${days === 1 ? "" : "s"}, ` : "";
  const rest = hours > 0 ? `${two(hours)}:${String(minutes % 60).padStart(2, "0")}` : `${minutes % 60} min`;
  return before + rest;
}

/** ` 02:02:12 up  1:57,  0 users,  load average: 1.67, 2.71, 3.83` */
export function* uptimeLine(io: Io): Task<string> {
  const { sys } = io;
  const now = sys.now();
  const zone = yield* localZone(sys, io.env.get("TZ"), now);
  const users = (yield* readSessions(sys)).length;
  const { load } = yield* readLoad(sys);
  const count = `${two(users)} user${users === 1 ? "" : "s"}`;
  return ` ${strftime("%H:%M:%S", now, zone)} up ${upText(sys.uptime())}, ${count},  load average: ${load.join(", ")}`;
}

function pretty(up: Duration): string {
  const minutes = Math.floor(up / MINUTE);
  const parts = [
    [Math.floor(minutes / 10_080), "week"],
    [Math.floor(minutes / 1440) % 7, "day"],
    [Math.floor(minutes / 60) % 24, "hour"],
    [minutes % 60, "minute"],
  ] as const;
  const words = parts.filter(([n]) => n > 0).map(([n, unit]) => `${n} ${unit}${n === 1 ? "" : "s"}`);
  return `up ${words.join(", ") || "0 minutes"}`;
}

export const uptime = command(
  {
    name: "uptime",
    gnu: "p/pretty h s/since V",
    busybox: "",
    package: PROCPS,
    misuse: procpsMisuse("uptime"),
  },
  function* (io) {
    if (io.operands.length > 0 && io.family === "gnu") {
      yield* io.sys.write(2, encode(usageOf("uptime", "[options]")));
      return 1;
    }
    if (io.has("p")) yield* io.print(`${pretty(io.sys.uptime())}\n`);
    else if (io.has("s")) {
      const boot = io.sys.now() - io.sys.uptime();
      const zone = yield* localZone(io.sys, io.env.get("TZ"), boot);
      yield* io.print(`${strftime("%F %T", boot - (boot % SECOND), zone)}\n`);
    } else yield* io.print(`${yield* uptimeLine(io)}\n`);
    return 0;
  },
);
