// Pipes and FIFOs: a bounded queue of bytes between a reading and a writing end (pipe(7)). Writers block
// when it is full and get SIGPIPE and EPIPE when nobody reads; readers see the end when nobody writes.

import type { Errno } from "../base/errno.ts";
import { must } from "../base/assert.ts";
import { PIPE_CAPACITY } from "../base/limits.ts";
import { SIGPIPE } from "../base/signals.ts";
import { Table, type Owned } from "../base/table.ts";
import type { Ino } from "../fs/file-system.ts";
import { placeKey, type Mount } from "../fs/mounts.ts";
import type { Kernel } from "./kernel.ts";
import { Blocked, type Driver, type OpenFile } from "./open-files.ts";
import type { Process } from "./process.ts";
import { O_ACCMODE, O_NONBLOCK, O_RDONLY, O_RDWR, O_WRONLY } from "./sys.ts";

interface Pipe extends Owned {
  readonly id: number;
  chunks: Uint8Array[];
  size: number;
  /** open files at each end */
  readers: number;
  writers: number;
  /** of a FIFO: so that the next opener finds the same pipe */
  readonly place: number | undefined;
}

const copyPipe = (pipe: Pipe): Pipe => ({ ...pipe, chunks: pipe.chunks.slice() });

export class Pipes {
  private readonly table: Table<Pipe>;
  private readonly fifos: Map<number, number>;
  private nextId: number;

  constructor(origin?: Pipes) {
    this.table = origin ? origin.table.fork() : new Table<Pipe>(copyPipe);
    this.fifos = new Map(origin?.fifos);
    this.nextId = origin ? origin.nextId : 1;
  }

  get count(): number {
    return this.table.size;
  }

  create(place?: number): Pipe {
    const id = this.nextId++;
    if (place !== undefined) this.fifos.set(place, id);
    return this.table.insert(id, {
      owner: this.table.owner,
      id,
      chunks: [],
      size: 0,
      readers: 0,
      writers: 0,
      place,
    });
  }

  get(id: number): Pipe {
    return must(this.table.get(id), `pipe ${id} is gone`);
  }

  own(id: number): Pipe {
    return must(this.table.own(id), `pipe ${id} is gone`);
  }

  fifoAt(place: number): Pipe | undefined {
    const id = this.fifos.get(place);
    return id === undefined ? undefined : this.get(id);
  }

  remove(pipe: Pipe): void {
    this.table.delete(pipe.id);
    if (pipe.place !== undefined) this.fifos.delete(pipe.place);
  }
}

const toRead = (pipe: number): string => `pipe ${pipe} r`;
const toWrite = (pipe: number): string => `pipe ${pipe} w`;

function openEnd(
  kernel: Kernel,
  pipe: Pipe,
  kind: "pipe-reader" | "pipe-writer",
  flags: number,
  path: string,
  mount?: Mount,
  ino?: Ino,
): number {
  const own = kernel.pipes.own(pipe.id);
  if (kind === "pipe-reader") own.readers++;
  else own.writers++;
  return kernel.openFiles.create({ kind, flags, target: pipe.id, path, mount, ino }).id;
}

/** pipe(2): numbers of the open files for reading and for writing. */
export function createPipe(kernel: Kernel): readonly [number, number] {
  const pipe = kernel.pipes.create();
  const path = `pipe:[${20_000 + pipe.id}]`;
  return [
    openEnd(kernel, pipe, "pipe-reader", O_RDONLY, path),
    openEnd(kernel, pipe, "pipe-writer", O_WRONLY, path),
  ];
}

/** Puts bytes in from outside, however many. */
export function feedPipe(kernel: Kernel, id: number, bytes: Uint8Array): void {
  if (bytes.length === 0) return;
  const pipe = kernel.pipes.own(id);
  pipe.chunks.push(bytes);
  pipe.size += bytes.length;
  kernel.wake(toRead(id));
}

/** Whether somebody waits for bytes to come. */
export const isPipeAwaited = (kernel: Kernel, id: number): boolean => kernel.isAwaited(toRead(id));

/** A pipe without a name opened by its link in /proc: waits for nobody. */
export function reopenPipe(kernel: Kernel, id: number, flags: number): number {
  const pipe = kernel.pipes.get(id);
  const mode = flags & O_ACCMODE;
  if (mode === O_RDWR) kernel.pipes.own(id).writers++;
  return openEnd(
    kernel,
    pipe,
    mode === O_WRONLY ? "pipe-writer" : "pipe-reader",
    flags,
    `pipe:[${20_000 + id}]`,
  );
}

/** Opening a FIFO waits for somebody at the other end (fifo(7)), unless it is opened for both. */
export function openFifo(
  kernel: Kernel,
  process: Process,
  mount: Mount,
  ino: Ino,
  flags: number,
): number | Errno | Blocked {
  const place = placeKey(mount.fs, ino);
  const pipe = kernel.pipes.fifoAt(place) ?? kernel.pipes.create(place);
  const mode = flags & O_ACCMODE;
  if (mode === O_RDWR) kernel.pipes.own(pipe.id).writers++;
  const waiting = kernel.fifoOpeners.get(process.pid);
  const file =
    waiting ??
    openEnd(kernel, pipe, mode === O_WRONLY ? "pipe-writer" : "pipe-reader", flags, "", mount, ino);
  const now = kernel.pipes.get(pipe.id);
  const other = mode === O_WRONLY ? now.readers : now.writers;
  if (waiting === undefined) kernel.wake(toRead(pipe.id), toWrite(pipe.id));
  if (other > 0 || mode === O_RDWR || (flags & O_NONBLOCK) !== 0) {
    kernel.fifoOpeners.delete(process.pid);
    if (other > 0 || mode !== O_WRONLY) return file;
    kernel.openFiles.release(file);
    return "ENXIO";
  }
  // The end counts from now on, so that the other side's open succeeds; the file is kept until this one's does.
  kernel.fifoOpeners.set(process.pid, file);
  return new Blocked(toRead(pipe.id), toWrite(pipe.id));
}

/** Takes at most `length` bytes from the head of a queue of chunks. */
export function takeBytes(chunks: Uint8Array[], length: number): Uint8Array {
  const first = chunks[0] as Uint8Array;
  if (first.length <= length && chunks.length === 1) {
    chunks.length = 0;
    return first;
  }
  const parts: Uint8Array[] = [];
  let left = length;
  while (left > 0 && chunks.length > 0) {
    const chunk = chunks[0] as Uint8Array;
    if (chunk.length <= left) chunks.shift();
    else chunks[0] = chunk.subarray(left);
    const part = chunk.length <= left ? chunk : chunk.subarray(0, left);
    parts.push(part);
    left -= part.length;
  }
  if (parts.length === 1) return parts[0] as Uint8Array;
  const all = new Uint8Array(length - left);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export const pipeReader: Driver = {
  read(kernel, _process, file, length) {
    const pipe = kernel.pipes.get(file.target);
    if (pipe.size > 0) {
      const own = kernel.pipes.own(file.target);
      const bytes = takeBytes(own.chunks, length);
      own.size -= bytes.length;
      kernel.wake(toWrite(pipe.id));
      return bytes;
    }
    if (pipe.writers === 0) return new Uint8Array(0);
    return (file.flags & O_NONBLOCK) !== 0 ? "EAGAIN" : new Blocked(toRead(pipe.id));
  },
  write: () => "EBADF",
  ready(kernel, file) {
    const pipe = kernel.pipes.get(file.target);
    return { readable: pipe.size > 0 || pipe.writers === 0, writable: false, channels: [toRead(pipe.id)] };
  },
  release(kernel, file) {
    releaseEnd(kernel, file, "readers");
  },
};

export const pipeWriter: Driver = {
  read: () => "EBADF",
  write(kernel, process, file, bytes) {
    const pipe = kernel.pipes.get(file.target);
    if (pipe.readers === 0) {
      kernel.signals.send(process, SIGPIPE, process);
      return "EPIPE";
    }
    const room = PIPE_CAPACITY - pipe.size;
    if (room <= 0 || (room < bytes.length && bytes.length <= 4096))
      return (file.flags & O_NONBLOCK) !== 0 ? "EAGAIN" : new Blocked(toWrite(pipe.id));
    const own = kernel.pipes.own(file.target);
    const part = bytes.length <= room ? bytes : bytes.subarray(0, room);
    own.chunks.push(part);
    own.size += part.length;
    kernel.wake(toRead(pipe.id));
    return part.length;
  },
  ready(kernel, file) {
    const pipe = kernel.pipes.get(file.target);
    return {
      readable: false,
      writable: pipe.size < PIPE_CAPACITY || pipe.readers === 0,
      channels: [toWrite(pipe.id)],
    };
  },
  release(kernel, file) {
    releaseEnd(kernel, file, "writers");
  },
};

function releaseEnd(kernel: Kernel, file: OpenFile, end: "readers" | "writers"): void {
  const pipe = kernel.pipes.own(file.target);
  pipe[end]--;
  // opened for both: it counts at both ends
  if (end === "readers" && (file.flags & O_ACCMODE) === O_RDWR) pipe.writers--;
  kernel.wake(toRead(pipe.id), toWrite(pipe.id));
  if (pipe.readers === 0 && pipe.writers === 0) kernel.pipes.remove(pipe);
}
