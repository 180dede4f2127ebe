// INFO: what the server says of itself, by sections (redis.io, "INFO"). Only what is known stands there: memory is
// what the program holds and an estimate of the data; replication and clusters are not modelled.

import type { ServerState } from "./state.ts";
import { savePoints, REDIS_VERSION } from "./settings.ts";
import { isSubscribed } from "./connection-commands.ts";

const BASE_MEMORY = 962_000;
const PER_KEY = 72;

export function usedMemory(state: ServerState): number {
  let keys = 0;
  for (const db of state.databases.values()) keys += db.size;
  return BASE_MEMORY + keys * PER_KEY + state.clients.length * 22_000;
}

export function humanBytes(bytes: number): string {
  const units = ["B", "K", "M", "G"];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return unit === 0 ? `${bytes}B` : `${value.toFixed(2)}${units[unit]}`;
}

type Section = (state: ServerState, about: About) => readonly (readonly [string, string | number])[];

export interface About {
  /** milliseconds since 1970 */
  readonly now: number;
  readonly pid: number;
  readonly os: string;
}

const seconds = (microseconds: number): number => Math.floor(microseconds / 1e6);

const SECTIONS = new Map<string, Section>([
  ["Server", (state, { now, pid, os }) => {
    const uptime = seconds(now * 1000 - state.started);
    return [
      ["redis_version", REDIS_VERSION], ["redis_git_sha1", "00000000"], ["redis_git_dirty", 1], ["redis_mode", "standalone"], ["os", os],
      ["arch_bits", 64], ["monotonic_clock", "POSIX clock_gettime"], ["multiplexing_api", "epoll"], ["process_id", pid],
      ["process_supervised", "no"], ["run_id", state.runId], ["tcp_port", state.settings.get("port") ?? ""],
      ["server_time_usec", Math.floor(now * 1000)], ["uptime_in_seconds", uptime], ["uptime_in_days", Math.floor(uptime / 86_400)],
      ["hz", 10], ["configured_hz", 10], ["executable", state.executable], ["config_file", state.configFile],
    ];
  }],
  ["Clients", (state) => [
    ["connected_clients", state.clients.length], ["maxclients", state.settings.get("maxclients") ?? ""],
    ["blocked_clients", state.clients.filter(({ blocked }) => blocked !== undefined).length],
    ["pubsub_clients", state.clients.filter(isSubscribed).length],
  ]],
  ["Memory", (state) => {
    const used = usedMemory(state);
    const most = Number(state.settings.get("maxmemory"));
    return [
      ["used_memory", used], ["used_memory_human", humanBytes(used)], ["used_memory_rss", 12_500 * 1024],
      ["used_memory_rss_human", humanBytes(12_500 * 1024)], ["maxmemory", most], ["maxmemory_human", humanBytes(most)],
      ["maxmemory_policy", state.settings.get("maxmemory-policy") ?? ""],
    ];
  }],
  ["Persistence", (state) => [
    ["loading", 0], ["rdb_changes_since_last_save", state.dirty], ["rdb_bgsave_in_progress", state.saving === undefined ? 0 : 1],
    ["rdb_last_save_time", seconds(state.lastSave)], ["rdb_last_bgsave_status", state.lastSaveFailed ? "err" : "ok"],
    ["rdb_saves", state.stats.saves], ["rdb_save_points", savePoints(state.settings).length], ["aof_enabled", state.aof === undefined ? 0 : 1],
    ["aof_last_write_status", "ok"],
  ]],
  ["Stats", ({ stats, clients }) => [
    ["total_connections_received", stats.connections], ["total_commands_processed", stats.commands], ["expired_keys", stats.expired],
    ["keyspace_hits", stats.hits], ["keyspace_misses", stats.misses],
    ["pubsub_channels", new Set(clients.flatMap(({ channels }) => [...channels])).size],
    ["pubsub_patterns", new Set(clients.flatMap(({ patterns }) => [...patterns])).size],
  ]],
  ["Replication", () => [["role", "master"], ["connected_slaves", 0], ["master_repl_offset", 0]]],
  ["Cluster", () => [["cluster_enabled", 0]]],
  ["Keyspace", (state) =>
    [...state.databases]
      .filter(([, db]) => db.size > 0)
      .sort(([a], [b]) => a - b)
      .map(([number, db]) => [`db${number}`, `keys=${db.size},expires=${db.expiring},avg_ttl=0`] as const)],
]); // prettier-ignore

/** Sections by name, all if none is given. */
export function infoText(state: ServerState, about: About, asked: readonly string[]): string {
  const wanted = asked.map((name) => name.toLowerCase());
  const all = wanted.length === 0 || wanted.some((name) => ["all", "default", "everything"].includes(name));
  return [...SECTIONS]
    .filter(([name]) => all || wanted.includes(name.toLowerCase()))
    .map(
      ([name, section]) =>
        `# ${name}\r\n${section(state, about)
          .map(([field, value]) => `${field}:${value}\r\n`)
          .join("")}`,
    )
    .join("\r\n");
}
