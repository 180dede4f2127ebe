// The master process: opens sockets and logs, keeps workers, and obeys signals: HUP reads the configuration anew, QUIT
// and TERM end everything, USR1 opens the logs again (nginx's ngx_process_cycle.c). Its lines are nginx's.

import { errnoNumber, failed, strerror, type Errno } from "../../../base/errno.ts";
import { SIGCHLD, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, type Signal } from "../../../base/signals.ts";
import { MILLISECOND } from "../../../base/time.ts";
import { encode } from "../../../base/utf8.ts";
import { O_CREAT, O_TRUNC, O_WRONLY, type Fd, type Pid, type Sys, type Task } from "../../../kernel/sys.ts";
import { Accounts } from "../../libc/passwd.ts";
import { isConfigError, openFailure, type ConfigError } from "./config-parser.ts";
import { closeLogs, logError, openLogs, type Logs } from "./log.ts";
import { loadSite, type Invocation } from "./load.ts";
import type { Listen, Site } from "./site.ts";
import { workerProcess } from "./worker.ts";

export interface MasterState {
  readonly invocation: Invocation;
  readonly site: Site;
  readonly logs: Logs;
  /** by family, address and port */
  readonly sockets: ReadonlyMap<string, Fd>;
  readonly workers: readonly Pid[];
  /** of former configurations, on their way out */
  readonly retired: readonly Pid[];
  readonly leaving: boolean;
}

const keyOf = ({ family, address, port }: Listen): string => `${family} ${address} ${port}`;
const whereOf = ({ family, address, port }: Listen): string =>
  `${family === "inet6" ? `[${address}]` : address}:${port}`;

const TRIES = 5;

function bindOne(sys: Sys, listen: Listen): Fd | Errno {
  const { family, address, port } = listen;
  const kind = family === "inet6" ? ({ family, type: "stream", only: true } as const) : ({ family, type: "stream" } as const); // prettier-ignore
  const fd = sys.socket(kind);
  if (failed(fd)) return fd;
  const refused = sys.bind(fd, { family, address, port }) ?? sys.listen(fd, 511);
  if (refused === undefined) {
    void sys.nonblock(fd, true);
    return fd;
  }
  void sys.close(fd);
  return refused;
}

/** All sockets of the site; those that are open already are kept. Errors are handed to `say`. */
export function* openSockets(
  sys: Sys,
  site: Site,
  before: ReadonlyMap<string, Fd>,
  say: (text: string) => Task<void>,
): Task<ReadonlyMap<string, Fd> | ConfigError> {
  const listens = new Map(site.servers.flatMap((s) => s.listens).map((l) => [keyOf(l), l] as const));
  const wildcards = new Set([...listens.values()].filter((l) => l.address === "0.0.0.0" || l.address === "::").map((l) => `${l.family} ${l.port}`)); // prettier-ignore
  const sockets = new Map<string, Fd>();
  for (let tries = 1; ; tries++) {
    let missing = false;
    for (const [key, listen] of listens) {
      const covered =
        !/^(0\.0\.0\.0|::)$/.test(listen.address) && wildcards.has(`${listen.family} ${listen.port}`);
      if (sockets.has(key) || covered) continue;
      const fd = before.get(key) ?? bindOne(sys, listen);
      if (typeof fd === "number") sockets.set(key, fd);
      else {
        const text = `bind() to ${whereOf(listen)} failed (${errnoNumber(fd)}: ${strerror(fd)})`;
        if (fd !== "EADDRINUSE") return { error: text };
        yield* say(text);
        missing = true;
      }
    }
    if (!missing) return sockets;
    if (tries === TRIES) return { error: "still could not bind()" };
    yield* sys.sleep(500 * MILLISECOND);
  }
}

// ---- workers

function processors(sys: Sys): number {
  const items = sys.list("/sys/devices/system/cpu");
  const count = failed(items) ? 1 : items.filter(({ name }) => /^cpu\d+$/.test(name)).length;
  return Math.max(1, count);
}

const workerEntry = function* (sys: Sys, state: MasterState): Task<number> {
  const { site, logs, sockets } = state;
  sys.setTitle("nginx: worker process");
  if (sys.credentials().euid === 0 && site.user !== undefined) yield* dropPrivileges(sys, site.user);
  return yield* workerProcess(sys, {
    site,
    logs,
    listens: [...sockets.values()],
    connections: [],
    count: 0,
    leaving: false,
  });
};

function* dropPrivileges(sys: Sys, user: string): Task<void> {
  const accounts = new Accounts(sys);
  const entry = yield* accounts.user(user);
  if (entry === undefined) return;
  void sys.setCredentials({ gid: entry.gid, egid: entry.gid, groups: [entry.gid] });
  void sys.setCredentials({ uid: entry.uid, euid: entry.uid });
}

function* startWorkers(sys: Sys, state: MasterState): Task<readonly Pid[]> {
  const { site, logs } = state;
  yield* logError(sys, logs, "notice", "start worker processes");
  const count = site.workers === 0 ? processors(sys) : site.workers;
  const pids: Pid[] = [];
  for (let i = 0; i < count; i++) pids.push(...(yield* startWorker(sys, state)));
  return pids;
}

function* startWorker(sys: Sys, state: MasterState): Task<Pid[]> {
  const pid = sys.fork({ entry: workerEntry, data: state, defaulted: [SIGCHLD, SIGHUP] });
  if (failed(pid)) {
    yield* logError(
      sys,
      state.logs,
      "alert",
      `fork() failed while spawning "worker process" (11: ${strerror(pid)})`,
    );
    return [];
  }
  yield* logError(sys, state.logs, "notice", `start worker process ${pid}`);
  return [pid];
}

// ---- the cycle

export function* startMaster(sys: Sys, state: MasterState): Task<number> {
  const { logs } = state;
  sys.setTitle(`nginx: master process ${state.invocation.words.join(" ")}`);
  const refused = yield* writePid(sys, state.site.pidFile);
  if (refused !== undefined) {
    yield* logError(sys, logs, "emerg", refused.error);
    return 1;
  }
  for (const signal of [SIGHUP, SIGQUIT, SIGTERM, SIGINT, SIGUSR1, SIGCHLD])
    sys.disposition(signal, "handle");
  const system = sys.uname();
  const files = sys.limit("nofile");
  for (const text of [
    'using the "epoll" event method',
    "nginx/1.29.4",
    "built by gcc 14.2.0 (Debian 14.2.0-19) ",
    `OS: ${system.sysname} ${system.release}`,
    `getrlimit(RLIMIT_NOFILE): ${files.soft}:${files.hard}`,
  ])
    yield* logError(sys, logs, "notice", text);
  return yield* masterProcess(sys, { ...state, workers: yield* startWorkers(sys, state) });
}

function* writePid(sys: Sys, path: string): Task<ConfigError | undefined> {
  const fd = yield* sys.open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644);
  if (failed(fd)) return { error: openFailure(path, fd) };
  yield* sys.write(fd, encode(`${sys.pid}\n`));
  void sys.close(fd);
  return undefined;
}

const masterProcess = function* (sys: Sys, start: MasterState): Task<number> {
  let state = start;
  for (;;) {
    sys.checkpoint(masterProcess, state);
    if (state.leaving && state.workers.length + state.retired.length === 0) {
      void sys.unlink(state.site.pidFile);
      yield* logError(sys, state.logs, "notice", "exit");
      return 0;
    }
    const signals = sys.takeSignals();
    if (signals.length === 0) {
      yield* sys.pause();
      continue;
    }
    for (const signal of signals) state = yield* obey(sys, state, signal);
  }
};

function* obey(sys: Sys, state: MasterState, signal: Signal): Task<MasterState> {
  const { logs } = state;
  switch (signal) {
    case SIGCHLD:
      return yield* reap(sys, state);
    case SIGHUP:
      yield* logError(sys, logs, "notice", "signal 1 (SIGHUP) received, reconfiguring");
      return yield* reload(sys, state);
    case SIGUSR1:
      yield* logError(sys, logs, "notice", "signal 10 (SIGUSR1) received, reopening logs");
      yield* logError(sys, logs, "notice", "reopening logs");
      return state;
    default: {
      const [name, what] = signal === SIGQUIT ? ["SIGQUIT", "shutting down"] : [signal === SIGINT ? "SIGINT" : "SIGTERM", "exiting"]; // prettier-ignore
      yield* logError(sys, logs, "notice", `signal ${signal} (${name}) received, ${what}`);
      const onward = signal === SIGQUIT ? SIGQUIT : SIGTERM;
      for (const pid of [...state.workers, ...state.retired]) void sys.kill(pid, onward);
      if (signal === SIGQUIT) for (const fd of state.sockets.values()) void sys.close(fd);
      return { ...state, leaving: true };
    }
  }
}

function* reap(sys: Sys, start: MasterState): Task<MasterState> {
  let state = start;
  for (;;) {
    const reaped = yield* sys.wait(-1, { nohang: true });
    if (failed(reaped)) return state;
    const { pid, change } = reaped;
    yield* logError(sys, state.logs, "notice", `signal 17 (SIGCHLD) received from ${pid}`);
    const how = change.kind === "exited" ? `exited with code ${change.code}` : change.kind === "signaled" ? `exited on signal ${change.signal}` : "stopped"; // prettier-ignore
    const level = change.kind === "signaled" ? "alert" : "notice";
    const known = state.workers.includes(pid) || state.retired.includes(pid);
    yield* logError(sys, state.logs, level, `${known ? "worker" : "unknown"} process ${pid} ${how}`);
    const wasWorker = state.workers.includes(pid);
    state = {
      ...state,
      workers: state.workers.filter((p) => p !== pid),
      retired: state.retired.filter((p) => p !== pid),
    };
    if (wasWorker && !state.leaving)
      state = { ...state, workers: [...state.workers, ...(yield* startWorker(sys, state))] };
  }
}

function* reload(sys: Sys, state: MasterState): Task<MasterState> {
  const { logs } = state;
  yield* logError(sys, logs, "notice", "reconfiguring");
  const fault = function* (error: ConfigError): Task<MasterState> {
    yield* logError(sys, logs, "emerg", error.error);
    return state;
  };
  const site = yield* loadSite(sys, state.invocation);
  if (isConfigError(site)) return yield* fault(site);
  const opened = yield* openLogs(sys, site);
  if (isConfigError(opened)) return yield* fault(opened);
  const sockets = yield* openSockets(sys, site, state.sockets, (text) =>
    logError(sys, opened, "emerg", text),
  );
  if (isConfigError(sockets)) return yield* fault(sockets);
  for (const [key, fd] of state.sockets) if (!sockets.has(key)) void sys.close(fd);
  closeLogs(sys, logs);
  yield* logError(sys, opened, "notice", 'using the "epoll" event method');
  const next: MasterState = { ...state, site, logs: opened, sockets, workers: [], retired: [] };
  const workers = yield* startWorkers(sys, next);
  for (const pid of state.workers) void sys.kill(pid, SIGQUIT);
  return { ...next, workers, retired: [...state.retired, ...state.workers] };
}
