// Character devices by number, as devices.txt of the kernel's documentation has them. Block devices exist
// as names only: nothing opens them.

import type { Errno } from "../base/errno.ts";
import { makedev } from "../fs/file-system.ts";
import { zeros } from "../fs/zeros.ts";
import type { Kernel } from "./kernel.ts";
import { ALWAYS_READY, type Driver, type OpenFile } from "./open-files.ts";
import type { Process } from "./process.ts";
import { openMaster, openTerminal } from "./ptys.ts";

export const DEV_NULL = makedev(1, 3);
export const DEV_ZERO = makedev(1, 5);
export const DEV_FULL = makedev(1, 7);
export const DEV_RANDOM = makedev(1, 8);
export const DEV_URANDOM = makedev(1, 9);
export const DEV_KMSG = makedev(1, 11);
export const DEV_TTY = makedev(5, 0);
export const DEV_CONSOLE = makedev(5, 1);
export const DEV_PTMX = makedev(5, 2);
/** /dev/pts/N has minor N. */
export const PTS_MAJOR = 136;

/** The most that one read of noise gives. */
const CHUNK = 65_536;
const NOTHING = new Uint8Array(0);

type Read = (kernel: Kernel, length: number) => Uint8Array | Errno;
type Write = (length: number) => number | Errno;

const zero: Read = (_kernel, length) => zeros(length);
const noise: Read = (kernel, length) => kernel.random.bytes(Math.min(length, CHUNK));
const nothing: Read = () => NOTHING;
const takesAll: Write = (length) => length;

const DEVICES = new Map<number, { read: Read; write: Write }>([
  [DEV_NULL, { read: nothing, write: takesAll }],
  [DEV_ZERO, { read: zero, write: takesAll }],
  [DEV_FULL, { read: zero, write: () => "ENOSPC" }],
  [DEV_RANDOM, { read: noise, write: takesAll }],
  [DEV_URANDOM, { read: noise, write: takesAll }],
  [DEV_KMSG, { read: nothing, write: takesAll }],
  [DEV_CONSOLE, { read: nothing, write: takesAll }],
]);

export function openDevice(
  kernel: Kernel,
  process: Process,
  rdev: number,
  flags: number,
  path: string,
): number | Errno {
  if (rdev === DEV_PTMX) return openMaster(kernel, flags);
  if (rdev === DEV_TTY) return process.tty === undefined ? "ENXIO" : openTerminal(kernel, process.tty, flags);
  if (rdev >>> 8 === PTS_MAJOR) return openTerminal(kernel, rdev & 0xff, flags);
  if (!DEVICES.has(rdev)) return "ENXIO";
  return kernel.openFiles.create({ kind: "device", flags, target: rdev, path }).id;
}

export const device: Driver = {
  read: (kernel, _process, file, length) => DEVICES.get(file.target)!.read(kernel, length),
  write: (_kernel, _process, file, bytes) => DEVICES.get(file.target)!.write(bytes.length),
  ready: () => ALWAYS_READY,
  release: () => {},
};

/** An outlet hands what is written to a part of the host that is no process: logs, a captured command. */
export const outlet: Driver = {
  read: () => "EBADF",
  write(kernel: Kernel, process: Process, file: OpenFile, bytes: Uint8Array) {
    const [service, key] = file.outlet!;
    const cost = kernel.outlets.get(service)?.(key, bytes) ?? 0;
    process.slice += cost;
    kernel.time.now += cost;
    return bytes.length;
  },
  ready: () => ALWAYS_READY,
  release(kernel, file) {
    const [service, key] = file.outlet!;
    kernel.outletsClosed.get(service)?.(key);
  },
};
