// Space that file systems take from: the host's disk, which its own files, containers, volumes and images
// share, or the size limit of one tmpfs. Only counts, in blocks of 4 KiB and in inodes. Each file system
// keeps an account of what it took, so that all of it can be given back at once.

import type { Usage } from "./file-system.ts";
import { BLOCK_SIZE } from "./content.ts";

export interface DiskSize {
  readonly bytes: number;
  readonly inodes: number;
}

/** 64 GiB with one inode for 16 KiB, as mkfs.ext4 makes them. */
export const DEFAULT_DISK: DiskSize = { bytes: 2 ** 36, inodes: 2 ** 22 };

/** For what is charged elsewhere or not at all. */
export const NO_LIMIT: DiskSize = { bytes: Number.MAX_SAFE_INTEGER, inodes: Number.MAX_SAFE_INTEGER };

export class Disk {
  private blocks = 0;
  private inodes = 0;

  constructor(public size: DiskSize = DEFAULT_DISK) {}

  fork(): Disk {
    const twin = new Disk(this.size);
    twin.blocks = this.blocks;
    twin.inodes = this.inodes;
    return twin;
  }

  get freeBlocks(): number {
    return Math.max(0, Math.floor(this.size.bytes / BLOCK_SIZE) - this.blocks);
  }

  /** False, and nothing is taken, if there is not that much left. */
  reserve(blocks: number, inodes: number): boolean {
    if (blocks > 0 && blocks > this.freeBlocks) return false;
    if (inodes > 0 && this.inodes + inodes > this.size.inodes) return false;
    this.take(blocks, inodes);
    return true;
  }

  /** Even beyond what there is, for what has already happened. */
  take(blocks: number, inodes: number): void {
    this.blocks += blocks;
    this.inodes += inodes;
  }

  release(blocks: number, inodes: number): void {
    this.blocks -= blocks;
    this.inodes -= inodes;
  }

  usage(): Usage {
    return {
      blockSize: BLOCK_SIZE,
      total: Math.floor(this.size.bytes / BLOCK_SIZE) * BLOCK_SIZE,
      free: this.freeBlocks * BLOCK_SIZE,
      files: this.size.inodes,
      filesFree: Math.max(0, this.size.inodes - this.inodes),
    };
  }
}

export class Account {
  private blocks = 0;
  private inodes = 0;

  constructor(readonly disk: Disk) {}

  fork(disk: Disk): Account {
    const twin = new Account(disk);
    twin.blocks = this.blocks;
    twin.inodes = this.inodes;
    return twin;
  }

  reserve(blocks: number, inodes: number): boolean {
    if (!this.disk.reserve(blocks, inodes)) return false;
    this.blocks += blocks;
    this.inodes += inodes;
    return true;
  }

  take(blocks: number, inodes: number): void {
    this.disk.take(blocks, inodes);
    this.blocks += blocks;
    this.inodes += inodes;
  }

  release(blocks: number, inodes: number): void {
    this.disk.release(blocks, inodes);
    this.blocks -= blocks;
    this.inodes -= inodes;
  }

  close(): void {
    this.release(this.blocks, this.inodes);
  }
}
