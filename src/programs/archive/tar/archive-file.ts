// The archive as a file: read whole and uncompressed, opened for writing before anything is read, written at the end in
// records of twenty blocks (GNU) or with two blocks of zeros (busybox). `-` is standard input or output.

import { BLOCK } from "../../../base/formats/tar-header.ts";
import { failed } from "../../../base/errno.ts";
import { concat } from "../../../base/utf8.ts";
import { O_CREAT, O_RDONLY, O_RDWR, O_TRUNC, O_WRONLY, type Fd, type Task } from "../../../kernel/sys.ts";
import { isRegular } from "../../libc/file-mode.ts";
import { readAll } from "../../libc/input.ts";
import { writeAll } from "../squeeze.ts";
import { canFilter, compress, compressionSeen, decompress } from "./filters.ts";
import { readArchive, type Archive } from "./members.ts";
import type { Refused, TarSettings } from "./settings.ts";
import type { Speech } from "./speech.ts";

export interface OpenArchive extends Archive {
  readonly bytes: Uint8Array;
  /** the program that uncompressed it complained */
  readonly bad: boolean;
}

export const isRefused = (answer: object | Refused): answer is Refused => typeof answer === "number";

export function* openArchive(speech: Speech, settings: TarSettings): Task<OpenArchive | Refused> {
  const { sys } = speech.io;
  const { file } = settings;
  if (file === "-" && !speech.busybox && sys.termios(0) !== undefined)
    return yield* speech.fatal("Refusing to read archive contents from terminal (missing -f option?)");
  const fd = file === "-" ? 0 : yield* sys.open(file, O_RDONLY);
  if (failed(fd)) return yield* cannotOpen(speech, file, fd);
  const node = sys.fstat(fd);
  const bytes = yield* readAll(sys, fd);
  if (fd !== 0) void sys.close(fd);
  if (failed(bytes)) {
    yield* speech.refused("read", file, bytes);
    return yield* speech.end();
  }
  const seekable = !failed(node) && isRegular(node);
  return yield* uncompress(speech, settings, bytes, seekable);
}

function* cannotOpen(speech: Speech, file: string, errno: Parameters<Speech["refused"]>[2]): Task<Refused> {
  yield* speech.refused("open", file, errno);
  return yield* speech.end();
}

function* uncompress(
  speech: Speech,
  settings: TarSettings,
  bytes: Uint8Array,
  seekable: boolean,
): Task<OpenArchive | Refused> {
  const seen = compressionSeen(bytes);
  const asked = settings.filter;
  if (asked === undefined && seen !== undefined && !seekable && !speech.busybox)
    return yield* speech.fatal(`Archive is compressed. Use ${OPTIONS[seen] ?? `--${seen}`} option`);
  const filter = asked ?? seen;
  if (filter === undefined) return { ...readArchive(bytes), bytes, bad: false };
  if (!(yield* canFilter(speech.io, filter))) {
    yield* speech.error("Child returned status 2");
    return yield* speech.end();
  }
  const filtered = yield* decompress(speech.io, filter, bytes);
  return { ...readArchive(filtered.bytes), ...filtered };
}

const OPTIONS: Record<string, string> = { gzip: "-z", bzip2: "-j", xz: "-J" };

/** Where a new archive goes; negative after a complaint. */
export function* openOutput(speech: Speech, { file, filter }: TarSettings): Task<Fd> {
  const { sys } = speech.io;
  if (file === "-") {
    if (sys.termios(1) === undefined || speech.busybox) return 1;
    yield* speech.fatal("Refusing to write archive contents to terminal (missing -f option?)");
    return -1;
  }
  const fd = yield* sys.open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o666);
  if (failed(fd)) {
    yield* cannotOpen(speech, file, fd);
    return -1;
  }
  if (filter === undefined || (yield* canFilter(speech.io, filter))) return fd;
  yield* speech.error("Child returned status 2");
  yield* speech.end();
  return -1;
}

/** The end of an archive, and the record filled up. */
function ended(parts: readonly Uint8Array[], blocksPerRecord: number): Uint8Array {
  const size = parts.reduce((sum, part) => sum + part.length, 0) + 2 * BLOCK;
  const record = blocksPerRecord * BLOCK;
  const rest = Math.ceil(size / record) * record - size;
  return concat([...parts, new Uint8Array(2 * BLOCK + rest)]);
}

export function* writeArchive(
  speech: Speech,
  { file, filter }: TarSettings,
  fd: Fd,
  parts: readonly Uint8Array[],
): Task<number> {
  const { io } = speech;
  const factor = Number(io.value("b") ?? 20);
  const bytes = ended(parts, speech.busybox ? 1 : factor > 0 ? factor : 20);
  const refused = yield* writeAll(io.sys, fd, filter === undefined ? bytes : compress(filter, bytes));
  if (refused !== undefined) {
    yield* speech.refused("write", file, refused);
    yield* speech.end();
  }
  if (fd !== 1) void io.sys.close(fd);
  return bytes.length;
}

/** The archive anew, as -r, -u, -A and --delete leave it. */
export function* rewriteArchive(
  speech: Speech,
  settings: TarSettings,
  parts: readonly Uint8Array[],
): Task<void> {
  const { sys } = speech.io;
  const { file } = settings;
  const fd = file === "-" ? 1 : yield* sys.open(file, O_RDWR | O_CREAT | O_TRUNC, 0o666);
  if (failed(fd)) yield* cannotOpen(speech, file, fd);
  else yield* writeArchive(speech, settings, fd, parts);
}
