// Files of a server: the dump, the append-only file with its base and its manifest, and what a server says while it
// writes and reads them. Relies on rdb.ts. Not here: when that is done (server.ts).

import { failed, strerror, type Errno } from "../../base/errno.ts";
import { concat, encodeLatin1 } from "../../base/utf8.ts";
import { O_APPEND, O_CREAT, O_TRUNC, O_WRONLY, type Fd, type Sys, type Task } from "../../kernel/sys.ts";
import { decodeBytes } from "../libc/byte-text.ts";
import { readFile } from "../libc/input.ts";
import { usedMemory } from "./info.ts";
import { logLine, type Role } from "./log.ts";
import { decodeDump, encodeDump, type Dump } from "./rdb.ts";
import { encodeRequest } from "./reply.ts";
import { parseRequest } from "./requests.ts";
import type { Outcome, ServerState } from "./state.ts";

const setting = (state: ServerState, name: string): string => state.settings.get(name) ?? "";
const logOf = (state: ServerState) => ({ fd: state.log, level: setting(state, "loglevel") });

function* writeAll(sys: Sys, path: string, bytes: Uint8Array): Task<Errno | undefined> {
  const fd = yield* sys.open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644);
  if (failed(fd)) return fd;
  const written = yield* sys.write(fd, bytes);
  void sys.close(fd);
  return failed(written) ? written : written < bytes.length ? "ENOSPC" : undefined;
}

function dumpOf(sys: Sys, state: ServerState, base: boolean): Uint8Array {
  const created = Math.floor(sys.now() / 1e6);
  return encodeDump(state.databases, { created, memory: usedMemory(state), base });
}

/** Through a file of another name, so that a dump is there whole or not at all. */
export function* saveDump(sys: Sys, state: ServerState, role: Role): Task<boolean> {
  const log = logOf(state);
  const path = setting(state, "dbfilename");
  const temporary = `temp-${sys.pid}.rdb`;
  const bytes = dumpOf(sys, state, false);
  const refused = (yield* writeAll(sys, temporary, bytes)) ?? sys.rename(temporary, path);
  if (refused !== undefined) {
    const cwd = sys.getcwd();
    const where = failed(cwd) ? "unknown" : cwd.path;
    yield* logLine(sys, log, role, "#", `Failed opening the temp RDB file ${temporary} (in server root dir ${where}) for saving: ${strerror(refused)}`); // prettier-ignore
    void sys.unlink(temporary);
    return false;
  }
  const keys = [...state.databases.values()].reduce((sum, db) => sum + db.size, 0);
  yield* logLine(sys, log, role, "*", `BGSAVE done, ${keys} keys saved, 0 keys skipped, ${bytes.length} bytes written.`); // prettier-ignore
  yield* logLine(sys, log, role, "*", "DB saved on disk");
  return true;
}

const plural = (age: number): string => `${age} seconds`;

function* tellLoaded(sys: Sys, state: ServerState, dump: Dump): Task<void> {
  const log = logOf(state);
  const age = Math.max(0, Math.floor(sys.now() / 1e6) - dump.created);
  yield* logLine(sys, log, "M", "*", `Loading RDB produced by version ${dump.version}`);
  yield* logLine(sys, log, "M", "*", `RDB age ${plural(age)}`);
  yield* logLine(sys, log, "M", "*", `RDB memory usage when created ${(dump.memory / 1048576).toFixed(2)} Mb`); // prettier-ignore
  yield* logLine(sys, log, "M", "*", `Done loading RDB, keys loaded: ${dump.loaded}, keys expired: ${dump.expired}.`); // prettier-ignore
}

/** False: there is a dump, and it cannot be read. */
export function* loadDump(sys: Sys, state: ServerState, path: string): Task<boolean | "none"> {
  const bytes = yield* readFile(sys, path);
  if (bytes === "ENOENT") return "none";
  const log = logOf(state);
  const dump = failed(bytes) ? { wrong: strerror(bytes) } : decodeDump(bytes, sys.now() / 1000);
  if ("wrong" in dump) {
    yield* logLine(sys, log, "M", "#", `Fatal error loading the DB, check server logs. Exiting. ${dump.wrong}`); // prettier-ignore
    return false;
  }
  yield* tellLoaded(sys, state, dump);
  state.databases = new Map(dump.databases);
  return true;
}

// ---- the append-only file

interface AofNames {
  readonly directory: string;
  readonly base: string;
  readonly incr: string;
  readonly manifest: string;
}

function aofNames(state: ServerState, sequence: number): AofNames {
  const name = setting(state, "appendfilename");
  return {
    directory: setting(state, "appenddirname"),
    base: `${name}.${sequence}.base.rdb`,
    incr: `${name}.${sequence}.incr.aof`,
    manifest: `${name}.manifest`,
  };
}

const manifestText = ({ base, incr }: AofNames, sequence: number): string =>
  `file ${base} seq ${sequence} type b\nfile ${incr} seq ${sequence} type i\n`;

/** New files of a number: the base is what the server holds now. */
export function* createAof(sys: Sys, state: ServerState, sequence: number): Task<Fd | Errno> {
  const names = aofNames(state, sequence);
  const at = (file: string): string => `${names.directory}/${file}`;
  void sys.mkdir(names.directory, 0o755);
  const refused = yield* writeAll(sys, at(names.base), dumpOf(sys, state, true));
  if (refused !== undefined) return refused;
  const fd = yield* sys.open(at(names.incr), O_WRONLY | O_CREAT | O_APPEND | O_TRUNC, 0o644);
  if (failed(fd)) return fd;
  const told = yield* writeAll(sys, at(names.manifest), encodeLatin1(manifestText(names, sequence)));
  if (told !== undefined) return told;
  if (sequence > 1) {
    const old = aofNames(state, sequence - 1);
    for (const file of [old.base, old.incr]) void sys.unlink(at(file));
  }
  return fd;
}

/** The number of the files that the manifest names; undefined: there is no manifest. */
export function* aofSequence(sys: Sys, state: ServerState): Task<number | undefined> {
  const { directory, manifest } = aofNames(state, 1);
  const bytes = yield* readFile(sys, `${directory}/${manifest}`);
  const found = failed(bytes) ? null : /seq (\d+) type b/.exec(decodeBytes(bytes));
  return found === null ? undefined : Number(found[1]);
}

/** Base and commands since; `replay` carries one out. */
export function* loadAof(
  sys: Sys,
  state: ServerState,
  sequence: number,
  replay: (words: readonly string[]) => void,
): Task<boolean> {
  const { directory, base, incr } = aofNames(state, sequence);
  const loaded = yield* loadDump(sys, state, `${directory}/${base}`);
  if (loaded === false) return false;
  yield* logLine(sys, logOf(state), "M", "*", `DB loaded from base file ${base}: 0.000 seconds`);
  const bytes = yield* readFile(sys, `${directory}/${incr}`);
  const text = failed(bytes) ? "" : decodeBytes(bytes);
  for (let at = 0; at < text.length;) {
    const request = parseRequest(text, at);
    if (request.kind !== "whole") break;
    if (request.value.length > 0) replay(request.value);
    at = request.next;
  }
  yield* logLine(sys, logOf(state), "M", "*", `DB loaded from incr file ${incr}: 0.000 seconds`);
  return true;
}

export function* openAof(sys: Sys, state: ServerState, sequence: number): Task<Fd | Errno> {
  const { directory, incr } = aofNames(state, sequence);
  const fd = yield* sys.open(`${directory}/${incr}`, O_WRONLY | O_CREAT | O_APPEND, 0o644);
  if (!failed(fd)) yield* logLine(sys, logOf(state), "M", "*", `Opening AOF incr file ${incr} on server start`);
  return fd;
} // prettier-ignore

const RELATIVE = new Set(["set", "setex", "psetex", "getex", "expire", "pexpire"]);

/** What is written of a command, so that it does the same at any time: fixed times, and what was drawn by lot. */
export function repeatable(state: ServerState, database: number, words: readonly string[], outcome: Outcome): readonly (readonly string[])[] {
  const [first = "", key = ""] = words;
  const name = first.toLowerCase();
  if (name === "spop" && (outcome.kind === "bulk" || outcome.kind === "array")) {
    const members = outcome.kind === "bulk" ? [outcome] : (outcome.items ?? []);
    return [["SREM", key, ...members.map((member) => (member.kind === "bulk" ? (member.text ?? "") : ""))]];
  }
  if ((name === "blpop" || name === "brpop") && outcome.kind === "array") {
    const [from] = outcome.items ?? [];
    return [[name === "blpop" ? "LPOP" : "RPOP", from?.kind === "bulk" ? (from.text ?? "") : ""]];
  }
  if (name === "blmove") return [["LMOVE", ...words.slice(1, -1)]];
  if (name === "brpoplpush") return [["RPOPLPUSH", ...words.slice(1, -1)]];
  const at = RELATIVE.has(name) ? state.databases.get(database)?.expiryOf(key) : undefined;
  return at === undefined ? [words] : [words, ["PEXPIREAT", key, String(Math.floor(at))]];
} // prettier-ignore

export const aofBytes = (commands: readonly (readonly string[])[]): Uint8Array =>
  concat(commands.map((words) => encodeLatin1(encodeRequest(words))));
