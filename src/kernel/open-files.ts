// Open files: what descriptors of processes point to. A record has a kind, and per kind a driver says what
// read, write, seek, poll and the last close do. Drivers are in the files of their things (regular-file.ts,
// devices.ts, pipes.ts, ptys.ts, socket-table.ts); this file has the record, the table and the counting of
// references. Descriptors are numbers in a process (descriptors.ts).

import type { Errno } from "../base/errno.ts";
import { assert, must } from "../base/assert.ts";
import { Table, type Owned } from "../base/table.ts";
import type { Ino } from "../fs/file-system.ts";
import type { Mount } from "../fs/mounts.ts";
import type { Kernel } from "./kernel.ts";
import type { Channel, Process } from "./process.ts";

export type FileKind =
  | "regular"
  | "directory"
  | "device"
  | "pipe-reader"
  | "pipe-writer"
  | "pty-master"
  | "tty"
  | "socket"
  | "outlet";

export interface OpenFile extends Owned {
  readonly id: number;
  readonly kind: FileKind;
  /** O_* as opened; O_NONBLOCK and O_APPEND count at every call */
  flags: number;
  /** descriptors of all processes, and whoever else keeps it */
  references: number;
  offset: number;
  /** where it was found, if it has a name in a file system */
  readonly mount: Mount | undefined;
  readonly ino: Ino;
  /** number of the pipe, terminal or socket; device number of a device */
  readonly target: number;
  /** for an outlet: who takes the bytes, and under what name */
  readonly outlet: readonly [service: string, key: string] | undefined;
  /** what a file of /proc or /sys said when it was first read */
  snapshot: Uint8Array | undefined;
  /** as /proc/PID/fd shows it */
  readonly path: string;
}

/** The answer of a call that cannot be given yet: wait for one of the channels and ask again. */
export class Blocked {
  readonly channels: readonly Channel[];
  constructor(...channels: Channel[]) {
    this.channels = channels;
  }
}

export interface Readiness {
  readonly readable: boolean;
  readonly writable: boolean;
  /** what to wait for if it is not ready */
  readonly channels: readonly Channel[];
}

export interface Driver {
  read(kernel: Kernel, process: Process, file: OpenFile, length: number): Uint8Array | Errno | Blocked;
  /** How many bytes were taken: at least one, unless it blocks or fails. */
  write(kernel: Kernel, process: Process, file: OpenFile, bytes: Uint8Array): number | Errno | Blocked;
  ready(kernel: Kernel, file: OpenFile): Readiness;
  /** The last reference is gone. */
  release(kernel: Kernel, file: OpenFile): void;
}

export const ALWAYS_READY: Readiness = { readable: true, writable: true, channels: [] };

export type NewOpenFile = Pick<OpenFile, "kind" | "flags" | "path"> &
  Partial<Pick<OpenFile, "mount" | "ino" | "target" | "outlet" | "snapshot">>;

export class OpenFiles {
  private readonly table: Table<OpenFile>;
  private nextId: number;

  constructor(
    private readonly kernel: Kernel,
    origin?: OpenFiles,
  ) {
    this.table = origin ? origin.table.fork() : new Table<OpenFile>((file) => ({ ...file }));
    this.nextId = origin ? origin.nextId : 1;
  }

  get count(): number {
    return this.table.size;
  }

  /** With one reference, which the caller gives to a descriptor. */
  create(file: NewOpenFile): OpenFile {
    const id = this.nextId++;
    const record: OpenFile = {
      owner: this.table.owner,
      id,
      kind: file.kind,
      flags: file.flags,
      references: 1,
      offset: 0,
      mount: file.mount,
      ino: file.ino ?? 0,
      target: file.target ?? 0,
      outlet: file.outlet,
      snapshot: file.snapshot,
      path: file.path,
    };
    return this.table.insert(id, record);
  }

  get(id: number): OpenFile {
    return must(this.table.get(id), `open file ${id} is gone`);
  }

  own(id: number): OpenFile {
    return must(this.table.own(id), `open file ${id} is gone`);
  }

  values(): Iterable<OpenFile> {
    return this.table.values();
  }

  hold(id: number): void {
    this.own(id).references++;
  }

  release(id: number): void {
    const file = this.own(id);
    assert(file.references > 0, `open file ${id} released too often`);
    if (--file.references > 0) return;
    this.table.delete(id);
    this.kernel.wake(...this.kernel.fileLocks.release(id));
    this.kernel.drivers[file.kind].release(this.kernel, file);
  }
}
