// Replays what scripts/record-programs-files.mjs recorded: each script runs on a machine of its own with one
// family's programs, and what it prints is held against what the real programs printed. Times of "now" differ
// and are replaced by a word on both sides; a case may name patterns of its own (`mask`).

import { readdirSync, readFileSync } from "node:fs";
import { instantOf, SECOND } from "../../src/base/time.ts";
import { encode } from "../../src/base/utf8.ts";
import type { Program } from "../../src/kernel/sys.ts";
import type { Family } from "../../src/programs/libc/command.ts";
import { BareMachine } from "../support/bare-machine.ts";

export interface Printed {
  readonly at: number;
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Case {
  readonly name: string;
  readonly script: string;
  readonly user?: number;
  readonly env?: readonly string[];
  readonly mask?: readonly string[];
  readonly gnu?: Printed;
  readonly busybox?: Printed;
}

const FOLDER = new URL("./files/", import.meta.url);

export const recordedPrograms = (): string[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.replace(".json", ""))
    .sort();

export const casesOf = (program: string): Case[] =>
  (JSON.parse(readFileSync(new URL(`${program}.json`, FOLDER), "utf8")) as Case[]).map((one, i) => ({
    ...one,
    name: `${program} ${i + 1}`,
  }));

const PASSWD = `root:x:0:0:root:/root:/bin/sh
daemon:x:1:1:daemon:/usr/sbin:/bin/false
bin:x:2:2:bin:/bin:/bin/false
www-data:x:33:33:www-data:/var/www:/bin/false
nobody:x:65534:65534:nobody:/home:/bin/false
`;
const GROUP = "root:x:0:\ndaemon:x:1:\nbin:x:2:\nwww-data:x:33:\nnobody:x:65534:\n";

export function run(one: Case, family: Family, programs: Record<string, Program>): Printed {
  const files = {
    "/etc/passwd": PASSWD,
    "/etc/group": GROUP,
    "/etc/shadow": "root:*:1::::::\n",
    "/tmp/script": one.script,
    "/w/.keep": "",
  };
  const machine = new BareMachine({ ...programs, start }, files);
  const id = one.user ?? 0;
  const launched = machine.launch(["start", String(id), ...(one.env ?? [])]);
  machine.untilIdle();
  const { stdout, stderr, ending } = machine.result(launched);
  const exit = ending === undefined ? -1 : ending.kind === "exited" ? ending.code : 128 + ending.signal;
  void family;
  return { at: Math.floor(machine.now / SECOND), exit, stdout, stderr };
}

const DEVICES = [
  ["fd", "fd"],
  ["stdin", "fd/0"],
  ["stdout", "fd/1"],
  ["stderr", "fd/2"],
] as const;

/** Prepares /w as the recorder does and becomes the shell. */
const start: Program = function* (sys, argv) {
  const [, user = "0", ...env] = argv;
  const id = Number(user);
  void sys.unlink("/w/.keep");
  void sys.chown("/w", id, id);
  void sys.chmod("/tmp", 0o1777);
  void sys.chmod("/etc/shadow", 0o640);
  for (const [name, target] of DEVICES) void sys.symlink(`/proc/self/${target}`, `/dev/${name}`);
  void sys.chdir("/w");
  if (id !== 0) void sys.setCredentials({ uid: id, gid: id, euid: id, egid: id, groups: [id] });
  yield* sys.exec(
    "/bin/sh",
    ["sh", "/tmp/script"],
    ["PATH=/bin:/usr/bin:/sbin:/usr/sbin", "HOME=/root", ...env],
  );
  return 127;
};

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const NOW = "<now>";
const near = (at: number, seconds: number): boolean => Math.abs(at - seconds) <= 120;

/** Replaces times that lie within two minutes of `at`. */
export function withoutNow(text: string, at: number): string {
  const year = new Date(at * 1000).getUTCFullYear();
  const seconds = (y: number, month: number, day: number, hour: number, minute: number): number =>
    instantOf({ year: y, month, day, hour, minute }) / SECOND;
  return text
    .replace(
      /(?:(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat) )?([A-Z][a-z]{2}) +(\d{1,2}) (\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?( \d{4})?/g,
      (whole, month, day, hour, minute) =>
        MONTHS.includes(month) &&
        near(at, seconds(year, MONTHS.indexOf(month) + 1, Number(day), Number(hour), Number(minute)))
          ? NOW
          : whole,
    )
    .replace(
      /(\d{4})-(\d\d)-(\d\d)[ +T](\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?( [-+]\d{4})?/g,
      (whole, y, month, day, hour, minute) =>
        near(at, seconds(Number(y), Number(month), Number(day), Number(hour), Number(minute))) ? NOW : whole,
    )
    .replace(/\b\d{10}(?:\.\d+)?\b/g, (whole) => (near(at, Number(whole)) ? NOW : whole));
}

const USAGE = /^BusyBox v1[^\n]*\n\nUsage:[^\n]*\n/gm;

const VERSION = /^(\w+ \(GNU \w+\)) [\d.]+$/gm;

const bytesOf = (text: string): string =>
  text.startsWith("base64:")
    ? Buffer.from(text.slice(7), "base64").toString("latin1")
    : Buffer.from(encode(text)).toString("latin1");

/** What is compared. */
export function comparable(printed: Printed, one: Case): string {
  const channel = (text: string): string => {
    let out = withoutNow(
      bytesOf(text).replace(USAGE, "<usage>\n").replace(VERSION, "$1 <version>"),
      printed.at,
    );
    for (const pattern of one.mask ?? []) out = out.replace(new RegExp(pattern, "gm"), "<masked>");
    return out;
  };
  return `exit ${printed.exit}\n${channel(printed.stdout)}--- stderr\n${channel(printed.stderr)}`;
}
