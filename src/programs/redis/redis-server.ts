// redis-server: reads its configuration and options, opens its sockets, loads what was saved, says so in its log, and
// becomes the server (server.ts). Called by another name it is what is not modelled: Sentinel, the checks of files.

import { failed, strerror } from "../../base/errno.ts";
import { SIGCHLD, SIGHUP, SIGINT, SIGPIPE, SIGTERM } from "../../base/signals.ts";
import { encode } from "../../base/utf8.ts";
import { O_APPEND, O_CREAT, O_TRUNC, O_WRONLY, type Fd, type Sys, type Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { readAll, readText } from "../libc/input.ts";
import { lastComponent } from "../libc/paths.ts";
import { decodeBytes } from "../libc/byte-text.ts";
import { dispatch } from "./dispatch.ts";
import { logLine, type Level, type Role } from "./log.ts";
import { aofSequence, createAof, loadAof, loadDump, openAof } from "./persistence.ts";
import { applyLines, defaultSettings, REDIS_VERSION, type SettingFault } from "./settings.ts";
import { serve } from "./server.ts";
import type { Client, ServerState } from "./state.ts";
import { quoteWord } from "./words.ts";

const VERSION_LINE = `Redis server v=${REDIS_VERSION} sha=00000000:1 malloc=jemalloc-5.3.0 bits=64 build=7e6bf1e5b2a9d6c1\n`;

const HELP = `Usage: ./redis-server [/path/to/redis.conf] [options] [-]
       ./redis-server - (read config from stdin)
       ./redis-server -v or --version
       ./redis-server -h or --help
       ./redis-server --test-memory <megabytes>
       ./redis-server --check-system

Examples:
       ./redis-server (run the server with default conf)
       echo 'maxmemory 128mb' | ./redis-server -
       ./redis-server /etc/redis/6379.conf
       ./redis-server --port 7777
       ./redis-server --port 7777 --replicaof 127.0.0.1 8888
       ./redis-server /etc/myredis.conf --loglevel verbose -
       ./redis-server /etc/myredis.conf --loglevel verbose

Sentinel mode:
       ./redis-server /etc/sentinel.conf --sentinel
`;

const LOGO = (
  port: string,
  pid: number,
): string => `                _._                                                  
           _.-\`\`__ ''-._                                             
      _.-\`\`    \`.  \`_.  ''-._           Redis Open Source            
  .-\`\` .-\`\`\`.  \`\`\`\\/    _.,_ ''-._      ${REDIS_VERSION} (00000000/1) 64 bit
 (    '      ,       .-\`  | \`,    )     Running in standalone mode
 |\`-._\`-...-\` __...-.\`\`-._|'\` _.-'|     Port: ${port}
 |    \`-._   \`._    /     _.-'    |     PID: ${pid}
  \`-._    \`-._  \`-./  _.-'    _.-'                                   
 |\`-._\`-._    \`-.__.-'    _.-'_.-'|                                  
 |    \`-._\`-._        _.-'_.-'    |           https://redis.io       
  \`-._    \`-._\`-.__.-'_.-'    _.-'                                   
 |\`-._\`-._    \`-.__.-'    _.-'_.-'|                                  
 |    \`-._\`-._        _.-'_.-'    |                                  
  \`-._    \`-._\`-.__.-'_.-'    _.-'                                   
      \`-._    \`-.__.-'    _.-'                                       
          \`-._        _.-'                                           
              \`-.__.-'                                               

`;

const OVERCOMMIT = "WARNING Memory overcommit must be enabled! Without it, a background save or replication may fail under low memory condition. Being disabled, it can also cause failures without low memory condition, see https://github.com/jemalloc/jemalloc/issues/1328. To fix this issue add 'vm.overcommit_memory = 1' to /etc/sysctl.conf and then reboot or run the command 'sysctl vm.overcommit_memory=1' for this to take effect."; // prettier-ignore

// ---- configuration

/** Options of the command line as lines of a configuration file. */
function optionLines(words: readonly string[]): string[] {
  const lines: string[] = [];
  for (const word of words) {
    if (word.startsWith("--")) lines.push(word.slice(2));
    else if (lines.length > 0) lines[lines.length - 1] += ` ${quoteWord(word)}`;
    else lines.push(word);
  }
  return lines;
}

interface Configured {
  readonly settings: Map<string, string>;
  readonly file: string;
}

function* fatal(io: Io, { line, text, why }: SettingFault): Task<undefined> {
  yield* io.tell(`\n*** FATAL CONFIG FILE ERROR (Redis ${REDIS_VERSION}) ***\nReading the configuration file, at line ${line}\n>>> '${text}'\n${why}\n`); // prettier-ignore
  return undefined;
}

function* configure(io: Io): Task<Configured | undefined> {
  const { sys } = io;
  const words = [...io.argv.slice(1)];
  const lines: string[] = [];
  let file = "";
  if (words.length > 0 && !(words[0] as string).startsWith("-")) {
    const path = words.shift() as string;
    const cwd = sys.getcwd();
    file = path.startsWith("/") || failed(cwd) ? path : `${cwd.path === "/" ? "" : cwd.path}/${path}`;
    const read = yield* readText(sys, path);
    if (failed(read)) {
      yield* io.tell(`Fatal error, can't open config file '${file}': ${strerror(read)}\n`);
      return undefined;
    }
    lines.push(...read.text.split("\n"));
  }
  if (words.at(-1) === "-") {
    words.pop();
    const read = yield* readAll(sys, 0);
    if (!failed(read)) lines.push(...decodeBytes(read).split("\n"));
  }
  lines.push(...optionLines(words));
  const settings = defaultSettings();
  const wrong = applyLines(settings, lines);
  if (wrong !== undefined) return yield* fatal(io, wrong);
  const directory = settings.get("dir") ?? ".";
  const refused = sys.chdir(directory);
  if (refused !== undefined) {
    const at = lines.findIndex((line) => /^\s*dir\s/i.test(line));
    return yield* fatal(io, { line: at + 1, text: lines[at]?.trim() ?? "", why: `Can't chdir to '${directory}': ${strerror(refused)}` }); // prettier-ignore
  }
  const cwd = sys.getcwd();
  if (!failed(cwd)) settings.set("dir", cwd.path);
  return { settings, file };
}

// ---- sockets

function listenAt(sys: Sys, address: string, port: number): Fd | string {
  const family = address.includes(":") ? "inet6" : "inet";
  const fd = sys.socket(family === "inet6" ? { family, type: "stream", only: true } : { family, type: "stream" }); // prettier-ignore
  if (failed(fd)) return strerror(fd);
  const refused = sys.bind(fd, { family, address, port }) ?? sys.listen(fd, 511);
  if (refused === undefined) return fd;
  void sys.close(fd);
  return strerror(refused);
}

const WILDCARDS = new Map([["*", "0.0.0.0"], ["::*", "::"]]); // prettier-ignore

/** undefined: the server cannot start, and has said why. */
function* openListeners(sys: Sys, settings: ReadonlyMap<string, string>, say: Say): Task<Fd[] | undefined> {
  const port = Number(settings.get("port"));
  const listeners: Fd[] = [];
  for (const word of port === 0 ? [] : (settings.get("bind") ?? "").split(" ")) {
    const optional = word.startsWith("-");
    const name = optional ? word.slice(1) : word;
    const fd = listenAt(sys, WILDCARDS.get(name) ?? name, port);
    if (typeof fd === "number") listeners.push(fd);
    else if (!optional) {
      yield* say("M", "#", `Warning: Could not create server TCP listening socket ${name}:${port}: bind: ${fd}`);
      yield* say("M", "#", `Failed listening on port ${port} (tcp), aborting.`);
      return undefined;
    }
  }
  const path = settings.get("unixsocket") ?? "";
  if (path !== "") {
    const fd = sys.socket({ family: "unix", type: "stream" });
    if (failed(fd)) return listeners;
    void sys.unlink(path);
    const refused = sys.bind(fd, { family: "unix", path }) ?? sys.listen(fd, 511);
    if (refused !== undefined) {
      yield* say("M", "#", `Failed opening Unix socket: bind: ${strerror(refused)}`);
      return undefined;
    }
    listeners.push(fd);
  }
  return listeners;
} // prettier-ignore

// ---- what was saved

/** Nobody: carries out what stands in the append-only file. */
const replayer = (sys: Sys): Client => ({
  id: 0, fd: -1, peer: "", local: "", since: sys.now(), active: sys.now(), database: 0, name: "", authenticated: true, input: "",
  output: "", lastCommand: "", queue: undefined, spoiled: false, watched: new Set(), stale: false, channels: new Set(),
  patterns: new Set(), monitors: false, blocked: undefined, closing: false,
}); // prettier-ignore

function* loadData(sys: Sys, state: ServerState, say: Say): Task<boolean> {
  if (state.settings.get("appendonly") !== "yes") {
    const loaded = yield* loadDump(sys, state, state.settings.get("dbfilename") ?? "dump.rdb");
    if (loaded === true) yield* say("M", "*", "DB loaded from disk: 0.000 seconds");
    return loaded !== false;
  }
  const sequence = yield* aofSequence(sys, state);
  if (sequence === undefined) {
    const fd = yield* createAof(sys, state, 1);
    if (failed(fd)) {
      yield* say("M", "#", `Can't open or create append-only dir ${state.settings.get("appenddirname") ?? ""}: ${strerror(fd)}`); // prettier-ignore
      return false;
    }
    const name = state.settings.get("appendfilename") ?? "";
    yield* say("M", "*", `Creating AOF base file ${name}.1.base.rdb on server start`);
    yield* say("M", "*", `Creating AOF incr file ${name}.1.incr.aof on server start`);
    state.aof = { fd, sequence: 1, database: -1 };
    return true;
  }
  const nobody = replayer(sys);
  const around = { now: sys.now() / 1000, random: () => 0, about: { pid: sys.pid, os: "" }, onChange: () => undefined };
  const loaded = yield* loadAof(sys, state, sequence, (words) => void dispatch(state, nobody, words, around));
  if (!loaded) return false;
  const fd = yield* openAof(sys, state, sequence);
  if (failed(fd)) return false;
  state.aof = { fd, sequence, database: -1 };
  state.dirty = 0;
  return true;
} // prettier-ignore

// ---- the start

type Say = (role: Role, level: Level, text: string) => Task<void>;

const hex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

interface Plan {
  readonly settings: Map<string, string>;
  readonly file: string;
  readonly log: Fd;
  readonly executable: string;
  readonly shows: { readonly logo: boolean; readonly defaults: boolean };
}

const start = function* (sys: Sys, plan: Plan): Task<number> {
  const { settings, log } = plan;
  const level = settings.get("loglevel") ?? "notice";
  const say: Say = (role, mark, text) => logLine(sys, { fd: log, level }, role, mark, text);
  const overcommit = yield* readText(sys, "/proc/sys/vm/overcommit_memory");
  if (!failed(overcommit) && overcommit.text.trim() === "0") yield* say("C", "#", OVERCOMMIT);
  yield* say("C", "*", "oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo");
  yield* say("C", "*", `Redis version=${REDIS_VERSION}, bits=64, commit=00000000, modified=1, pid=${sys.pid}, just started`); // prettier-ignore
  if (plan.shows.defaults)
    yield* say("C", "#", "Warning: no config file specified, using the default config. In order to specify a config file use redis-server /path/to/redis.conf"); // prettier-ignore
  else yield* say("C", "*", "Configuration loaded");
  yield* say("M", "*", "monotonic clock: POSIX clock_gettime");
  const port = settings.get("port") ?? "6379";
  if (plan.shows.logo) yield* sys.write(log, encode(LOGO(port, sys.pid)));
  else yield* say("M", "*", `Running mode=standalone, port=${port}.`);
  const listeners = yield* openListeners(sys, settings, say);
  if (listeners === undefined) return 1;
  sys.setTitle(`redis-server ${listeners.length === 0 ? "" : (settings.get("bind") ?? "").split(" ")[0]}:${port}`); // prettier-ignore
  const state: ServerState = {
    settings, databases: new Map(), clients: [], listeners, log, started: sys.now(), runId: hex(sys.random(20)),
    executable: plan.executable, configFile: plan.file, nextClient: 3, dirty: 0, lastSave: sys.now(), lastSaveFailed: false,
    saving: undefined, aof: undefined, stats: { connections: 0, commands: 0, expired: 0, hits: 0, misses: 0, saves: 0 },
  }; // prettier-ignore
  yield* say("M", "*", "Server initialized");
  if (!(yield* loadData(sys, state, say))) return 1;
  if (Number(port) !== 0) yield* say("M", "*", "Ready to accept connections tcp");
  if (settings.get("unixsocket") !== "") yield* say("M", "*", "Ready to accept connections unix");
  for (const signal of [SIGTERM, SIGINT, SIGCHLD]) sys.disposition(signal, "handle");
  for (const signal of [SIGHUP, SIGPIPE]) sys.disposition(signal, "ignore");
  return yield* serve(sys, state);
};

function* openLog(io: Io, settings: ReadonlyMap<string, string>): Task<Fd | undefined> {
  const path = settings.get("logfile") ?? "";
  if (path === "") return 1;
  const fd = yield* io.sys.open(path, O_WRONLY | O_CREAT | O_APPEND, 0o644);
  if (!failed(fd)) return fd;
  return yield* fatal(io, { line: 1, text: `logfile ${quoteWord(path)}`, why: `Can't open the log file: ${strerror(fd)}` }); // prettier-ignore
}

function* writePid(sys: Sys, settings: Map<string, string>): Task<void> {
  if (settings.get("daemonize") === "yes" && settings.get("pidfile") === "")
    settings.set("pidfile", "/var/run/redis.pid");
  const path = settings.get("pidfile") ?? "";
  const fd = path === "" ? "ENOENT" : yield* sys.open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644);
  if (failed(fd)) return;
  yield* sys.write(fd, encode(`${sys.pid}\n`));
  void sys.close(fd);
}

const daemon = function* (sys: Sys, plan: Plan): Task<number> {
  void sys.setsid();
  yield* writePid(sys, plan.settings);
  return yield* start(sys, plan);
};

export const redisServer = command({ name: "redis-server", gnu: "", raw: true }, function* (io) {
  const { sys, argv } = io;
  const called = lastComponent(argv[0] ?? "redis-server");
  const [first = ""] = argv.slice(1);
  if (called !== "redis-server" || argv.includes("--sentinel"))
    return yield* unmodelled(io, called === "redis-server" ? "redis-server --sentinel" : called);
  if (first === "-v" || first === "--version") yield* io.print(VERSION_LINE);
  else if (first === "-h" || first === "--help") yield* io.tell(HELP);
  else if (first === "--test-memory" || first === "--check-system") return yield* unmodelled(io, `redis-server ${first}`); // prettier-ignore
  if (first === "-v" || first === "--version") return 0;
  if (first === "-h" || first === "--help") return 1;
  const configured = yield* configure(io);
  if (configured === undefined) return 1;
  const { settings, file } = configured;
  const log = yield* openLog(io, settings);
  if (log === undefined) return 1;
  const onTerminal = settings.get("logfile") === "" && sys.termios(1) !== undefined;
  const shows = {
    logo: settings.get("always-show-logo") === "yes" || onTerminal,
    defaults: argv.length === 1,
  };
  const dir = settings.get("dir") ?? "/";
  const plan: Plan = { settings, file, log, executable: `${dir === "/" ? "" : dir}/redis-server`, shows };
  if (settings.get("daemonize") !== "yes") {
    yield* writePid(sys, settings);
    return yield* start(sys, plan);
  }
  const child = sys.fork({ entry: daemon, data: plan });
  return failed(child) ? 1 : 0;
});

function* unmodelled(io: Io, name: string): Task<number> {
  yield* io.tell(`${name}: not modelled by paperwhale\n`);
  return 126;
}
