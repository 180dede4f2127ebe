// dockerd as a program: reads its flags and /etc/docker/daemon.json, takes up what it finds, serves the API until it
// is told to end, and then puts its containers to rest (moby daemon/command/daemon.go). What the daemon does is the
// engine's. Not here: TLS, sockets of TCP, reloading the configuration.

import { failed, strerror, type Errno } from "../base/errno.ts";
import { SIGHUP, SIGINT, SIGTERM } from "../base/signals.ts";
import { SECOND } from "../base/time.ts";
import { decode, encode } from "../base/utf8.ts";
import { containerChannel } from "../engine/channels.ts";
import type { DaemonConfig, DaemonFlags } from "../engine/daemon-config.ts";
import type { Resting } from "../engine/daemon-life.ts";
import { EngineDoor } from "../engine/operations.ts";
import { O_RDONLY, type Sys, type Task } from "../kernel/sys.ts";
import { logLine, type LogLevel } from "./daemon-log.ts";
import { serveConnection } from "./server.ts";

const CONFIG_FILE = "/etc/docker/daemon.json";
const USUAL_SOCKET = "/var/run/docker.sock";
const SHORT = new Map([["-H", "host"], ["-D", "debug"], ["-l", "log-level"], ["-G", "group"], ["-s", "storage-driver"], ["-v", "version"]]); // prettier-ignore
const SWITCHES = new Set(["debug", "validate", "version", "live-restore", "tls", "tlsverify"]);
/** Flags whose directive has another name, and is a list. */
const LISTS = new Map([["host", "hosts"], ["label", "labels"], ["registry-mirror", "registry-mirrors"], ["insecure-registry", "insecure-registries"], ["dns", "dns"]]); // prettier-ignore

interface Flags {
  readonly directives: DaemonFlags;
  readonly configFile: string | undefined;
  readonly validate: boolean;
  readonly version: boolean;
}

const log = (sys: Sys, level: LogLevel, message: string): Task<unknown> =>
  sys.write(2, encode(logLine(sys.now(), level, message, sys.termios(2) !== undefined)));

export function* dockerd(sys: Sys, argv: readonly string[]): Task<number> {
  const flags = readFlags(argv.slice(1));
  if ("wrong" in flags) {
    yield* sys.write(2, encode(`${flags.wrong}\nSee 'dockerd --help'.\n`));
    return 125;
  }
  const engine = new EngineDoor(sys);
  if (flags.version) {
    const { version, gitCommit } = engine.call("settings");
    yield* sys.write(1, encode(`Docker version ${version}, build ${gitCommit}\n`));
    return 0;
  }
  const config = yield* configure(sys, flags);
  if (typeof config === "string") {
    yield* sys.write(2, encode(`${config}\n`));
    return 1;
  }
  if (flags.validate) {
    yield* sys.write(2, encode("configuration OK\n"));
    return 0;
  }
  return yield* run(sys, config);
}

function* configure(sys: Sys, { configFile, directives }: Flags): Task<DaemonConfig | string> {
  const path = configFile ?? CONFIG_FILE;
  const blame = (error: string): string =>
    `unable to configure the Docker daemon with file ${path}: ${error}`;
  const text = yield* readAll(sys, path);
  if (failed(text) && (configFile !== undefined || text !== "ENOENT"))
    return blame(`open ${path}: ${strerror(text).toLowerCase()}`);
  const read = new EngineDoor(sys).call("readDaemonConfig", failed(text) ? "" : text.text, directives);
  return read.ok ? read.value : blame(read.error);
}

function* run(sys: Sys, { settings, hosts, idle }: DaemonConfig): Task<number> {
  const engine = new EngineDoor(sys);
  const other = engine.call("daemonProcess");
  if (other !== undefined) {
    yield* sys.write(2, encode(`failed to start daemon, ensure docker is not running or delete /var/run/docker.pid: process with PID ${other} is still running\n`)); // prettier-ignore
    return 1;
  }
  yield* log(sys, "info", "Starting up");
  for (const name of idle) yield* log(sys, "warning", `${name} is not modelled and has no effect`);
  yield* log(sys, "info", "Loading containers: start.");
  yield* untilRest(sys, engine.call("beginDaemon", sys.pid, settings));
  engine.call("startByPolicy");
  yield* log(sys, "info", "Loading containers: done.");
  yield* log(sys, "info", "Daemon has completed initialization");
  for (const host of hosts.length > 0 ? hosts : [`unix://${USUAL_SOCKET}`]) {
    const refused = listen(sys, host);
    if (refused !== undefined) {
      yield* sys.write(2, encode(`failed to load listeners: ${refused}\n`));
      return 1;
    }
  }
  yield* log(sys, "info", "API listen on /run/docker.sock");
  return yield* serveDaemon(sys);
}

/** What is wrong, if anything is. */
function listen(sys: Sys, host: string): string | undefined {
  if (host.startsWith("fd://")) {
    sys.invoke("systemd", "ready", [serveConnection]);
    return undefined;
  }
  if (!host.startsWith("unix://")) return `${host} is not modelled: only unix:// and fd:// are`;
  const path = host.slice("unix://".length);
  const refused = new EngineDoor(sys).call("listenOn", path, serveConnection);
  if (refused !== undefined) return `listen unix ${path}: bind: ${strerror(refused).toLowerCase()}`;
  sys.invoke("systemd", "ready", []);
  return undefined;
}

/** The daemon's main loop: connections are tasks of their own. */
export function* serveDaemon(sys: Sys): Task<number> {
  for (const signal of [SIGTERM, SIGINT, SIGHUP]) sys.disposition(signal, "handle");
  for (;;) {
    sys.checkpoint(serveDaemon, undefined);
    const signals = sys.takeSignals();
    if (signals.includes(SIGTERM) || signals.includes(SIGINT)) {
      const name = signals.includes(SIGTERM) ? "terminated" : "interrupt";
      yield* log(sys, "info", `Processing signal '${name}'`);
      yield* untilRest(sys, new EngineDoor(sys).call("leave"));
      yield* log(sys, "info", "Daemon shutdown complete");
      return 0;
    }
    if (signals.length === 0) yield* sys.pause();
  }
}

/** Waits for containers that were told to stop; each is killed when its time is over. */
function* untilRest(sys: Sys, resting: readonly Resting[]): Task<void> {
  const engine = new EngineDoor(sys);
  const began = sys.now();
  for (const { id, runs, timeout } of resting) {
    const until = timeout < 0 ? undefined : began + timeout * SECOND;
    while (engine.call("goesOn", id, runs) && (until === undefined || sys.now() < until))
      yield* sys.block(containerChannel(id), until);
    if (engine.call("goesOn", id, runs)) engine.call("endNow", id);
    engine.call("commitIfThere", id, { kind: "container-stopped", id });
  }
}

// ---- the command line

function readFlags(args: readonly string[]): Flags | { readonly wrong: string } {
  const directives = new Map<string, string | readonly string[]>();
  const values = new Map<string, string>();
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string;
    const [, long, inline] = /^--([\w-]+)(?:=(.*))?$/s.exec(arg) ?? [];
    const name = long ?? SHORT.get(arg);
    if (name === undefined)
      return { wrong: arg.startsWith("-") ? `unknown shorthand flag: '${arg[1]}' in ${arg}` : `dockerd accepts no arguments` }; // prettier-ignore
    const value = inline ?? (SWITCHES.has(name) ? "true" : args[++i]);
    if (value === undefined) return { wrong: `flag needs an argument: ${arg}` };
    const list = LISTS.get(name);
    if (["config-file", "validate", "version"].includes(name)) values.set(name, value);
    else if (list !== undefined) directives.set(list, [...[directives.get(list) ?? []].flat(), value]);
    else directives.set(name, value);
  }
  return {
    directives,
    configFile: values.get("config-file"),
    validate: values.has("validate"),
    version: values.has("version"),
  };
}

function* readAll(sys: Sys, path: string): Task<{ readonly text: string } | Errno> {
  const fd = yield* sys.open(path, O_RDONLY);
  if (failed(fd)) return fd;
  const bytes = yield* sys.read(fd, 1 << 20);
  void sys.close(fd);
  return failed(bytes) ? bytes : { text: decode(bytes) };
}

/** containerd: what it does is the engine's; its process is there to be seen, stopped and started. */
export function* keepContainers(sys: Sys): Task<number> {
  for (const signal of [SIGTERM, SIGINT]) sys.disposition(signal, "handle");
  sys.checkpoint(keepContainers, undefined);
  while (sys.takeSignals().length === 0) yield* sys.pause();
  return 0;
}

/** The same from the beginning. */
export function* containerd(sys: Sys): Task<number> {
  sys.invoke("systemd", "ready", []);
  return yield* keepContainers(sys);
}
