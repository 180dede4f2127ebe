// The client while it runs a command: its streams, its configuration, and the daemon, to which it connects when first
// asked for (docker/cli cli/command DockerCli). Commands see the world only through this and the system calls.

import { failed } from "../base/errno.ts";
import { pathError } from "../base/go/errno-text.ts";
import { fail, ok, type Result } from "../base/result.ts";
import { SIGPIPE } from "../base/signals.ts";
import { encode } from "../base/utf8.ts";
import type { ApiStream, Asking, Called } from "../api/client/client.ts";
import type { AnswerOf, HeadOf, OperationName, StreamName } from "../api/wire/operations.ts";
import type { Query } from "../api/wire/message.ts";
import type { WindowSize } from "../kernel/terminal.ts";
import type { Fd, Sys, Task } from "../kernel/sys.ts";
import { clientError, type ClientError, type Outcome } from "./client-error.ts";
import { CLIENT, type ClientRelease } from "./client-version.ts";
import { type Configuration, NO_CONFIGURATION } from "./configuration.ts";
import { Connection, endpointOf } from "./connection.ts";
import { resolveHost } from "./daemon-choice.ts";
import type { FlagValues } from "./flags/flag-values.ts";
import { type ServerInfo, UNKNOWN_SERVER } from "./flags/client-environment.ts";
import { Interrupts } from "./interrupts.ts";
import type { Requested } from "./request-url.ts";
import { Surroundings } from "./surroundings.ts";

/** An answer, or how the command ends. */
export type Answered<T> = Result<T, ClientError>;

export class Client {
  readonly interrupts: Interrupts;
  readonly surroundings: Surroundings;
  configuration: Configuration = NO_CONFIGURATION;
  globals: FlagValues | undefined;
  private connected: Answered<Connection> | undefined;
  private server: ServerInfo = { ...UNKNOWN_SERVER, experimental: false };
  private pingFailure: ClientError | undefined;

  constructor(
    readonly sys: Sys,
    env: readonly string[],
    readonly release: ClientRelease,
  ) {
    this.interrupts = new Interrupts(sys);
    this.surroundings = new Surroundings(sys, env, () => this.serverInfo());
  }

  // ---- streams

  get inputIsTerminal(): boolean {
    return this.sys.termios(0) !== undefined;
  }

  get outputIsTerminal(): boolean {
    return this.sys.termios(1) !== undefined;
  }

  get errorIsTerminal(): boolean {
    return this.sys.termios(2) !== undefined;
  }

  /** Of the terminal at standard output; nothing by nothing without one. */
  get outputSize(): WindowSize {
    const size = this.outputIsTerminal ? this.sys.windowSize(1) : "ENOTTY";
    return failed(size) ? { rows: 0, columns: 0 } : size;
  }

  print(text: string): Task<void> {
    return this.write(1, encode(text));
  }

  printError(text: string): Task<void> {
    return this.write(2, encode(text));
  }

  /** To a stream that nobody reads Go's programs write once, and die of it. */
  *write(fd: 1 | 2, bytes: Uint8Array): Task<void> {
    const error = yield* this.writeAll(fd, bytes);
    if (error === undefined || !error.message.endsWith("broken pipe")) return;
    void this.sys.disposition(SIGPIPE, "default");
    void this.sys.kill(this.sys.pid, SIGPIPE);
  }

  /** Why not everything could be written. */
  *writeAll(fd: 1 | 2, bytes: Uint8Array): Task<Outcome> {
    for (let done = 0; done < bytes.length;) {
      const written = yield* this.sys.write(fd, done === 0 ? bytes : bytes.subarray(done));
      if (written === "EINTR") {
        if (this.interrupts.givesUp()) return this.interrupts.error;
        continue;
      }
      if (failed(written)) return clientError(pathError("write", STREAMS[fd], written));
      done += written;
    }
    return undefined;
  }

  // ---- the daemon

  get apiVersion(): string {
    return this.connected?.ok === true ? this.connected.value.api.version : CLIENT.apiVersion;
  }

  /** The connection, made when it is first needed; pinging it settles the version. */
  *connection(): Task<Answered<Connection>> {
    return (this.connected ??= yield* this.connect());
  }

  private *connect(): Task<Answered<Connection>> {
    const unready = (why: string): Answered<never> => fail(clientError(`Failed to initialize: ${why}`));
    const host = yield* resolveHost(this.sys, this.surroundings, this.globals, this.configuration);
    if (!host.ok) return unready(`unable to resolve docker endpoint: ${host.error}`);
    const endpoint = endpointOf(host.value);
    if (!endpoint.ok) return unready(endpoint.error);
    const wanted = this.surroundings.env("DOCKER_API_VERSION").replace(/^v/, "");
    const connection = new Connection(this.sys, endpoint.value, wanted || CLIENT.apiVersion, this.interrupts);
    const pinged = yield* connection.ping(wanted === "");
    if (pinged.ok) this.server = { ...KNOWN_SERVER, osType: pinged.value.osType };
    else {
      this.server = UNKNOWN_SERVER;
      if (wanted === "") this.pingFailure = connection.errorOf(pinged.error, { operation: "SystemPing" });
    }
    return ok(connection);
  }

  *serverInfo(): Task<ServerInfo> {
    yield* this.connection();
    return { ...this.server, apiVersion: this.apiVersion };
  }

  *call<K extends OperationName>(operation: K, asking: Asking<K> = {}): Task<Answered<AnswerOf<K>>> {
    const ready = yield* this.ready(operation, asking);
    if (!ready.ok) return ready;
    const { connection, asking: asked } = ready.value;
    return this.answered(connection, yield* connection.api.call(operation, asked), nameOf(operation, asked));
  }

  *open<K extends StreamName>(
    operation: K,
    asking: Asking<K> = {},
  ): Task<Answered<ApiStream<AnswerOf<K>, HeadOf<K>>>> {
    const ready = yield* this.ready(operation, asking);
    if (!ready.ok) return ready;
    const { connection, asking: asked } = ready.value;
    const hijacks = operation === "ContainerAttach" || operation === "ExecStart";
    const called = yield* connection.api.open(operation, asked);
    return this.answered(connection, called, { ...nameOf(operation, asked), hijacks });
  }

  /** A request on a connection of its own, for several at a time; `finish` takes the answer. */
  *begin<K extends OperationName>(operation: K, asking: Asking<K>): Task<Answered<Fd>> {
    const ready = yield* this.ready(operation, asking);
    if (!ready.ok) return ready;
    const { connection, asking: asked } = ready.value;
    return this.answered(connection, yield* connection.api.begin(operation, asked), nameOf(operation, asked));
  }

  *finish<K extends OperationName>(operation: K, asking: Asking<K>, fd: Fd): Task<Answered<AnswerOf<K>>> {
    const connection = yield* this.connection();
    if (!connection.ok) return connection;
    const called = yield* connection.value.api.finish<K>(fd);
    return this.answered(connection.value, called, nameOf(operation, asking));
  }

  /** How a command ends whose request could not be sent whole. */
  *notSent(requested: Requested, why: string): Task<ClientError> {
    const connection = yield* this.connection();
    return connection.ok ? connection.value.notSent(requested, why) : connection.error;
  }

  private answered<T>(connection: Connection, called: Called<T>, requested: Requested): Answered<T> {
    return called.ok ? ok(called.value) : fail(connection.errorOf(called.failure, requested));
  }

  /** Unless it names nothing, or is of those that ask for the version before anything else, in vain. */
  private *ready<K extends OperationName>(operation: K, asking: Asking<K>): Task<Answered<Ready<K>>> {
    const connection = yield* this.connection();
    if (!connection.ok) return connection;
    const named = withTrimmedTarget(operation, asking);
    if (!named.ok) return named;
    if (this.pingFailure !== undefined && negotiates(operation, asking.query ?? {}))
      return fail(this.pingFailure);
    return ok({ connection: connection.value, asking: named.value });
  }
}

interface Ready<K extends OperationName> {
  readonly connection: Connection;
  readonly asking: Asking<K>;
}

const nameOf = <K extends OperationName>(operation: K, { target, query }: Asking<K>): Requested => ({
  operation,
  target,
  query: query,
});

/** What an operation's target is, by how the operation's name begins; images take any name. */
const KINDS = [
  ["Container", "container"],
  ["PutContainer", "container"],
  ["Volume", "volume"],
  ["Network", "network"],
] as const;

/** Spaces around names are no part of them. */
function withTrimmedTarget<K extends OperationName>(operation: K, asking: Asking<K>): Answered<Asking<K>> {
  const { target } = asking;
  if (target === undefined) return ok(asking);
  const trimmed = target.trim();
  if (trimmed === target && target !== "") return ok(asking);
  const kind = KINDS.find(([prefix]) => operation.startsWith(prefix))?.[1];
  if (kind === undefined) return ok(asking);
  if (trimmed === "") return fail(clientError(`invalid ${kind} name or ID: value is empty`));
  return ok({ ...asking, target: trimmed });
}

const STREAMS = { 1: "/dev/stdout", 2: "/dev/stderr" };

/** What pings do not tell yet. */
const KNOWN_SERVER = {
  ...UNKNOWN_SERVER,
  experimental: false,
  swarm: { nodeState: "inactive", manager: false },
};

/** Operations whose requests depend on the version that is agreed on. */
const NEGOTIATES: ReadonlySet<OperationName> = new Set<OperationName>([
  "ContainerCreate", "ContainerExec", "ContainerWait", "ImageList", "ContainerPrune", "ImagePrune", "VolumePrune", "NetworkPrune", "BuildPrune",
]); // prettier-ignore

const NEGOTIATES_FOR: ReadonlyMap<OperationName, readonly string[]> = new Map<
  OperationName,
  readonly string[]
>([
  ["ContainerStop", ["signal"]],
  ["ContainerRestart", ["signal"]],
  ["VolumeDelete", ["force"]],
]);

const negotiates = (operation: OperationName, query: Query): boolean =>
  NEGOTIATES.has(operation) ||
  NEGOTIATES_FOR.get(operation)?.some((name) => query[name] !== undefined) === true;
