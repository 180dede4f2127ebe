// Container logs as their drivers keep them on the host: json-file's lines of JSON, local's own format, none.
// Output arrives in any pieces; a log keeps lines, and pieces of at most 16 KiB of a long one
// (moby daemon/logger/copier.go, jsonfilelog, local).

import { failed } from "../base/errno.ts";
import { hash32 } from "../base/random.ts";
import { parseRfc3339, rfc3339, type Instant } from "../base/time.ts";
import { concat, decode, encode } from "../base/utf8.ts";
import { lookUp } from "../model/shelf.ts";
import { logChannel } from "./channels.ts";
import type { Engine } from "./engine.ts";
import type { StreamName } from "./attachments.ts";

export interface LogEntry {
  readonly at: Instant;
  readonly stream: StreamName;
  /** with its newline, unless it is a piece of a line */
  readonly text: string;
}

/** Bytes after which a line is cut (copier.go defaultBufSize). */
const LONGEST_PIECE = 16_384;
const NEWLINE = 10;

export const logPath = (dataRoot: string, id: string, driver: string): string =>
  driver === "json-file"
    ? `${dataRoot}/containers/${id}/${id}-json.log`
    : driver === "local"
      ? `${dataRoot}/containers/${id}/local-logs/container.log`
      : "";

export class LogFiles {
  /** container and stream -> what has come of a line that is not whole yet; replaced, never changed */
  private readonly unfinished: Map<string, Uint8Array>;

  constructor(
    private readonly engine: Engine,
    origin?: LogFiles,
  ) {
    this.unfinished = new Map(origin?.unfinished);
  }

  private driverOf(id: string): string {
    return lookUp(this.engine.state.containers, id)?.hostConfig.LogConfig.Type ?? "none";
  }

  /** Output of a container's first process. */
  add(id: string, stream: StreamName, bytes: Uint8Array): void {
    if (this.driverOf(id) === "none") return;
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
    else this.unfinished.delete(key);
    this.keep(id, stream, lines);
  }

  /** The process has ended: what it left without a newline is logged as it is. */
  finish(id: string): void {
    for (const stream of ["stdout", "stderr"] as const) {
      const rest = this.unfinished.get(`${id} ${stream}`);
      if (rest === undefined) continue;
      this.unfinished.delete(`${id} ${stream}`);
      this.keep(id, stream, [rest]);
    }
    this.engine.kernel.wake(logChannel(id));
  }

  private keep(id: string, stream: StreamName, lines: readonly Uint8Array[]): void {
    if (lines.length === 0) return;
    const driver = this.driverOf(id);
    const path = logPath(this.engine.settings.dataRoot, id, driver);
    const encodeEntry = driver === "local" ? localEntry : jsonEntry;
    const at = this.engine.now;
    this.engine.files.append(
      path,
      concat(lines.map((line) => encodeEntry({ at, stream, text: decode(line) }))),
    );
    this.engine.kernel.wake(logChannel(id));
  }

  /** Everything in the log from a byte on, and where to go on reading. */
  read(id: string, from: number): { readonly entries: readonly LogEntry[]; readonly next: number } {
    const driver = this.driverOf(id);
    const bytes =
      driver === "none"
        ? "ENOENT"
        : this.engine.files.read(logPath(this.engine.settings.dataRoot, id, driver));
    if (failed(bytes) || bytes.length <= from)
      return { entries: [], next: failed(bytes) ? 0 : Math.min(from, bytes.length) };
    const part = bytes.subarray(from);
    return { entries: driver === "local" ? readLocal(part) : readJson(part), next: bytes.length };
  }
}

// ---- json-file

const escapeHtml = (text: string): string =>
  text.replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);

const jsonEntry = ({ at, stream, text }: LogEntry): Uint8Array =>
  encode(`{"log":${escapeHtml(JSON.stringify(text))},"stream":"${stream}","time":"${rfc3339(at)}"}\n`);

const LINE = /^\{"log":("(?:[^"\\]|\\.)*"),"stream":"(stdout|stderr)","time":"([^"]+)"\}$/;

function readJson(bytes: Uint8Array): LogEntry[] {
  const entries: LogEntry[] = [];
  for (const line of decode(bytes).split("\n")) {
    const m = LINE.exec(line);
    if (m === null) continue;
    const [, log = '""', stream, time = ""] = m;
    entries.push({
      at: parseRfc3339(time) ?? 0,
      stream: stream as StreamName,
      text: JSON.parse(log) as string,
    });
  }
  return entries;
}

// ---- local: length, stream, time, bytes, checksum, length

function localEntry({ at, stream, text }: LogEntry): Uint8Array {
  const line = encode(text);
  const record = new Uint8Array(line.length + 25);
  const view = new DataView(record.buffer);
  view.setUint32(0, line.length + 13);
  record[4] = stream === "stdout" ? 1 : 2;
  view.setFloat64(5, at);
  record.set(line, 13);
  view.setUint32(line.length + 13, hash32(text));
  view.setUint32(line.length + 21, line.length + 13);
  return record;
}

function readLocal(bytes: Uint8Array): LogEntry[] {
  const entries: LogEntry[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i + 25 <= bytes.length;) {
    const length = view.getUint32(i) - 13;
    const text = decode(bytes.subarray(i + 13, i + 13 + length));
    entries.push({ at: view.getFloat64(i + 5), stream: bytes[i + 4] === 1 ? "stdout" : "stderr", text });
    i += length + 25;
  }
  return entries;
}
