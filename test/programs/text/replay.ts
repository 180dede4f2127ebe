// Plays recorded calls on a simulated machine: the files are laid out, standard input is a file, and the
// program is started as the recorded one was.

import { failed } from "../../../src/base/errno.ts";
import { decode, encode } from "../../../src/base/utf8.ts";
import type { Program } from "../../../src/kernel/sys.ts";
import { readFile } from "../../../src/programs/libc/input.ts";
import { programOf, type Family } from "../../../src/programs/libc/command.ts";
import { ash, dash } from "../../../src/programs/shell/program.ts";
import { TEXT_COMMANDS } from "../../../src/programs/text/commands.ts";
import { BareMachine } from "../../support/bare-machine.ts";

export type Node = { text: string } | { directory: true } | { target: string };

export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
  readonly files?: Record<string, string | null>;
}

export interface Call {
  readonly argv: readonly string[];
  readonly tree: number;
  readonly stdin?: string;
  readonly env?: readonly string[];
  readonly see?: readonly string[];
  /** lines come in the order in which directories hold names */
  readonly unordered?: boolean;
  readonly gnu?: Answer;
  readonly busybox?: Answer;
}

export interface Recording {
  readonly trees: readonly Record<string, Node>[];
  readonly calls: readonly Call[];
}

const programs: Record<Family, Record<string, Program>> = { gnu: { sh: dash }, busybox: { sh: ash } };
for (const command of TEXT_COMMANDS)
  for (const family of ["gnu", "busybox"] as const)
    if (command.spec[family] !== undefined) programs[family][command.spec.name] = programOf(command, family);

/** Starts `argv` with its input from a pipe, then prints what is in the files that are asked for. */
const caller = (call: Call, argv: readonly string[], seen: Record<string, string | null>): Program =>
  function* (sys) {
    const env = ["PATH=/bin", "HOME=/root", "SHELL=/bin/sh", ...(call.env ?? [])];
    const [stdin, writer] = sys.pipe() as [number, number];
    yield* sys.write(writer, encode(call.stdin ?? ""));
    const fds = [[0, stdin]] as const;
    const pid = sys.spawn({ path: `/bin/${argv[0]}`, argv, env, fds, close: [stdin, writer] });
    if (failed(pid)) return 127;
    sys.close(stdin);
    sys.close(writer);
    const reaped = yield* sys.wait(pid);
    for (const name of call.see ?? []) {
      const bytes = yield* readFile(sys, `/${name}`);
      seen[name] = failed(bytes) ? null : decode(bytes);
    }
    if (failed(reaped)) return 98;
    return reaped.change.kind === "exited"
      ? reaped.change.code
      : 128 + (reaped.change as { signal: number }).signal;
  };

/** Directories and links cannot be given to the machine as text: a program makes them. */
const layer = (tree: Record<string, Node>): Program =>
  function* (sys) {
    for (const [name, node] of Object.entries(tree)) {
      if ("directory" in node) sys.mkdir(`/${name}`, 0o755);
      if ("target" in node) sys.symlink(node.target, `/${name}`);
    }
    yield* sys.sleep(0);
    return 0;
  };

/** Usage texts of more than a line are not compared. */
const cutUsage = (text: string): string =>
  text.replace(/BusyBox v[^]*$/, "(usage)\n").replace(/^Usage: [^\n]*\n(?!Try )[^]*$/m, "(usage)\n");

export function play(call: Call, tree: Record<string, Node>, family: Family): Answer {
  const seen: Record<string, string | null> = {};
  const files: Record<string, string> = {};
  for (const [name, node] of Object.entries(tree)) if ("text" in node) files[`/${name}`] = node.text;
  const all = { ...programs[family], caller: caller(call, call.argv, seen), layer: layer(tree) };
  const machine = new BareMachine(all, files);
  machine.run("layer");
  const ran = machine.run("caller");
  const exit = ran.ending?.kind === "exited" ? ran.ending.code : 128;
  return { stdout: ran.stdout, stderr: cutUsage(ran.stderr), exit, ...(call.see && { files: seen }) };
}

const sorted = (text: string): string => text.split("\n").sort().join("\n");

export function isSame(call: Call, answer: Answer, recorded: Answer): boolean {
  const plain = (one: Answer): Answer => (call.unordered ? { ...one, stdout: sorted(one.stdout) } : one);
  return JSON.stringify(plain(answer)) === JSON.stringify(plain(recorded));
}
