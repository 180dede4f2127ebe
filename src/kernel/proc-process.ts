// The files of one process below /proc/PID (proc(5)): which there are, who may read them, its links and
// namespaces. The longer texts are in proc-status.ts. What the model does not have (page maps, timers,
// scheduling figures) is there with the content of a process that never used it.

import type { Place } from "../fs/mounts.ts";
import type { Kernel } from "./kernel.ts";
import { mountInfoLines, mountLines, mountStatLines } from "./mount-lines.ts";
import type { OpenFile } from "./open-files.ts";
import { networkDirectory, networkFile } from "./proc-net.ts";
import {
  cgroupLines, commandLine, cpusetLine, limitLines, mapLines, pageCounts, scheduleLines, statLine, statusLines,
} from "./proc-status.ts"; // prettier-ignore
import { pidIn, type Process } from "./process.ts";
import { textFile, type VirtualLink, type VirtualNode } from "./virtual-fs.ts";

interface Context {
  readonly kernel: Kernel;
  readonly namespace: number;
  readonly process: Process;
}

type Make = (context: Context) => VirtualNode | undefined;

const owner = (process: Process): { uid: number; gid: number } => ({
  uid: process.euid,
  gid: process.egid,
});

const text =
  (make: (context: Context) => string, mode = 0o444): Make =>
  (context) =>
    textFile(() => make(context), { mode, ...owner(context.process) });

const constant = (value: string, mode = 0o444): Make => text(() => value, mode);

const directory =
  (names: (context: Context) => readonly string[], mode: number, size?: (process: Process) => number): Make =>
  (context) => ({
    kind: "directory",
    mode,
    ...owner(context.process),
    size: size?.(context.process) ?? 0,
    names: () => names(context),
  });

const ALL_IDS = "         0          0 4294967295\n";
const NO_ID = "4294967295";
const ATTRIBUTES = ["current", "exec", "fscreate", "keycreate", "prev", "sockcreate"];

/** In the order of names; those of a task are a part of them. */
const FILES = new Map<string, Make>([
  ["arch_status", constant("")],
  ["attr", directory(() => ATTRIBUTES, 0o555)],
  ["autogroup", text(({ process }) => `/autogroup-${process.sid} nice 0\n`, 0o644)],
  ["auxv", constant("", 0o400)],
  ["cgroup", text(({ kernel, process }) => cgroupLines(kernel, process))],
  ["clear_refs", constant("", 0o200)],
  ["cmdline", text(({ process }) => commandLine(process))],
  ["comm", (context) => writable(context, () => `${context.process.name}\n`, setName)],
  ["coredump_filter", constant("00000033\n", 0o644)],
  ["cpuset", text(({ kernel, process }) => cpusetLine(kernel, process))],
  ["cwd", ({ kernel, process }) => magic(kernel, process, process.cwd)],
  ["environ", text(({ process }) => process.env.map((entry) => `${entry}\0`).join(""), 0o400)],
  ["exe", ({ kernel, process }) => process.executable && magic(kernel, process, process.executable)],
  [
    "fd",
    directory(
      ({ process }) => descriptorNames(process),
      0o500,
      ({ descriptors }) => descriptors.size,
    ),
  ],
  ["fdinfo", directory(({ process }) => descriptorNames(process), 0o555)],
  ["gid_map", constant(ALL_IDS, 0o644)],
  [
    "io",
    constant(
      "rchar: 0\nwchar: 0\nsyscr: 0\nsyscw: 0\nread_bytes: 0\nwrite_bytes: 0\ncancelled_write_bytes: 0\n",
      0o400,
    ),
  ],
  ["limits", text(({ process }) => limitLines(process))],
  ["loginuid", constant(NO_ID, 0o644)],
  ["map_files", directory(() => [], 0o500)],
  ["maps", text(({ kernel, process }) => mapLines(process, executablePath(kernel, process)))],
  ["mem", constant("", 0o600)],
  ["mountinfo", text(({ kernel, process }) => mountInfoLines(kernel, process))],
  ["mounts", text(({ kernel, process }) => mountLines(kernel, process))],
  ["mountstats", text(({ kernel, process }) => mountStatLines(kernel, process), 0o400)],
  ["net", () => networkDirectory()],
  ["ns", directory(() => [...NAMESPACES.keys()], 0o511)],
  ["numa_maps", constant("")],
  ["oom_adj", text(({ process }) => `${Math.trunc((process.oomScoreAdj * 17) / 1000)}\n`, 0o644)],
  ["oom_score", text(({ kernel, process }) => `${oomScore(kernel, process)}\n`)],
  ["oom_score_adj", (context) => writable(context, () => `${context.process.oomScoreAdj}\n`, setOomScore)],
  ["pagemap", constant("", 0o400)],
  ["personality", constant("00000000\n", 0o400)],
  ["projid_map", constant(ALL_IDS, 0o644)],
  ["root", ({ kernel, process }) => magic(kernel, process, process.root)],
  ["sched", text(({ namespace, process }) => scheduleLines(namespace, process), 0o644)],
  ["schedstat", text(({ process }) => `${process.cpu * 1000} 0 ${process.serial}\n`)],
  ["sessionid", constant(NO_ID)],
  ["setgroups", constant("allow\n", 0o644)],
  ["smaps", constant("")],
  ["smaps_rollup", constant("")],
  ["stack", constant("", 0o400)],
  ["stat", text(({ kernel, namespace, process }) => statLine(kernel, namespace, process))],
  ["statm", text(({ process }) => pageCounts(process))],
  ["status", text(({ kernel, namespace, process }) => statusLines(kernel, namespace, process))],
  [
    "syscall",
    text(({ kernel, process }) => (kernel.caller?.pid === process.pid ? "running\n" : "0\n"), 0o400),
  ],
  ["task", directory(({ process, namespace }) => [String(pidIn(process, namespace))], 0o555)],
  ["timens_offsets", constant("monotonic           0         0\nboottime            0         0\n", 0o644)],
  ["timers", constant("")],
  ["timerslack_ns", constant("50000\n", 0o666)],
  ["uid_map", constant(ALL_IDS, 0o644)],
  ["wchan", text(({ process }) => (process.state === "waiting" ? "do_wait" : "0"))],
]);

const ONLY_OF_PROCESSES = new Set(["autogroup", "coredump_filter", "map_files", "mountstats", "task", "timens_offsets", "timers", "timerslack_ns"]); // prettier-ignore

const TASK_FILES = new Map<string, Make>([
  ...[...FILES].filter(([name]) => !ONLY_OF_PROCESSES.has(name)),
  ["children", text(({ kernel, namespace, process }) => childLine(kernel, namespace, process))],
]);

export const processDirectory = (process: Process): VirtualNode => ({
  kind: "directory",
  links: () => 9,
  ...owner(process),
  names: () => [...FILES.keys()].filter((name) => name !== "exe" || process.executable !== undefined),
});

/** `path` has at least one component. */
export function processFile(
  kernel: Kernel,
  namespace: number,
  process: Process,
  path: readonly string[],
): VirtualNode | undefined {
  const context = { kernel, namespace, process };
  const [name, ...rest] = path;
  if (name !== "task" || rest.length === 0) return fileAmong(FILES, context, path);
  const [thread, ...below] = rest;
  if (thread !== String(pidIn(process, namespace))) return undefined;
  if (below.length > 0) return fileAmong(TASK_FILES, context, below);
  return { kind: "directory", links: () => 7, ...owner(process), names: () => [...TASK_FILES.keys()] };
}

function fileAmong(
  files: ReadonlyMap<string, Make>,
  context: Context,
  path: readonly string[],
): VirtualNode | undefined {
  const [name, ...rest] = path;
  if (rest.length === 0) return files.get(name as string)?.(context);
  return rest.length === 1 || name === "net" ? nested(context, name as string, rest) : undefined;
}

function nested(context: Context, name: string, rest: readonly string[]): VirtualNode | undefined {
  const { kernel, process } = context;
  const entry = rest[0] as string;
  switch (name) {
    case "fd":
      return descriptorLink(kernel, process, entry);
    case "fdinfo":
      return descriptorInfo(kernel, process, entry);
    case "net":
      return networkFile(kernel, process, rest);
    case "ns":
      return namespaceLink(process, entry);
    case "attr":
      return ATTRIBUTES.includes(entry) ? constant("")(context) : undefined;
    default:
      return undefined;
  }
}

// ---- namespaces

/** The first number of each kind: what the host's own namespaces have. */
const NAMESPACES = new Map<string, (process: Process) => [kind: string, number: number]>([
  ["cgroup", () => ["cgroup", 4_026_531_835]],
  ["ipc", (p) => ["ipc", spread(4_026_531_839, p.mountNamespace - 1, 0)]],
  ["mnt", (p) => ["mnt", spread(4_026_531_841, p.mountNamespace - 1, 1)]],
  ["net", (p) => ["net", spread(4_026_531_840, p.netNamespace, 2)]],
  ["pid", (p) => ["pid", spread(4_026_531_836, p.pidNamespaces.at(-1) as number, 3)]],
  [
    "pid_for_children",
    (p) => ["pid", spread(4_026_531_836, (p.childNamespaces ?? p.pidNamespaces).at(-1) as number, 3)],
  ],
  ["time", () => ["time", 4_026_531_834]],
  ["time_for_children", () => ["time", 4_026_531_834]],
  ["user", () => ["user", 4_026_531_837]],
  ["uts", (p) => ["uts", spread(4_026_531_838, p.utsNamespace - 1, 4)]],
]);

const LATER = 4_026_532_200;

/** The host's number, or one of its own for a later namespace: five kinds side by side. */
const spread = (first: number, nth: number, kind: number): number =>
  nth <= 0 ? first : LATER + nth * 5 + kind;

function namespaceLink(process: Process, name: string): VirtualNode | undefined {
  const [kind, number] = NAMESPACES.get(name)?.(process) ?? [];
  if (kind === undefined) return undefined;
  return { kind: "link", ...owner(process), target: () => `${kind}:[${number}]` };
}

// ---- what can be written

type Set = (kernel: Kernel, process: Process, value: string) => "EINVAL" | undefined;

const writable = ({ kernel, process }: Context, read: () => string, set: Set): VirtualNode => ({
  kind: "file",
  mode: 0o644,
  ...owner(process),
  text: read,
  write: (value) => set(kernel, process, value),
});

const setName: Set = (kernel, process, value) => {
  kernel.processes.own(process.pid).name = value.replace(/\n$/, "").slice(0, 15);
  return undefined;
};

const setOomScore: Set = (kernel, process, value) => {
  const score = Number(value.trim());
  if (!Number.isInteger(score) || score < -1000 || score > 1000) return "EINVAL";
  kernel.processes.own(process.pid).oomScoreAdj = score;
  return undefined;
};

/** Its share of memory in thousandths on top of a thousand, and the adjustment, cut to two thirds. */
function oomScore(kernel: Kernel, process: Process): number {
  if (process.oomScoreAdj === -1000) return 0;
  const points = 1000 + Math.floor((process.memory * 1000) / kernel.machine.memory) + process.oomScoreAdj;
  return Math.max(0, Math.floor((points * 2) / 3));
}

// ---- links

function magic(kernel: Kernel, process: Process, place: Place): VirtualLink {
  return {
    kind: "link",
    ...owner(process),
    target: () => pathOf(kernel, process, place),
    jump: () => place,
  };
}

function pathOf(kernel: Kernel, process: Process, place: Place): string {
  const view = kernel.viewFrom(process);
  const fs = kernel.vfs.fsAt(view, place);
  if (fs.attributes(place.ino) === undefined) return "(deleted)";
  const answer = kernel.vfs.pathOf(view, place);
  return typeof answer === "string" ? "(unreachable)" : answer.path;
}

const executablePath = (kernel: Kernel, process: Process): string =>
  process.executable === undefined ? "" : pathOf(kernel, process, process.executable);

const descriptorNames = (process: Process): string[] =>
  [...process.descriptors.keys()].sort((a, b) => a - b).map(String);

function openFileOf(kernel: Kernel, process: Process, name: string): OpenFile | undefined {
  const descriptor = String(Number(name)) === name ? process.descriptors.get(Number(name)) : undefined;
  return descriptor === undefined ? undefined : kernel.openFiles.get(descriptor.file);
}

const MODES = [0o500, 0o300, 0o700];

function descriptorLink(kernel: Kernel, process: Process, name: string): VirtualNode | undefined {
  const file = openFileOf(kernel, process, name);
  if (file === undefined) return undefined;
  const place = file.mount === undefined ? undefined : { mount: file.mount.id, ino: file.ino };
  const path = file.path !== "" ? file.path : file.kind === "outlet" ? `pipe:[${30_000 + file.id}]` : "";
  return {
    kind: "link",
    mode: MODES[file.flags & 3] ?? 0o700,
    size: 64,
    ...owner(process),
    target: () => (path === "" && place !== undefined ? pathOf(kernel, process, place) : path),
    ...(place === undefined ? { openFile: file.id } : { jump: () => place }),
  };
}

function descriptorInfo(kernel: Kernel, process: Process, name: string): VirtualNode | undefined {
  const file = openFileOf(kernel, process, name);
  if (file === undefined) return undefined;
  const mount = file.mount === undefined ? 15 : file.mount.id + 100;
  const flags = (file.flags | 0o100000).toString(8);
  return textFile(() => `pos:\t${file.offset}\nflags:\t0${flags}\nmnt_id:\t${mount}\nino:\t${file.ino}\n`, {
    mode: 0o400,
    ...owner(process),
  });
}

const childLine = (kernel: Kernel, namespace: number, process: Process): string =>
  process.children.map((child) => `${pidIn(kernel.processes.get(child), namespace)} `).join("");
