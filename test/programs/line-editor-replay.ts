// Replays what scripts/record-line-editor.mjs recorded: keys typed into a shell on a terminal of a bare machine, and
// after each of them the screen, held against the screen that the recorded output of the real shell makes. Cases
// that differ are told with the first key after which they do.

import { readdirSync, readFileSync } from "node:fs";
import { decode, encode } from "../../src/base/utf8.ts";
import { openMaster, openTerminal, resize, type as typeInto } from "../../src/kernel/ptys.ts";
import { takeTerminal } from "../../src/engine/container-process.ts";
import { stty } from "../../src/programs/system/stty.ts";
import { programOf } from "../../src/programs/libc/command.ts";
import { executableHead } from "../../src/kernel/executables.ts";
import { ash, bash } from "../../src/programs/shell/program.ts";
import { BareMachine } from "../support/bare-machine.ts";
import { Screen } from "../support/screen.ts";

export interface Case {
  readonly name: string;
  readonly shell: "bash" | "busybox" | "alpine";
  readonly columns: number;
  readonly rows: number;
  readonly env: Record<string, string>;
  readonly history: readonly string[];
  readonly first: string;
  readonly steps: readonly (readonly [string | readonly [number, number], string])[];
  readonly rc?: readonly string[];
}

const FOLDER = new URL("./line-editor/", import.meta.url);
const HOME = "/tmp/keys/work";

interface Machine {
  readonly files: Record<string, string>;
  readonly words: Record<string, readonly string[]>;
}

const read = (name: string): string => readFileSync(new URL(name, FOLDER), "utf8");
const MACHINE = JSON.parse(read("machine.json")) as Machine;

export const recordedFiles = (): string[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith(".keys"))
    .map((name) => name.replace(".keys", ""))
    .sort();

/** Lines of start files stand in the .keys file only. */
function startLines(file: string): Map<string, string[]> {
  const lines = new Map<string, string[]>();
  let name = "";
  for (const line of read(`${file}.keys`).split("\n")) {
    const [, word, rest] = /^\s*(\S*)\s*(.*)$/.exec(line) as unknown as [string, string, string];
    if (word === "case") name = rest;
    if (word === "rc") lines.set(name, [...(lines.get(name) ?? []), rest]);
  }
  return lines;
}

export function casesOf(file: string): Case[] {
  const starts = startLines(file);
  return (JSON.parse(read(`${file}.json`)) as Case[]).map((one) => ({
    ...one,
    rc: [...(starts.get("") ?? []), ...(starts.get(one.name) ?? [])],
  }));
}

function filesOf(one: Case): Record<string, string | Uint8Array> {
  const files: Record<string, string | Uint8Array> = { "/etc/passwd": "root:x:0:0:root:/root:/bin/bash\n" };
  for (const [path, text] of Object.entries(MACHINE.files)) files[`${HOME}/${path}`] = text;
  for (let i = 1; i <= 120; i++) files[`${HOME}/many/file${i}`] = "";
  const words = Object.entries(MACHINE.words).map(
    ([name, list]) => `complete -W "${list.join(" ")}" ${name}`,
  );
  const prompt = one.env["PS1"] ?? "$ ";
  const rc = [
    "set +H",
    `PS1=$'${prompt.replaceAll("'", "\\'")}'`,
    "PROMPT_COMMAND=",
    ...words,
    ...(one.rc ?? []),
  ];
  files["/usr/bin/stty"] = executableHead("stty");
  files["/tmp/rc"] = rc.map((line) => `${line}\n`).join("");
  files["/tmp/history"] = one.shell === "busybox" ? "" : textOf(one.history, "\n");
  return files;
}

/** What busybox says of itself before the first prompt is not the line editor's. */
const BANNER = /^(\r\n)*BusyBox v[^]*?commands\.\r\n(\r\n)?/;

const textOf = (lines: readonly string[], end: string): string => lines.map((line) => line + end).join("");

class Typist {
  readonly machine: BareMachine;
  readonly screen: Screen;
  private readonly pty: number;

  constructor(private readonly one: Case) {
    this.machine = new BareMachine({ bash, ash, stty: programOf(stty, "gnu") }, filesOf(one));
    this.screen = new Screen(one.columns, one.rows);
    const { kernel } = this.machine;
    let first: string | undefined = "";
    kernel.outlets.set("screen", (_key, bytes) => {
      if (first === undefined) this.screen.writeBytes(bytes);
      else first += decode(bytes);
    });
    const master = openMaster(kernel, 2, ["screen", ""]);
    this.pty = kernel.openFiles.get(master).target;
    kernel.ptys.own(this.pty).size = { rows: one.rows, columns: one.columns };
    this.start();
    this.settle();
    this.screen.write(first.replace(BANNER, ""));
    first = undefined;
    if (one.shell === "busybox" && one.history.length > 0) this.do(textOf(one.history, "\r"));
  }

  private start(): void {
    const { kernel } = this.machine;
    const env = { PATH: "/nowhere", HOME, PWD: HOME, TERM: "xterm-256color", LANG: "C.UTF-8", PS1: "$ ", PS2: "> ", HISTFILE: "/tmp/history", ...this.one.env }; // prettier-ignore
    const argv = this.one.shell === "bash" ? ["bash", "--rcfile", "/tmp/rc", "-i"] : ["ash", "-i"];
    const files = [0, 1, 2].map(() => openTerminal(kernel, this.pty) as number);
    const { pid } = this.machine.launch([argv[0] as string, ...argv.slice(1)], {
      env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
      descriptors: new Map(files.map((file, fd) => [fd, { file, closeOnExec: false }])),
      ...this.machine.placeOf(HOME),
    });
    takeTerminal(kernel, kernel.processes.get(pid), this.pty);
  }

  do(step: string | readonly [number, number]): void {
    const { kernel } = this.machine;
    if (typeof step === "string") typeInto(kernel, this.pty, encode(step));
    else {
      this.screen.resize(step[0], step[1]);
      resize(kernel, this.pty, { rows: step[1], columns: step[0] });
    }
    this.settle();
  }

  private settle(): void {
    this.machine.untilIdle(this.machine.now + 1_000_000);
  }
}

/** What differs, with the first key after which it does; undefined if nothing. */
export function difference(one: Case): string | undefined {
  const typist = new Typist(one);
  const real = new Screen(one.columns, one.rows);
  real.write(one.first);
  let keys = "";
  for (let i = -1; i < one.steps.length; i++) {
    const [step, output] = one.steps[i] ?? ["", one.first];
    if (i >= 0) {
      typist.do(step);
      if (typeof step !== "string") real.resize(step[0], step[1]);
      real.write(output);
      keys += typeof step === "string" ? step : `<${step.join("x")}>`;
    }
    const [ours, theirs] = [typist.screen.shown, real.shown];
    if (JSON.stringify(ours) !== JSON.stringify(theirs))
      return `after ${JSON.stringify(keys)}\n ours   ${JSON.stringify(trim(ours))}\n theirs ${JSON.stringify(trim(theirs))}`;
  }
  return undefined;
}

const trim = ({ rows, cursor }: Screen["shown"]) => ({
  rows: rows.slice(0, rows.findLastIndex((row) => row !== "") + 1),
  cursor,
});
