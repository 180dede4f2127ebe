// cksum and sum: the checksums of POSIX and of older systems. Not here: other algorithms of GNU's cksum (-a), which have
// programs of their own.

import { failed } from "../../base/errno.ts";
import { command, type Command, type Io } from "../libc/command.ts";
import { readAll } from "../libc/input.ts";

const POLYNOMIAL = 0x04c11db7;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit++) value = value & 0x80000000 ? (value << 1) ^ POLYNOMIAL : value << 1;
  return value;
});

/** The CRC of the bytes and of their number. */
function posix(bytes: Uint8Array): string {
  let crc = 0;
  const step = (byte: number): void => {
    crc = (crc << 8) ^ (TABLE[((crc >>> 24) ^ byte) & 255] as number);
  };
  bytes.forEach(step);
  for (let rest = bytes.length; rest > 0; rest = Math.floor(rest / 256)) step(rest & 255);
  return `${~crc >>> 0} ${bytes.length}`;
}

function bsd(bytes: Uint8Array): string {
  let sum = 0;
  for (const byte of bytes) sum = ((sum >> 1) + ((sum & 1) << 15) + byte) & 0xffff;
  return `${String(sum).padStart(5, "0")} ${String(Math.ceil(bytes.length / 1024)).padStart(5)}`;
}

function systemV(bytes: Uint8Array): string {
  let sum = 0;
  for (const byte of bytes) sum += byte;
  const folded = (sum & 0xffff) + Math.floor((sum % 0x100000000) / 0x10000);
  return `${(folded & 0xffff) + (folded >> 16)} ${Math.ceil(bytes.length / 512)}`;
}

const program = (name: string, options: string, sumOf: (io: Io) => (bytes: Uint8Array) => string): Command =>
  command({ name, gnu: options, busybox: options.replace(/\/\w+/g, "") }, function* (io) {
    for (const path of io.operandsOr("-")) {
      const fd = yield* io.openInput(path);
      if (fd === undefined) continue;
      const bytes = yield* readAll(io.sys, fd);
      if (fd !== 0) void io.sys.close(fd);
      if (failed(bytes)) yield* io.complainOf(path, bytes, "read");
      else yield* io.print(`${sumOf(io)(bytes)}${io.operands.length === 0 ? "" : ` ${path}`}\n`);
    }
    return io.status;
  });

export const cksum = program("cksum", "", () => posix);
export const sum = program("sum", "r s/sysv", (io) => (io.options.last("r", "s") === "s" ? systemV : bsd));
