// lsns: the namespaces that can be seen, each with how many processes are in it and the first of them
// (namespaces(7)), from /proc/PID/ns.

import { failed } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { Accounts } from "../libc/passwd.ts";
import { screenWidth } from "./machine-info.ts";
import { commandText, readProcesses, type ProcessInfo } from "./process-info.ts";

const KINDS = ["mnt", "net", "ipc", "user", "pid", "uts", "cgroup", "time"];

interface Namespace {
  readonly number: number;
  readonly kind: string;
  readonly members: ProcessInfo[];
}

function* namespaces(io: Io): Task<Namespace[]> {
  const found = new Map<string, Namespace>();
  for (const p of yield* readProcesses(io.sys))
    for (const kind of KINDS) {
      const link = io.sys.readlink(`/proc/${p.pid}/ns/${kind}`);
      if (failed(link)) continue;
      const known = found.get(link.target);
      if (known !== undefined) known.members.push(p);
      else found.set(link.target, { number: Number(link.target.replace(/\D/g, "")), kind, members: [p] });
    }
  return [...found.values()].sort((a, b) => a.number - b.number);
}

export const lsns = command(
  {
    name: "lsns",
    gnu: "J/json H l/list n/noheadings o/output: p/task: Q: r/raw t/type: T/tree? u/notruncate W/nowrap P/persistent V h",
    package: "util-linux 2.41.5",
  },
  function* (io) {
    const accounts = new Accounts(io.sys);
    const types = io.value("t")?.split(",");
    const task = io.value("p");
    const rows: string[][] = io.has("n") ? [] : [["NS", "TYPE", "NPROCS", "PID", "USER", "COMMAND"]];
    for (const { number, kind, members } of yield* namespaces(io)) {
      if (types !== undefined && !types.includes(kind)) continue;
      if (task !== undefined && !members.some((p) => p.pid === Number(task))) continue;
      const first = members[0] as ProcessInfo;
      rows.push([
        String(number),
        kind,
        String(members.length),
        String(first.pid),
        yield* accounts.userLabel(first.euid),
        commandText(first),
      ]);
    }
    const widths = [0, 1, 2, 3, 4].map((c) => Math.max(...rows.map((row) => (row[c] as string).length), 0));
    const limit = screenWidth(io.sys, io.env) ?? Infinity;
    for (const [ns = "", type = "", count = "", pid = "", user = "", text = ""] of rows) {
      const [a = 0, b = 0, c = 0, d = 0, e = 0] = widths;
      const line = `${ns.padStart(a)} ${type.padEnd(b)} ${count.padStart(c)} ${pid.padStart(d)} ${user.padEnd(e)} ${text}`;
      yield* io.print(`${limit === Infinity ? line : line.slice(0, limit)}\n`);
    }
    return 0;
  },
);
