// Locks on whole files (flock(2)): shared by many or held by one, kept by the open file and not by the process,
// so children share them and the last close gives them back. Not here: locks on ranges (fcntl(2)).

import type { Errno } from "../base/errno.ts";
import { placeKey } from "../fs/mounts.ts";
import { Blocked, type OpenFile } from "./open-files.ts";

export type LockMode = "shared" | "exclusive" | "unlock";

interface Lock {
  readonly exclusive: boolean;
  /** numbers of open files */
  readonly holders: readonly number[];
}

const released = (key: number): string => `lock ${key}`;

export class FileLocks {
  private readonly locks: Map<number, Lock>;
  /** open file -> what it holds */
  private readonly held: Map<number, number>;

  constructor(origin?: FileLocks) {
    this.locks = new Map(origin?.locks);
    this.held = new Map(origin?.held);
  }

  /** Channels to wake, or what to wait for. */
  lock(file: OpenFile, mode: LockMode, wait: boolean): readonly string[] | Errno | Blocked {
    if (file.mount === undefined) return "EBADF";
    const key = placeKey(file.mount.fs, file.ino);
    if (mode === "unlock") return this.release(file.id);
    const others = this.locks.get(key)?.holders.filter((id) => id !== file.id) ?? [];
    const exclusive = this.locks.get(key)?.exclusive === true;
    if (others.length > 0 && (mode === "exclusive" || exclusive))
      return wait ? new Blocked(released(key)) : "EAGAIN";
    this.locks.set(key, { exclusive: mode === "exclusive", holders: [...others, file.id] });
    this.held.set(file.id, key);
    return mode === "shared" ? [released(key)] : [];
  }

  /** What an open file held is given back; the channels to wake. */
  release(id: number): readonly string[] {
    const key = this.held.get(id);
    if (key === undefined) return [];
    this.held.delete(id);
    const lock = this.locks.get(key) as Lock;
    const left = lock.holders.filter((holder) => holder !== id);
    if (left.length === 0) this.locks.delete(key);
    else this.locks.set(key, { ...lock, holders: left });
    return [released(key)];
  }
}
