// lsblk and fdisk -l: the machine's disk and its partition, from /proc/partitions and /sys. Changing partitions
// is not modelled.

import { failed } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { readText } from "../libc/input.ts";
import { readMounts } from "./mount-table.ts";

interface Device {
  readonly name: string;
  readonly number: string;
  readonly kilobytes: number;
}

function* devices(io: Io): Task<Device[]> {
  const file = yield* readText(io.sys, "/proc/partitions");
  if (failed(file)) return [];
  return file.text.split("\n").flatMap((line) => {
    const [major, minor, blocks, name] = line.trim().split(/\s+/);
    return name === undefined || !/^\d+$/.test(major as string)
      ? []
      : [{ name, number: `${major}:${minor}`, kilobytes: Number(blocks) }];
  });
}

/** A partition is named after its disk. */
const diskOf = (all: readonly Device[], { name }: Device): Device | undefined =>
  all.find(
    (other) =>
      other.name !== name && /^p?\d+$/.test(name.slice(other.name.length)) && name.startsWith(other.name),
  );

function human(kilobytes: number): string {
  let value = kilobytes;
  let unit = 0;
  while (value >= 1024 && unit < 4) {
    value /= 1024;
    unit++;
  }
  const text = value.toFixed(1).replace(/\.0$/, "");
  return `${text}${"KMGTP"[unit]}`;
}

export const lsblk = command(
  {
    name: "lsblk",
    gnu: "A/noempty a/all b/bytes D/discard d/nodeps E/dedup: e/exclude: f/fs I/include: i/ascii J/json l/list m/perms N/nvme n/noheadings O/output-all o/output: P/pairs p/paths r/raw S/scsi s/inverse T/tree? t/topology V h v/virtio w/width: x/sort: z/zoned",
    package: "util-linux 2.41.5",
  },
  function* (io) {
    const all = yield* devices(io);
    const mounts = yield* readMounts(io.sys);
    const rows: string[][] = io.has("n")
      ? []
      : [["NAME", "MAJ:MIN", "RM", "SIZE", "RO", "TYPE", "MOUNTPOINTS"]];
    for (const device of all) {
      const disk = diskOf(all, device);
      if (io.has("d") && disk !== undefined) continue;
      const siblings = all.filter((other) => diskOf(all, other) === disk);
      const branch = disk === undefined || io.has("l") ? "" : siblings.at(-1) === device ? "`-" : "|-";
      const size = io.has("b") ? String(device.kilobytes * 1024) : human(device.kilobytes);
      const targets = mounts.filter((m) => m.source === `/dev/${device.name}`).map((m) => m.target);
      rows.push([
        `${branch}${io.has("p") ? "/dev/" : ""}${device.name}`,
        device.number,
        "0",
        size,
        "0",
        disk === undefined ? "disk" : "part",
        targets[0] ?? "",
      ]);
      for (const target of targets.slice(1)) rows.push(["", "", "", "", "", "", target]);
    }
    const widths = [0, 1, 2, 3, 4, 5].map((c) =>
      Math.max(...rows.map((row) => (row[c] as string).length), 0),
    );
    const line = ([
      name = "",
      number = "",
      rm = "",
      size = "",
      ro = "",
      type = "",
      target = "",
    ]: string[]): string =>
      `${name.padEnd(widths[0] as number)} ${number.padStart(widths[1] as number)} ${rm.padStart(widths[2] as number)} ${size.padStart(widths[3] as number)} ${ro.padStart(widths[4] as number)} ${type.padEnd(widths[5] as number)} ${target}`;
    for (const row of rows) yield* io.print(`${line(row)}\n`);
    return 0;
  },
);

export const fdisk = command(
  {
    name: "fdisk",
    gnu: "b: B c C: H: l/list L o: S: t: u w: W: x V h",
    busybox: "l u b: C: H: S:",
    package: "util-linux 2.41.5",
    usage: "[-ul] DISK",
  },
  function* (io) {
    if (!io.has("l"))
      return yield* io.complain(
        io.operands.length === 0 ? "bad usage" : "changing partitions is not modelled yet",
      );
    const all = yield* devices(io);
    for (const disk of all.filter((device) => diskOf(all, device) === undefined)) {
      const bytes = disk.kilobytes * 1024;
      const sectors = bytes / 512;
      yield* io.print(
        `Disk /dev/${disk.name}: ${(bytes / 2 ** 30).toFixed(0)} GiB, ${bytes} bytes, ${sectors} sectors\nUnits: sectors of 1 * 512 = 512 bytes\nSector size (logical/physical): 512 bytes / 512 bytes\nI/O size (minimum/optimal): 512 bytes / 512 bytes\nDisklabel type: dos\nDisk identifier: 0x00000000\n\n`,
      );
      yield* io.print("Device     Boot Start       End   Sectors Size Id Type\n");
      for (const part of all.filter((device) => diskOf(all, device) === disk)) {
        const count = part.kilobytes * 2;
        yield* io.print(
          `${`/dev/${part.name}`.padEnd(10)} *     2048 ${count + 2047} ${count}  ${(part.kilobytes / 2 ** 20).toFixed(0)}G 83 Linux\n`,
        );
      }
    }
    return 0;
  },
);
