// The server's loop: waits for clients, children and signals, and carries out what takes system calls: saving in a
// child or at once, the append-only file, the end. Its state stands in one value, so that a fork of the world goes on
// from the last round. Not here: commands (dispatch.ts), and the start (redis-server.ts).

import { failed } from "../../base/errno.ts";
import { SIGCHLD, SIGINT, SIGKILL, SIGTERM } from "../../base/signals.ts";
import { SECOND } from "../../base/time.ts";
import { encode } from "../../base/utf8.ts";
import type { PollItem, Sys, Task } from "../../kernel/sys.ts";
import { accept, answer, endWaits, receive, send, type Round } from "./clients.ts";
import { logLine, type Level } from "./log.ts";
import { aofBytes, createAof, repeatable, saveDump } from "./persistence.ts";
import { fault, OK, status } from "./reply.ts";
import { savePoints } from "./settings.ts";
import { copyState, type Outcome, type ServerState, type Work } from "./state.ts";

/** After a save that failed. */
const RETRY = 5 * SECOND;

const say = (sys: Sys, state: ServerState, level: Level, text: string): Task<void> =>
  logLine(sys, { fd: state.log, level: state.settings.get("loglevel") ?? "notice" }, "M", level, text);

// ---- saving

const saveChild = function* (sys: Sys, state: ServerState): Task<number> {
  const saved = yield* saveDump(sys, state, "C");
  const log = { fd: state.log, level: state.settings.get("loglevel") ?? "notice" };
  if (saved) yield* logLine(sys, log, "C", "*", "Fork CoW for RDB: current 0 MB, peak 0 MB, average 0 MB");
  return saved ? 0 : 1;
};

function* startSaving(sys: Sys, state: ServerState): Task<boolean> {
  const pid = sys.fork({ entry: saveChild, data: copyState(state), defaulted: [SIGTERM, SIGINT, SIGCHLD] });
  if (failed(pid)) {
    yield* say(sys, state, "#", "Can't save in background: fork: Resource temporarily unavailable");
    state.lastSaveFailed = true;
    return false;
  }
  state.saving = { pid, dirty: state.dirty };
  yield* say(sys, state, "*", `Background saving started by pid ${pid}`);
  return true;
}

function* reap(sys: Sys, state: ServerState): Task<void> {
  for (;;) {
    const reaped = yield* sys.wait(-1, { nohang: true });
    if (failed(reaped)) return;
    if (reaped.pid !== state.saving?.pid) continue;
    const { change } = reaped;
    const well = change.kind === "exited" && change.code === 0;
    if (well) {
      state.dirty -= state.saving.dirty;
      state.stats.saves++;
    }
    state.lastSaveFailed = !well;
    state.lastSave = sys.now();
    state.saving = undefined;
    if (well) yield* say(sys, state, "*", "Background saving terminated with success");
    else if (change.kind === "signaled")
      yield* say(sys, state, "#", `Background saving terminated by signal ${change.signal}`); // prettier-ignore
    else yield* say(sys, state, "#", "Background saving error");
  }
}

function* saveNow(sys: Sys, state: ServerState): Task<boolean> {
  const saved = yield* saveDump(sys, state, "M");
  if (!saved) return false;
  state.dirty = 0;
  state.lastSave = sys.now();
  state.lastSaveFailed = false;
  state.stats.saves++;
  return true;
}

/** When the next of the save points is reached; undefined: not without another change. */
function saveDue(state: ServerState): number | undefined {
  if (state.saving !== undefined) return undefined;
  const due = savePoints(state.settings)
    .filter(([, changes]) => state.dirty >= changes)
    .map(([seconds]) => state.lastSave + seconds * SECOND);
  if (due.length === 0) return undefined;
  return state.lastSaveFailed ? Math.max(Math.min(...due), state.lastSave + RETRY) : Math.min(...due);
}

function* saveIfDue(sys: Sys, state: ServerState): Task<void> {
  const due = saveDue(state);
  if (due === undefined || sys.now() < due) return;
  const since = sys.now() - state.lastSave;
  const point = savePoints(state.settings).find(
    ([seconds, changes]) => state.dirty >= changes && since >= seconds * SECOND,
  );
  if (point === undefined) return;
  yield* say(sys, state, "*", `${point[1]} changes in ${point[0]} seconds. Saving...`);
  yield* startSaving(sys, state);
}

// ---- the end

/** undefined: it cannot end, as the data could not be saved. */
function* shutDown(sys: Sys, state: ServerState, what: Work): Task<"end" | undefined> {
  yield* say(sys, state, "*", "User requested shutdown...");
  if (state.saving !== undefined) {
    yield* say(sys, state, "#", "There is a child saving an .rdb. Killing it!");
    void sys.kill(state.saving.pid, SIGKILL);
    void sys.unlink(`temp-${state.saving.pid}.rdb`);
    state.saving = undefined;
  }
  if (state.aof !== undefined) yield* say(sys, state, "*", "Calling fsync() on the AOF file.");
  const saves = what === "shutdown-save" || (what === "shutdown" && savePoints(state.settings).length > 0);
  if (saves) {
    yield* say(sys, state, "*", "Saving the final RDB snapshot before exiting.");
    if (!(yield* saveNow(sys, state))) {
      yield* say(sys, state, "#", "Error trying to save the DB, can't exit.");
      yield* say(
        sys,
        state,
        "#",
        "Errors trying to shut down the server. Check the logs for more information.",
      );
      return undefined;
    }
  }
  const pidFile = state.settings.get("pidfile") ?? "";
  if (pidFile !== "") {
    yield* say(sys, state, "*", "Removing the pid file.");
    void sys.unlink(pidFile);
  }
  yield* say(sys, state, "#", "Redis is now ready to exit, bye bye...");
  return "end";
}

// ---- the append-only file

function* rewriteAof(sys: Sys, state: ServerState): Task<Outcome> {
  if (state.aof === undefined) return status("Background append only file rewriting started");
  const sequence = state.aof.sequence + 1;
  const fd = yield* createAof(sys, state, sequence);
  if (failed(fd)) return fault("ERR Can't execute an AOF background rewriting. Please check the server logs for more information."); // prettier-ignore
  void sys.close(state.aof.fd);
  state.aof = { fd, sequence, database: -1 };
  yield* say(sys, state, "*", "Background AOF rewrite finished successfully");
  return status("Background append only file rewriting started");
}

/** Follows the setting: it may be switched on and off while the server runs. */
function* followAofSetting(sys: Sys, state: ServerState): Task<void> {
  const wanted = state.settings.get("appendonly") === "yes";
  if (wanted === (state.aof !== undefined)) return;
  if (state.aof !== undefined) {
    void sys.close(state.aof.fd);
    state.aof = undefined;
    return;
  }
  const fd = yield* createAof(sys, state, 1);
  if (!failed(fd)) state.aof = { fd, sequence: 1, database: -1 };
}

// ---- the loop

function roundOf(sys: Sys, state: ServerState, log: (readonly string[])[]): Round {
  const { sysname, release, machine } = sys.uname();
  return {
    around: {
      now: sys.now() / 1000,
      random: () => sys.random(4).reduce((sum, byte) => sum * 256 + byte, 0) / 2 ** 32,
      about: { pid: sys.pid, os: `${sysname} ${release} ${machine}` },
      onChange: (database, words, outcome) => {
        if (state.aof === undefined) return;
        if (state.aof.database !== database) log.push(["SELECT", String(database)]);
        state.aof.database = database;
        log.push(...repeatable(state, database, words, outcome));
      },
    },
    work: (_client, what) => work(sys, state, what),
  };
}

function* work(sys: Sys, state: ServerState, what: Work): Task<Outcome | "end"> {
  switch (what) {
    case "save":
      return (yield* saveNow(sys, state)) ? OK : fault("ERR Failed to save the DB, check the server logs");
    case "bgsave":
      return (yield* startSaving(sys, state)) ? status("Background saving started") : fault("ERR Can't BGSAVE"); // prettier-ignore
    case "rewrite":
      return yield* rewriteAof(sys, state);
    default:
      return (yield* shutDown(sys, state, what)) ?? fault("ERR Errors trying to SHUTDOWN. Check logs.");
  }
}

const awaited = ({ listeners, clients }: ServerState): PollItem[] => [
  ...listeners.map((fd) => ({ fd, read: true })),
  ...clients.map(({ fd, output }) => ({ fd, read: true, ...(output === "" ? {} : { write: true }) })),
];

function patience(sys: Sys, state: ServerState): number | undefined {
  const due = [saveDue(state), ...state.clients.map(({ blocked }) => blocked?.until)].filter(
    (at) => at !== undefined,
  );
  return due.length === 0 ? undefined : Math.max(0, Math.min(...due) - sys.now());
}

/** True: the server ends. */
function* obeySignals(sys: Sys, state: ServerState): Task<boolean> {
  for (const signal of sys.takeSignals()) {
    if (signal === SIGCHLD) {
      yield* reap(sys, state);
      continue;
    }
    const name = signal === SIGINT ? "SIGINT" : "SIGTERM";
    const seconds = Math.floor(sys.now() / SECOND);
    yield* sys.write(state.log, encode(`${sys.pid}:signal-handler (${seconds}) Received ${name} scheduling shutdown...\n`)); // prettier-ignore
    if ((yield* shutDown(sys, state, "shutdown")) === "end") return true;
  }
  return false;
}

function* oneRound(sys: Sys, state: ServerState, ready: ReadonlySet<number>): Task<boolean> {
  const log: (readonly string[])[] = [];
  let ends = false;
  for (const client of [...state.clients]) if (ready.has(client.fd)) yield* receive(sys, client);
  for (const client of [...state.clients]) {
    if (ends || client.input === "") continue;
    ends = yield* answer(state, client, roundOf(sys, state, log));
  }
  if (state.aof !== undefined && log.length > 0) yield* sys.write(state.aof.fd, aofBytes(log));
  for (const listener of state.listeners) if (ready.has(listener)) yield* accept(sys, state, listener);
  endWaits(state, sys.now());
  yield* send(sys, state);
  if (!ends) yield* followAofSetting(sys, state);
  return ends;
}

/** Every copy of the state belongs to one run of this loop. */
export const serve = function* (sys: Sys, given: ServerState): Task<number> {
  const state = copyState(given);
  for (;;) {
    sys.checkpoint(serve, copyState(state));
    const ready = yield* sys.poll(awaited(state), patience(sys, state));
    if (yield* obeySignals(sys, state)) return 0;
    yield* saveIfDue(sys, state);
    if (yield* oneRound(sys, state, new Set(failed(ready) ? [] : ready.map(({ fd }) => fd)))) return 0;
  }
};
