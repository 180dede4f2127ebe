// time: runs a command and says how long it took, with the processor's time and what else is known of it.
// GNU's program takes a format; -p and busybox's print three lines. Shells have a word of their own for this.

import { failed, strerror } from "../../base/errno.ts";
import { SECOND, type Duration } from "../../base/time.ts";
import { encode } from "../../base/utf8.ts";
import { O_APPEND, O_CREAT, O_TRUNC, O_WRONLY, exitStatusOf, type Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { complainOfProgram, findProgram, toStrings } from "../libc/execute.ts";

interface Spent {
  readonly real: Duration;
  readonly cpu: Duration;
  readonly status: number;
  readonly argv: readonly string[];
}

const two = (n: number): string => String(Math.floor(n)).padStart(2, "0");

/** `0:01.23`, `1:02:03` */
function elapsed(real: Duration): string {
  const seconds = real / SECOND;
  if (seconds >= 3600)
    return `${Math.floor(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${Math.floor(seconds / 60)}:${two(seconds % 60)}.${two((seconds * 100) % 100)}`;
}

const hundredths = (n: Duration): string => (Math.floor(n / 10_000) / 100).toFixed(2);
const PORTABLE = "real %e\nuser %U\nsys %S";
const DEFAULT =
  "%Uuser %Ssystem %Eelapsed %PCPU (%Xavgtext+%Davgdata %Mmaxresident)k\n%Iinputs+%Ooutputs (%Fmajor+%Rminor)pagefaults %Wswaps";

function filled(format: string, { real, cpu, status, argv }: Spent): string {
  const share = real <= 0 ? "?%" : `${Math.floor((cpu * 100) / real)}%`;
  const values: Record<string, string> = {
    e: hundredths(real), E: elapsed(real), U: hundredths(cpu), S: "0.00", P: share, C: argv.join(" "), x: String(status), n: "\n", t: "\t",
    "%": "%", X: "0", D: "0", M: "1024", I: "0", O: "0", F: "0", R: "0", W: "0", K: "0", Z: "4096", c: "0", w: "1", k: "0", r: "0", s: "0", p: "0",
  }; // prettier-ignore
  return format
    .replace(/\\n/g, "\n")
    .replace(/\\t/g, "\t")
    .replace(/%(.)/g, (whole: string, letter: string) => values[letter] ?? whole);
}

/** busybox: minutes and seconds to two places. */
const busyboxLine = (name: string, n: Duration): string =>
  `${name}\t${Math.floor(n / (60 * SECOND))}m ${((n / SECOND) % 60).toFixed(2)}s\n`;

function reportOf(io: Io, spent: Spent): string {
  const format = io.value("f") ?? (io.has("p") ? PORTABLE : undefined);
  if (format === undefined && io.family === "busybox")
    return busyboxLine("real", spent.real) + busyboxLine("user", spent.cpu) + busyboxLine("sys", 0);
  const said =
    spent.status > 128 && format === undefined ? `Command terminated by signal ${spent.status - 128}\n` : "";
  const left =
    spent.status !== 0 && spent.status <= 128 && !io.has("q")
      ? `Command exited with non-zero status ${spent.status}\n`
      : "";
  return `${said}${left}${filled(format ?? io.env.get("TIME") ?? DEFAULT, spent)}\n`;
}

function* write(io: Io, text: string): Task<void> {
  const path = io.value("o");
  const fd =
    path === undefined
      ? 2
      : yield* io.sys.open(path, O_WRONLY | O_CREAT | (io.has("a") ? O_APPEND : O_TRUNC), 0o666);
  if (failed(fd)) yield* io.complain(`cannot open ${path}: ${strerror(fd)}`);
  else yield* io.sys.write(fd, encode(text));
}

export const time = command(
  {
    name: "time",
    gnu: "+a/append f/format: o/output: p/portability q/quiet v/verbose V",
    busybox: "+p v a o: f:",
    package: "GNU Time 1.9",
    usageStatus: { gnu: 125 },
    usage: "[-vpa] [-o FILE] PROG ARGS",
  },
  function* (io) {
    const argv = io.operands;
    if (argv.length === 0) return yield* io.misuse("missing program to run");
    const env = toStrings(io.env);
    const { sys } = io;
    const found = findProgram(sys, argv[0] as string, env);
    if (failed(found)) return yield* complainOfProgram(io, argv[0] as string, found, "cannot run ");
    const began = sys.now();
    const child = sys.spawn({ path: found.path, argv, env });
    if (failed(child)) return yield* complainOfProgram(io, argv[0] as string, child, "cannot run ");
    const reaped = yield* sys.wait(child);
    if (failed(reaped)) return 1;
    const status = exitStatusOf(reaped.change);
    yield* write(io, reportOf(io, { real: sys.now() - began, cpu: reaped.cpu, status, argv }));
    return status;
  },
);
