// Volumes of the local driver with options of mount's: what they name is mounted on their directory while anybody uses
// them, so that a tmpfs forgets everything when nobody does (moby volume/local local_unix.go). Devices with file systems
// of their own and network file systems are not modelled: mounting them fails as on a host that lacks them.

import { failed, type Errno } from "../base/errno.ts";
import { dockerError, ok, type Result } from "../base/result.ts";
import { mountFileSystem } from "../kernel/mounting.ts";
import { unmount } from "../kernel/names.ts";
import { isRunning } from "../model/container-lifecycle.ts";
import type { Volume } from "../model/volume.ts";
import { keysOf, lookUp } from "../model/shelf.ts";
import type { Engine } from "./engine.ts";
import { lowerCase } from "./mounter.ts";

/** word of mount's -> [sets or clears, flag, its bit] (moby sys/mount flags_linux.go) */
const FLAGS: ReadonlyMap<string, readonly [set: boolean, flag: string, bit: number]> = new Map([
  ["ro", [true, "ro", 0x1]], ["rw", [false, "ro", 0x1]], ["nosuid", [true, "nosuid", 0x2]], ["suid", [false, "nosuid", 0x2]],
  ["nodev", [true, "nodev", 0x4]], ["dev", [false, "nodev", 0x4]], ["noexec", [true, "noexec", 0x8]], ["exec", [false, "noexec", 0x8]],
  ["sync", [true, "sync", 0x10]], ["async", [false, "sync", 0x10]], ["dirsync", [true, "dirsync", 0x80]],
  ["remount", [true, "remount", 0x20]], ["mand", [true, "mand", 0x40]], ["nomand", [false, "mand", 0x40]],
  ["noatime", [true, "noatime", 0x400]], ["atime", [false, "noatime", 0x400]], ["nodiratime", [true, "nodiratime", 0x800]],
  ["diratime", [false, "nodiratime", 0x800]], ["bind", [true, "bind", 0x1000]], ["rbind", [true, "rbind", 0x5000]],
  ["relatime", [true, "relatime", 0x200000]], ["norelatime", [false, "relatime", 0x200000]],
  ["strictatime", [true, "strictatime", 0x1000000]], ["nostrictatime", [false, "strictatime", 0x1000000]],
] as const); // prettier-ignore

interface Words {
  readonly flags: readonly string[];
  readonly bits: number;
  readonly data: string;
}

function readWords(text: string): Words {
  const flags = new Map<string, number>();
  const data: string[] = [];
  for (const word of text.split(",").filter((part) => part !== "" && part !== "defaults")) {
    const known = FLAGS.get(word);
    if (known === undefined) data.push(word);
    else if (known[0]) flags.set(known[1], known[2]);
    else flags.delete(known[1]);
  }
  const bits = [...flags.values()].reduce((sum, bit) => sum | bit, 0);
  return { flags: [...flags.keys()], bits, data: data.join(",") };
}

export const needsMount = ({ options }: Volume): boolean =>
  (options?.get("device") ?? "") !== "" || (options?.get("type") ?? "") !== "";

/** Nothing to do for one that is mounted already. */
export function mountDevice(engine: Engine, volume: Volume): Result<undefined> {
  if (!needsMount(volume) || isMounted(engine, volume)) return ok(undefined);
  const source = volume.options?.get("device") ?? "";
  const type = volume.options?.get("type") ?? "";
  const words = readWords(volume.options?.get("o") ?? "");
  const refused = mount(engine, volume.mountpoint, source, type, words);
  if (refused === undefined) return ok(undefined);
  const flags = words.bits === 0 ? "" : `, flags: 0x${words.bits.toString(16)}`;
  const data = words.data === "" ? "" : `, data: ${words.data}`;
  return dockerError(
    "system",
    `failed to mount local volume: mount ${source}:${volume.mountpoint}${flags}${data}: ${lowerCase(refused)}`,
  );
}

function mount(
  engine: Engine,
  target: string,
  source: string,
  type: string,
  { flags, data }: Words,
): Errno | undefined {
  const { kernel } = engine;
  const daemon = engine.base;
  const isBind = flags.includes("bind") || flags.includes("rbind");
  if (!isBind && ON_DEVICES.has(type) && failed(engine.files.find(source))) return "ENOENT";
  const request = { source, target, type, flags, data };
  const refused = mountFileSystem(kernel, daemon, request);
  if (refused !== undefined || !isBind || !flags.includes("ro")) return refused;
  return mountFileSystem(kernel, daemon, { ...request, flags: [...flags, "remount"] });
}

const ON_DEVICES: ReadonlySet<string> = new Set(["ext2", "ext3", "ext4", "xfs", "btrfs", "vfat", "iso9660"]);

function isMounted(engine: Engine, { mountpoint }: Volume): boolean {
  const place = engine.files.find(mountpoint);
  return !failed(place) && engine.files.mountOf(place).target === mountpoint;
}

/** When the last container that uses it has gone. */
export function unmountDevice(engine: Engine, volume: Volume, leaving: string): void {
  if (!needsMount(volume) || !isMounted(engine, volume)) return;
  const users = lookUp(engine.state.volumeUsers, volume.name);
  for (const id of users === undefined ? [] : keysOf(users)) {
    const container = lookUp(engine.state.containers, id);
    if (id !== leaving && container !== undefined && isRunning(container.state)) return;
  }
  const { kernel } = engine;
  void unmount(kernel, engine.base, volume.mountpoint, true);
}
