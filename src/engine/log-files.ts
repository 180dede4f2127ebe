// Container logs as their drivers keep them on the host: real files below the data root, set aside when they are
// full. Output arrives in any pieces; a log keeps lines, and pieces of at most 16 KiB of a long one
// (moby daemon/logger/copier.go, loggerutils/logfile.go).

import { failed } from "../base/errno.ts";
import type { Instant } from "../base/time.ts";
import { concat, decode } from "../base/utf8.ts";
import { decompress, gzip } from "../base/formats/compression.ts";
import type { Container } from "../model/container.ts";
import { lookUp } from "../model/shelf.ts";
import { logChannel } from "./channels.ts";
import type { Engine } from "./engine.ts";
import type { StreamName } from "./attachments.ts";
import {
  decodeJsonEntries,
  decodeLocalEntries,
  encodeJsonEntries,
  encodeLocalEntry,
  type LogEntry,
} from "./log-entries.ts";
import { logSettings, type LogSettings } from "./log-options.ts";

/** Bytes after which a line is cut (copier.go defaultBufSize). */
const LONGEST_PIECE = 16_384;
const NEWLINE = 10;

export const logPath = (dataRoot: string, id: string, driver: string): string =>
  driver === "json-file"
    ? `${dataRoot}/containers/${id}/${id}-json.log`
    : driver === "local"
      ? `${dataRoot}/containers/${id}/local-logs/container.log`
      : "";

/** Where somebody stands who reads a log: so many files were set aside before, and bytes in the present one. */
export interface LogPosition {
  readonly rotations: number;
  readonly offset: number;
}

interface OpenLog {
  readonly settings: LogSettings;
  readonly path: string;
  readonly rotations: number;
}

export class LogFiles {
  /** container -> its log while it runs; records are replaced, never changed */
  private readonly open: Map<string, OpenLog>;
  /** container and stream -> what has come of a line that is not whole yet; replaced, never changed */
  private readonly unfinished: Map<string, Uint8Array>;

  constructor(
    private readonly engine: Engine,
    origin?: LogFiles,
  ) {
    this.open = new Map(origin?.open);
    this.unfinished = new Map(origin?.unfinished);
  }

  /** Before a container starts: the words for why its driver cannot be. */
  begin(container: Container): string | undefined {
    const settings = logSettings(container);
    if (!settings.ok) return settings.error;
    if (settings.value === undefined) return undefined;
    const path = logPath(this.engine.settings.dataRoot, container.id, settings.value.driver);
    if (failed(this.engine.files.find(path))) {
      const refused = this.make(path, settings.value.driver === "local");
      if (refused !== undefined) return refused;
    }
    this.open.set(container.id, { settings: settings.value, path, rotations: 0 });
    return undefined;
  }

  private make(path: string, inDirectory: boolean): string | undefined {
    const { files } = this.engine;
    if (inDirectory) {
      const refused = files.makeDirectories(path.slice(0, path.lastIndexOf("/")), 0o700);
      if (refused !== undefined) return `error creating log directory: ${refused}`;
    }
    const made = files.write(path, "", 0o640);
    return failed(made) ? `open ${path}: ${made}` : undefined;
  }

  isOpen(id: string): boolean {
    return this.open.has(id);
  }

  /** Output of a container's first process; answers how many lines that were. */
  add(id: string, stream: StreamName, bytes: Uint8Array): number {
    if (!this.open.has(id)) return 0;
    const key = `${id} ${stream}`;
    const waiting = this.unfinished.get(key);
    let rest = waiting === undefined ? bytes : concat([waiting, bytes]);
    const lines: Uint8Array[] = [];
    for (;;) {
      const end = rest.indexOf(NEWLINE);
      const cut =
        end >= 0 && end < LONGEST_PIECE ? end + 1 : rest.length >= LONGEST_PIECE ? LONGEST_PIECE : 0;
      if (cut === 0) break;
      lines.push(rest.subarray(0, cut));
      rest = rest.subarray(cut);
    }
    if (rest.length > 0) this.unfinished.set(key, rest);
    else if (waiting !== undefined) this.unfinished.delete(key);
    this.keep(id, stream, lines);
    return lines.length;
  }

  /** The process has ended: what it left without a newline is logged as it is. */
  finish(id: string): void {
    if (!this.open.has(id)) return;
    for (const stream of ["stdout", "stderr"] as const) {
      const rest = this.unfinished.get(`${id} ${stream}`);
      if (rest === undefined) continue;
      this.unfinished.delete(`${id} ${stream}`);
      this.keep(id, stream, [rest]);
    }
    this.open.delete(id);
    this.engine.kernel.wake(logChannel(id));
  }

  private keep(id: string, stream: StreamName, lines: readonly Uint8Array[]): void {
    if (lines.length === 0) return;
    const at = this.engine.now;
    for (let next = 0; next < lines.length;) {
      const log = this.rotated(id);
      // What may grow without end is written at once; else each line may be the one that fills the file.
      const until = log.settings.capacity < 0 ? lines.length : next + 1;
      const bytes = encodeEntries(log.settings, at, stream, lines.slice(next, until).map(decode));
      next = until;
      this.engine.onLogged?.(bytes.length);
      // A full disk loses the lines, as in life: the container goes on.
      void this.engine.files.append(log.path, bytes);
    }
    this.engine.kernel.wake(logChannel(id));
  }

  /** The log, with its file set aside if that is full. */
  private rotated(id: string): OpenLog {
    const log = this.open.get(id) as OpenLog;
    const { settings, path } = log;
    if (settings.capacity < 0) return log;
    const node = this.engine.files.attributes(path);
    if (failed(node) || node.size < settings.capacity) return log;
    this.setAside(log);
    const next = { ...log, rotations: log.rotations + 1 };
    this.open.set(id, next);
    return next;
  }

  /** container.log.1 is the youngest of those set aside; all but the present one may be compressed. */
  private setAside({ path, settings }: OpenLog): void {
    const { files } = this.engine;
    const ending = settings.compress ? ".gz" : "";
    for (let n = settings.maxFiles - 1; n > 1; n--) {
      const older = files.read(`${path}.${n - 1}${ending}`);
      if (!failed(older)) void files.write(`${path}.${n}${ending}`, older, 0o640);
    }
    const full = files.read(path);
    if (settings.maxFiles > 1 && !failed(full))
      void files.write(`${path}.1${ending}`, settings.compress ? gzip(full) : full, 0o640);
    void files.write(path, "", 0o640);
  }

  /** Everything that is kept, oldest first, and where to go on reading. */
  all(id: string): { readonly entries: readonly LogEntry[]; readonly next: LogPosition } {
    const log = this.describe(id);
    if (log === undefined) return { entries: [], next: { rotations: 0, offset: 0 } };
    const { path, settings, rotations } = log;
    const parts: Uint8Array[] = [];
    for (let n = settings.maxFiles - 1; n > 0; n--) parts.push(this.aside(`${path}.${n}`));
    const present = this.engine.files.read(path);
    const bytes = failed(present) ? new Uint8Array(0) : present;
    return {
      entries: decodeWith(settings, concat([...parts, bytes])),
      next: { rotations, offset: bytes.length },
    };
  }

  private aside(path: string): Uint8Array {
    const plain = this.engine.files.read(path);
    if (!failed(plain)) return plain;
    const packed = this.engine.files.read(`${path}.gz`);
    return failed(packed) ? new Uint8Array(0) : decompress(packed).bytes;
  }

  /** What came after a position. */
  since(
    id: string,
    from: LogPosition,
  ): { readonly entries: readonly LogEntry[]; readonly next: LogPosition } {
    const log = this.describe(id);
    if (log === undefined) return { entries: [], next: from };
    const { path, settings, rotations } = log;
    const skipped = rotations === from.rotations ? from.offset : 0;
    const present = this.engine.files.read(path, skipped);
    const bytes = failed(present) ? new Uint8Array(0) : present;
    const next = { rotations, offset: skipped + bytes.length };
    if (rotations === from.rotations) return { entries: decodeWith(settings, bytes), next };
    const older =
      rotations === from.rotations + 1 ? this.aside(`${path}.1`).subarray(from.offset) : bytes.subarray(0, 0);
    return { entries: decodeWith(settings, concat([older, bytes])), next };
  }

  private describe(id: string): OpenLog | undefined {
    const open = this.open.get(id);
    if (open !== undefined) return open;
    const container = lookUp(this.engine.state.containers, id);
    const settings = container && logSettings(container);
    if (container === undefined || !settings?.ok || settings.value === undefined) return undefined;
    const path = logPath(this.engine.settings.dataRoot, id, settings.value.driver);
    return { settings: settings.value, path, rotations: 0 };
  }
}

const encodeEntries = (
  { driver, attributes }: LogSettings,
  at: Instant,
  stream: StreamName,
  texts: readonly string[],
): Uint8Array =>
  driver === "local"
    ? concat(texts.map((text) => encodeLocalEntry(at, stream, text)))
    : encodeJsonEntries(at, stream, texts, attributes);

const decodeWith = ({ driver }: LogSettings, bytes: Uint8Array): LogEntry[] =>
  driver === "local" ? decodeLocalEntries(bytes) : decodeJsonEntries(bytes);
