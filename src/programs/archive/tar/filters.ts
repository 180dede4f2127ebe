// Compressed archives: which compression is asked for by options or by an archive's name, or is seen in its first bytes,
// and doing and undoing it. GNU's tar runs the compressing program, so that one has to be installed; its complaints
// stand before tar's own. zstd and lzma are not modelled.

import { decodeBzip2 } from "../../../base/formats/bzip2-decode.ts";
import { encodeBzip2 } from "../../../base/formats/bzip2-encode.ts";
import { compressionOf, deflate } from "../../../base/formats/compression.ts";
import { gzipMember, readGzip, type GzipFault } from "../../../base/formats/gzip-members.ts";
import { decodeXz, encodeXz, type XzFault } from "../../../base/formats/xz.ts";
import { failed } from "../../../base/errno.ts";
import type { Task } from "../../../kernel/sys.ts";
import type { Io } from "../../libc/command.ts";
import { findProgram, toStrings } from "../../libc/execute.ts";

export type Filter = "gzip" | "bzip2" | "xz" | "zstd" | "lzma" | "lzip" | "lzop";

const BY_OPTION: readonly (readonly [string, Filter])[] = [
  ["z", "gzip"],
  ["gunzip", "gzip"],
  ["ungzip", "gzip"],
  ["j", "bzip2"],
  ["J", "xz"],
  ["zstd", "zstd"],
  ["lzma", "lzma"],
  ["lzip", "lzip"],
  ["lzop", "lzop"],
];

const BY_SUFFIX: readonly (readonly [RegExp, Filter])[] = [
  [/\.(?:gz|tgz|taz)$/, "gzip"],
  [/\.(?:bz2|tz2|tbz2|tbz)$/, "bzip2"],
  [/\.(?:xz|txz)$/, "xz"],
  [/\.(?:zst|tzst)$/, "zstd"],
  [/\.(?:lzma|tlz)$/, "lzma"],
];

export function compressionAsked(io: Io, file: string): Filter | undefined {
  const program = io.value("I");
  if (program !== undefined) return program.split(" ")[0] as Filter;
  const asked = io.options.given.findLast(({ key }) => BY_OPTION.some(([option]) => option === key));
  if (asked !== undefined) return BY_OPTION.find(([option]) => option === asked.key)?.[1];
  return io.has("a") ? BY_SUFFIX.find(([suffix]) => suffix.test(file))?.[1] : undefined;
}

export function compressionSeen(bytes: Uint8Array): Filter | undefined {
  const seen = compressionOf(bytes);
  return seen === "none" ? undefined : seen;
}

/** Whether the program is there; says so if it is not. */
export function* canFilter(io: Io, filter: Filter): Task<boolean> {
  if (io.family === "gnu") {
    const found = findProgram(io.sys, filter, toStrings(io.env));
    if (failed(found)) {
      yield* io.tell(
        `tar (child): ${filter}: Cannot exec: No such file or directory\ntar (child): Error is not recoverable: exiting now\n`,
      );
      return false;
    }
  }
  if (filter === "gzip" || filter === "bzip2" || filter === "xz") return true;
  yield* io.complain(`compression with ${filter} is not modelled by paperwhale`, 2);
  return false;
}

export const compress = (filter: Filter, bytes: Uint8Array): Uint8Array =>
  filter === "xz"
    ? encodeXz(bytes)
    : filter === "gzip"
      ? gzipMember(deflate(bytes, 6), bytes, 6, 0, undefined)
      : encodeBzip2(bytes);

const GZIP_WORDS: Partial<Record<GzipFault, string>> = {
  magic: "\ngzip: stdin: not in gzip format\n",
  cut: "\ngzip: stdin: unexpected end of file\n",
  data: "\ngzip: stdin: invalid compressed data--format violated\n",
  crc: "\ngzip: stdin: invalid compressed data--crc error\n",
  length: "\ngzip: stdin: invalid compressed data--length error\n",
};

const BUSYBOX_WORDS: Partial<Record<GzipFault, string>> = {
  magic: "invalid magic",
  cut: "unexpected end of file",
  data: "corrupted data",
  crc: "crc error",
};

const XZ_WORDS: Record<XzFault, string> = {
  magic: "File format not recognized",
  cut: "Unexpected end of input",
  data: "Compressed data is corrupt",
  unsupported: "Unsupported options",
};

const BZIP2_MAGIC = "bzip2: (stdin) is not a bzip2 file.\n";

export interface Filtered {
  readonly bytes: Uint8Array;
  /** the program complained */
  readonly bad: boolean;
}

export function* decompress(io: Io, filter: Filter, bytes: Uint8Array): Task<Filtered> {
  if (filter === "gzip") {
    const file = readGzip(bytes);
    const { fault } = file;
    if (fault === undefined || fault === "trailing") return { bytes: file.bytes, bad: false };
    if (io.family === "gnu") yield* io.tell(GZIP_WORDS[fault] ?? "");
    else yield* io.complain(BUSYBOX_WORDS[fault] ?? "corrupted data");
    return { bytes: file.bytes, bad: true };
  }
  if (filter === "xz") {
    const data = decodeXz(bytes);
    if (typeof data !== "string") return { bytes: data, bad: false };
    if (io.family === "gnu") yield* io.tell(`xz: (stdin): ${XZ_WORDS[data]}\n`);
    else yield* io.complain(data === "magic" ? "invalid magic" : "corrupted data");
    return { bytes: new Uint8Array(0), bad: true };
  }
  const file = decodeBzip2(bytes);
  if (file.fault === undefined || file.fault === "trailing") return { bytes: file.bytes, bad: false };
  if (io.family === "gnu") yield* io.tell(BZIP2_MAGIC);
  else yield* io.complain("invalid magic");
  return { bytes: file.bytes, bad: true };
}
