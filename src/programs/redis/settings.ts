// The server's settings by name: what they are at first, which may be changed while it runs, and what a line of a
// configuration file or words of the command line set. Version and defaults are those of Redis 8.4 in its image.
// Not here: settings without an effect on what is modelled are kept and shown, nothing more.

import { splitWords } from "./words.ts";

export const REDIS_VERSION = "8.4.0";

const DEFAULTS = `
  bind "* -::*"
  port 6379
  unixsocket ""
  protected-mode no
  timeout 0
  tcp-keepalive 300
  tcp-backlog 511
  daemonize no
  supervised no
  pidfile ""
  loglevel notice
  logfile ""
  databases 16
  always-show-logo no
  save "3600 1 300 100 60 10000"
  stop-writes-on-bgsave-error yes
  rdbcompression yes
  rdbchecksum yes
  dbfilename dump.rdb
  dir .
  replica-read-only yes
  requirepass ""
  masterauth ""
  maxclients 10000
  maxmemory 0
  maxmemory-policy noeviction
  maxmemory-samples 5
  maxmemory-clients 0
  lazyfree-lazy-eviction no
  lazyfree-lazy-expire no
  appendonly no
  appendfilename appendonly.aof
  appenddirname appendonlydir
  appendfsync everysec
  no-appendfsync-on-rewrite no
  auto-aof-rewrite-percentage 100
  auto-aof-rewrite-min-size 67108864
  aof-use-rdb-preamble yes
  io-threads 1
  slowlog-log-slower-than 10000
  slowlog-max-len 128
  latency-monitor-threshold 0
  notify-keyspace-events ""
  hash-max-listpack-entries 512
  hash-max-listpack-value 64
  list-max-listpack-size -2
  set-max-intset-entries 512
  zset-max-listpack-entries 128
  hz 10
  cluster-enabled no`;

/** Known, kept and shown, and without a default that anybody misses here. */
const KEPT =
  `acl-pubsub-default aclfile active-defrag-threshold-lower activedefrag activerehashing active-expire-effort
  aof-load-truncated aof-rewrite-incremental-fsync aof-timestamp-enabled client-output-buffer-limit client-query-buffer-limit
  crash-log-enabled disable-thp dynamic-hz hll-sparse-max-bytes ignore-warnings io-threads-do-reads jemalloc-bg-thread
  latency-tracking lazyfree-lazy-server-del lazyfree-lazy-user-del lazyfree-lazy-user-flush lfu-decay-time lfu-log-factor
  list-compress-depth locale-collate maxmemory-eviction-tenacity oom-score-adj oom-score-adj-values proc-title-template
  proto-max-bulk-len rdb-del-sync-files rdb-save-incremental-fsync repl-backlog-size repl-diskless-load repl-diskless-sync
  repl-diskless-sync-delay repl-disable-tcp-nodelay repl-timeout replica-lazy-flush replica-priority replica-serve-stale-data
  sanitize-dump-payload set-proc-title set-max-listpack-entries set-max-listpack-value shutdown-on-sigint shutdown-on-sigterm
  shutdown-timeout socket-mark-id stream-node-max-bytes stream-node-max-entries syslog-enabled tracking-table-max-keys
  unixsocketperm zset-max-listpack-value`
    .split(/\s+/)
    .map((name) => [name, ""] as const);

/** Only when the server starts. */
const FIXED = new Set([
  "databases", "daemonize", "supervised", "pidfile", "logfile", "unixsocket", "always-show-logo", "cluster-enabled", "io-threads",
  "tcp-backlog", "appendfilename", "appenddirname", "aof-use-rdb-preamble", "bind", "port",
]); // prettier-ignore
const PROTECTED = new Set(["dir", "dbfilename"]);
const NUMBERS = new Set([
  "port", "timeout", "tcp-keepalive", "tcp-backlog", "databases", "maxclients", "maxmemory-samples", "hz", "io-threads",
  "slowlog-log-slower-than", "slowlog-max-len", "latency-monitor-threshold", "auto-aof-rewrite-percentage",
]); // prettier-ignore
const MEMORY = new Set(["maxmemory", "maxmemory-clients", "auto-aof-rewrite-min-size"]);
const CHOICES = new Map<string, readonly string[]>([
  ["loglevel", ["debug", "verbose", "notice", "warning", "nothing"]],
  ["appendfsync", ["everysec", "always", "no"]],
  [
    "maxmemory-policy",
    [
      "volatile-lru", "volatile-lfu", "volatile-random", "volatile-ttl", "allkeys-lru", "allkeys-lfu", "allkeys-random", "noeviction",
      "volatile-lrm", "allkeys-lrm",
    ],
  ],
]); // prettier-ignore
/** They take any number of words. */
const LISTS = new Set(["bind", "save", "client-output-buffer-limit", "oom-score-adj-values"]);

export const defaultSettings = (): Map<string, string> =>
  new Map([
    ...DEFAULTS.trim()
      .split("\n")
      .map((line) => splitWords(line.trim()) as [string, string]),
    ...KEPT,
  ]);

const UNITS = new Map([["", 1], ["b", 1], ["k", 1e3], ["kb", 1024], ["m", 1e6], ["mb", 1 << 20], ["g", 1e9], ["gb", 1 << 30]]); // prettier-ignore

function parseMemory(text: string): number | undefined {
  const parts = /^(\d+)([a-z]*)$/i.exec(text);
  const unit = UNITS.get((parts?.[2] ?? "?").toLowerCase());
  return unit === undefined ? undefined : Number(parts?.[1]) * unit;
}

/** The value as it is kept, or what is wrong with it. */
export function settingValue(
  settings: ReadonlyMap<string, string>,
  name: string,
  words: readonly string[],
): { readonly value: string } | { readonly wrong: string } {
  const value = words.join(" ");
  if (MEMORY.has(name)) {
    const bytes = parseMemory(value);
    return bytes === undefined ? { wrong: "argument must be a memory value" } : { value: String(bytes) };
  }
  if (NUMBERS.has(name))
    return /^-?\d+$/.test(value) ? { value } : { wrong: "argument couldn't be parsed into an integer" };
  const choices =
    CHOICES.get(name) ?? (/^(yes|no)$/.test(settings.get(name) ?? "") ? ["yes", "no"] : undefined);
  if (choices === undefined || choices.includes(value.toLowerCase()))
    return { value: choices === undefined ? value : value.toLowerCase() };
  const isSwitch = choices.length === 2;
  return {
    wrong: isSwitch
      ? "argument must be 'yes' or 'no'"
      : `argument(s) must be one of the following: ${choices.join(", ")}`,
  };
}

/** Why a setting cannot be changed any more; undefined: it can. */
export const whyFixed = (name: string): string | undefined =>
  FIXED.has(name) ? "can't set immutable config" : PROTECTED.has(name) ? "can't set protected config" : undefined; // prettier-ignore

export interface SettingFault {
  /** counted from one */
  readonly line: number;
  readonly text: string;
  readonly why: string;
}

/** Sets what the lines say; the first fault ends it. Several lines of `save` add up. */
export function applyLines(settings: Map<string, string>, lines: readonly string[]): SettingFault | undefined {
  let saves: string[] | undefined;
  for (const [i, raw] of lines.entries()) {
    const text = raw.trim();
    if (text === "" || text.startsWith("#")) continue;
    const fault = (why: string): SettingFault => ({ line: i + 1, text, why });
    const words = splitWords(text);
    if (words === undefined) return fault("Unbalanced quotes in configuration line");
    const [first = "", ...values] = words;
    const name = first.toLowerCase();
    if (!settings.has(name) || values.length === 0 || (values.length > 1 && !LISTS.has(name)))
      return fault("Bad directive or wrong number of arguments");
    const given = settingValue(settings, name, values);
    if ("wrong" in given) return fault(given.wrong);
    if (name === "save") {
      if (!/^(\d+ \d+( |$))*$/.test(given.value)) return fault("Invalid save parameters");
      saves = given.value === "" ? [] : [...(saves ?? []), given.value];
      settings.set(name, saves.join(" "));
    } else settings.set(name, given.value);
  }
  return undefined;
} // prettier-ignore

/** [seconds, changes] after which the data are saved. */
export function savePoints(settings: ReadonlyMap<string, string>): readonly (readonly [number, number])[] {
  const numbers = (settings.get("save") ?? "").split(" ").filter(Boolean).map(Number);
  return numbers.flatMap((seconds, i) => (i % 2 === 0 ? [[seconds, numbers[i + 1] ?? 1] as const] : []));
}
