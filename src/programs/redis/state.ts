// All that a server knows, as one value that can be copied cheaply, so that a fork of the world goes on from the last
// round: databases, clients, settings, and what is still to be saved. Not here: what commands do with it.

import type { Instant } from "../../base/time.ts";
import type { Fd, Pid } from "../../kernel/sys.ts";
import type { Reply } from "./reply.ts";
import { Keyspace, type Value, type ValueType } from "./keyspace.ts";

export interface Client {
  readonly id: number;
  readonly fd: Fd;
  /** address:port of the two ends, or a socket's path */
  readonly peer: string;
  readonly local: string;
  readonly since: Instant;
  active: Instant;
  database: number;
  name: string;
  authenticated: boolean;
  input: string;
  output: string;
  lastCommand: string;
  /** requests since MULTI */
  queue: (readonly string[])[] | undefined;
  /** a request was wrong already: EXEC does nothing */
  spoiled: boolean;
  /** `database key` */
  watched: Set<string>;
  /** something watched has changed */
  stale: boolean;
  channels: Set<string>;
  patterns: Set<string>;
  monitors: boolean;
  blocked: Blocked | undefined;
  closing: boolean;
}

/** Waits for one of the lists or sorted sets to have something (BLPOP and its like). */
export interface Blocked {
  readonly keys: readonly string[];
  readonly until: Instant | undefined;
  readonly request: readonly string[];
}

export interface Aof {
  readonly fd: Fd;
  readonly sequence: number;
  database: number;
}

export interface ServerState {
  settings: Map<string, string>;
  databases: Map<number, Keyspace>;
  clients: Client[];
  readonly listeners: readonly Fd[];
  /** standard output, or the log file */
  readonly log: Fd;
  readonly started: Instant;
  readonly runId: string;
  readonly executable: string;
  readonly configFile: string;
  nextClient: number;
  /** changes since the last save */
  dirty: number;
  lastSave: Instant;
  lastSaveFailed: boolean;
  saving: { readonly pid: Pid; readonly dirty: number } | undefined;
  aof: Aof | undefined;
  stats: { connections: number; commands: number; expired: number; hits: number; misses: number; saves: number };
} // prettier-ignore

const copyClient = (client: Client): Client => ({
  ...client,
  queue: client.queue?.slice(),
  watched: new Set(client.watched),
  channels: new Set(client.channels),
  patterns: new Set(client.patterns),
});

export const copyState = (state: ServerState): ServerState => ({
  ...state,
  settings: new Map(state.settings),
  databases: new Map([...state.databases].map(([number, db]) => [number, db.fork()])),
  clients: state.clients.map(copyClient),
  aof: state.aof === undefined ? undefined : { ...state.aof },
  stats: { ...state.stats },
});

export function databaseOf(state: ServerState, number: number): Keyspace {
  let db = state.databases.get(number);
  if (db === undefined) state.databases.set(number, (db = new Keyspace()));
  return db;
}

/** One command being carried out. */
export interface Call {
  readonly state: ServerState;
  readonly client: Client;
  readonly db: Keyspace;
  /** the command's name first */
  readonly words: readonly string[];
  /** milliseconds since 1970 */
  readonly now: number;
  readonly random: () => number;
  /** the server's process, as INFO tells of it */
  readonly about: { readonly pid: Pid; readonly os: string };
}

/** What a command answers: at once, after work that takes system calls, or when a list has something. */
export type Outcome =
  Reply | { readonly kind: "later"; readonly what: Work } | { readonly kind: "block"; readonly blocked: Blocked } | { readonly kind: "nothing" }; // prettier-ignore

export type Work = "save" | "bgsave" | "rewrite" | "shutdown" | "shutdown-save" | "shutdown-nosave";

export const NOTHING: Outcome = { kind: "nothing" };

export interface CommandSpec {
  readonly name: string;
  /** words with the name; negative: at least */
  readonly arity: number;
  /** w writes; a without having authenticated; s also while subscribed; n is not queued by MULTI; k takes keys only */
  readonly flags: string;
  /** what the keys must hold, if anything; the first word is the key, with flag k all are */
  readonly type?: ValueType;
  readonly run: (call: Call) => Outcome;
}

type Row =
  | readonly [string, number, string, (call: Call) => Outcome]
  | readonly [string, number, string, (call: Call) => Outcome, ValueType];

export const commandSpecs = (rows: readonly Row[]): CommandSpec[] =>
  rows.map(([name, arity, flags, run, type]) => ({
    name,
    arity,
    flags,
    run,
    ...(type === undefined ? {} : { type }),
  }));

type Of<T extends ValueType> = Extract<Value, { type: T }>;

/** The value at a key whose type was checked before. */
export const valueOf = <T extends ValueType>(call: Call, type: T, key = call.words[1] as string) => {
  const value = call.db.get(key);
  return value?.type === type ? (value as Of<T>) : undefined;
};
