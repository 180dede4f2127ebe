// Who is logged in, as utmp(5) records it: for who, w, users and uptime. A machine without such a file has
// nobody logged in. Not here: writing it, which is what logins do.

import { failed } from "../../base/errno.ts";
import { SECOND, type Instant } from "../../base/time.ts";
import { decode } from "../../base/utf8.ts";
import type { Sys, Task } from "../../kernel/sys.ts";
import { readFile } from "../libc/input.ts";

export interface Session {
  readonly user: string;
  readonly line: string;
  readonly host: string;
  readonly pid: number;
  readonly at: Instant;
}

const RECORD = 384;
const USER_PROCESS = 7;

function text(bytes: Uint8Array, from: number, length: number): string {
  const field = bytes.subarray(from, from + length);
  const end = field.indexOf(0);
  return decode(end < 0 ? field : field.subarray(0, end));
}

export function* readSessions(sys: Sys): Task<Session[]> {
  const bytes = yield* readFile(sys, "/var/run/utmp");
  if (failed(bytes)) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const sessions: Session[] = [];
  for (let at = 0; at + RECORD <= bytes.length; at += RECORD) {
    if (view.getInt16(at, true) !== USER_PROCESS) continue;
    sessions.push({
      pid: view.getInt32(at + 4, true),
      line: text(bytes, at + 8, 32),
      user: text(bytes, at + 44, 32),
      host: text(bytes, at + 76, 256),
      at: view.getInt32(at + 340, true) * SECOND + view.getInt32(at + 344, true),
    });
  }
  return sessions;
}
