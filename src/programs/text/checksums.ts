// md5sum, sha1sum and their kin: hash files, or check lists of hashes (-c) in their three forms: plain, binary (`*`) and
// BSD's (--tag). GNU's and busybox's words. Relies on base/hashes.ts. Not here: cksum and sum, which are no hashes.

import { failed, strerror } from "../../base/errno.ts";
import { Hasher, type HashName } from "../../base/hashes.ts";
import type { Fd, Task } from "../../kernel/sys.ts";
import { command, type Command, type Io } from "../libc/command.ts";
import { CHUNK } from "../libc/input.ts";
import { named } from "../libc/quote.ts";
import { checkList } from "./checksum-lists.ts";

export interface Checksum {
  readonly hash: HashName;
  /** as --tag writes it */
  readonly tag: string;
  readonly digits: number;
}

/** Hexadecimal digits; undefined after a complaint. */
export function* hashFile(io: Io, { hash }: Checksum, path: string): Task<string | undefined> {
  const fd = path === "-" ? 0 : yield* io.openInput(path);
  if (fd === undefined) return undefined;
  const hex = yield* hashOpen(io, hash, fd, path);
  if (fd !== 0) void io.sys.close(fd);
  return hex;
}

function* hashOpen(io: Io, hash: HashName, fd: Fd, path: string): Task<string | undefined> {
  const hasher = new Hasher(hash);
  for (;;) {
    const bytes = yield* io.sys.read(fd, CHUNK);
    if (failed(bytes)) {
      const what = io.family === "gnu" ? named(io, path) : `can't read '${path}'`;
      yield* io.complain(`${what}: ${strerror(bytes)}`);
      return undefined;
    }
    if (bytes.length === 0) return hasher.hex();
    hasher.update(bytes);
    if (io.sys.tick(bytes.length >> 9)) yield* io.sys.giveWay();
  }
}

/** A name that would break its line is written with escapes, and the line begins with a backslash. */
function escapedLine(io: Io, path: string): readonly [mark: string, name: string] {
  if (io.family === "busybox" || io.has("z") || !/[\\\n\r]/.test(path)) return ["", path];
  return ["\\", path.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\r", "\\r")];
}

function* printHashes(io: Io, checksum: Checksum): Task<void> {
  const end = io.has("z") ? "\0" : "\n";
  for (const path of io.operandsOr("-")) {
    const hex = yield* hashFile(io, checksum, path);
    if (hex === undefined) continue;
    const [mark, name] = escapedLine(io, path);
    const kind = io.options.last("b", "t") === "b" ? "*" : " ";
    const line = io.has("tag") ? `${checksum.tag} (${name}) = ${hex}` : `${hex} ${kind}${name}`;
    yield* io.print(`${mark}${line}${end}`);
  }
}

/** Options that have a meaning only while lists are checked. */
const CHECKING = ["ignore-missing", "status", "w", "quiet", "strict"];
const LONG = new Map([["w", "warn"]]);

function wrongTogether(io: Io): string | undefined {
  const checks = io.has("c");
  if (io.family === "busybox") return checks || !(io.has("s") || io.has("w")) ? undefined : "";
  if (io.has("tag") && checks) return "the --tag option is meaningless when verifying checksums";
  if (io.has("z") && checks) return "the --zero option is not supported when verifying checksums";
  if (checks && io.options.last("b", "t") !== undefined)
    return "the --binary and --text options are meaningless when verifying checksums";
  const alone = CHECKING.find((key) => io.has(key));
  if (checks || alone === undefined) return undefined;
  return `the --${LONG.get(alone) ?? alone} option is meaningful only when verifying checksums`;
}

function checksumCommand(name: string, checksum: Checksum): Command {
  return command(
    {
      name,
      gnu: "b/binary c/check ignore-missing quiet status strict tag t/text w/warn z/zero",
      ...(checksum.hash === "blake2b" || checksum.hash === "sha224" ? {} : { busybox: "b c s w" }),
      usage: "[-c[sw]] [FILE]...",
    },
    function* (io) {
      const problem = wrongTogether(io);
      if (problem !== undefined) return yield* io.misuse(problem);
      if (!io.has("c")) yield* printHashes(io, checksum);
      else for (const path of io.operandsOr("-")) yield* checkList(io, checksum, path, hashFile);
      return 0;
    },
  );
}

export const md5sum = checksumCommand("md5sum", { hash: "md5", tag: "MD5", digits: 32 });
export const sha1sum = checksumCommand("sha1sum", { hash: "sha1", tag: "SHA1", digits: 40 });
export const sha224sum = checksumCommand("sha224sum", { hash: "sha224", tag: "SHA224", digits: 56 });
export const sha256sum = checksumCommand("sha256sum", { hash: "sha256", tag: "SHA256", digits: 64 });
export const sha384sum = checksumCommand("sha384sum", { hash: "sha384", tag: "SHA384", digits: 96 });
export const sha512sum = checksumCommand("sha512sum", { hash: "sha512", tag: "SHA512", digits: 128 });
export const b2sum = checksumCommand("b2sum", { hash: "blake2b", tag: "BLAKE2b", digits: 128 });
