// watch: runs a command again and again and shows what it prints, under a line that says what and when. The
// screen is cleared before each. -g ends when the output changes, -e when the command fails.

import { failed } from "../../base/errno.ts";
import { SIGINT } from "../../base/signals.ts";
import { decode } from "../../base/utf8.ts";
import { exitStatusOf, type Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { findProgram, toStrings } from "../libc/execute.ts";
import { readAll } from "../libc/input.ts";
import { strftime } from "../libc/strftime.ts";
import { localZone } from "../libc/timezone.ts";
import { screenWidth } from "./machine-info.ts";
import { PROCPS, procpsMisuse, usageOf } from "./procps-usage.ts";
import { encode } from "../../base/utf8.ts";

interface Ran {
  readonly text: string;
  readonly status: number;
}

function* once(io: Io): Task<Ran> {
  const { sys } = io;
  const env = toStrings(io.env);
  const argv = io.has("x") ? io.operands : ["sh", "-c", io.operands.join(" ")];
  const found = findProgram(sys, argv[0] as string, env);
  const ends = sys.pipe();
  if (failed(found) || failed(ends)) return { text: `sh: 1: ${argv[0]}: not found\n`, status: 127 };
  const [read, write] = ends;
  const child = sys.spawn({ path: found.path, argv, env, fds: [[1, write], [2, write]], close: [read, write] }); // prettier-ignore
  void sys.close(write);
  const bytes = yield* readAll(sys, read);
  void sys.close(read);
  const reaped = failed(child) ? child : yield* sys.wait(child);
  return {
    text: failed(bytes) ? "" : decode(bytes),
    status: failed(reaped) ? 126 : exitStatusOf(reaped.change),
  };
}

function* header(io: Io, seconds: string, width: number): Task<string> {
  const now = io.sys.now();
  const zone = yield* localZone(io.sys, io.env.get("TZ"), now);
  const busybox = io.family === "busybox";
  const left = `Every ${seconds}s: ${io.operands.join(" ")}`;
  const when = strftime(busybox ? "%F %T" : "%a %b %e %H:%M:%S %Y", now, zone);
  const right = busybox ? when : `${io.sys.uname().nodename}: ${when}`;
  return `${left.slice(0, Math.max(0, width - right.length - 1)).padEnd(Math.max(0, width - right.length))}${right}`;
}

function* draw(io: Io, ran: Ran, seconds: string): Task<void> {
  const width = screenWidth(io.sys, io.env) ?? 80;
  const size = io.sys.termios(1) === undefined ? undefined : io.sys.windowSize(1);
  const rows = size === undefined || failed(size) ? 24 : size.rows;
  const title = io.has("t") ? [] : [yield* header(io, seconds, width), ""];
  const body = ran.text
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => line.slice(0, width));
  const lines = [...title, ...body].slice(0, rows);
  yield* io.print(`\x1b[H\x1b[J${lines.join("\r\n")}${io.family === "busybox" ? "\r\n" : ""}`);
  yield* io.out.flush();
}

export const watch = command(
  {
    name: "watch",
    gnu: "+b/beep c/color C/no-color d/differences? e/errexit g/chgexit q/equexit: n/interval: p/precise r/no-rerun t/no-title w/no-wrap x/exec h v",
    busybox: "+n: t",
    package: PROCPS,
    misuse: procpsMisuse("watch", "[options] command"),
    usage: "[-n SEC] [-t] PROG ARGS",
  },
  function* (io) {
    if (io.operands.length === 0) {
      if (io.family === "busybox") return yield* io.misuse("");
      yield* io.sys.write(2, encode(usageOf("watch", "[options] command")));
      return 1;
    }
    const text = io.value("n") ?? "2";
    const span = Number(text.replace(",", "."));
    if (!(span >= 0))
      return yield* io.complain(
        io.family === "busybox" ? `invalid number '${text}'` : `failed to parse argument: '${text}'`,
      );
    const shown = io.family === "busybox" ? String(span) : Math.max(0.1, span).toFixed(1);
    io.sys.disposition(SIGINT, "handle");
    let before: string | undefined;
    for (;;) {
      const ran = yield* once(io);
      yield* draw(io, ran, shown);
      if (io.has("g") && before !== undefined && before !== ran.text) return 0;
      if (io.has("e") && ran.status !== 0) return 8;
      before = ran.text;
      if ((yield* io.sys.sleep(Math.max(0.1, span) * 1_000_000)) !== undefined) return 0;
    }
  },
);
