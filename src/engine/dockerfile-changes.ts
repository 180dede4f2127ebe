// Changes to a config in a Dockerfile's words, as commit and import take them (moby builder/dockerfile,
// BuildFromConfig and dispatchers.go; texts of BuildKit's instructions package).

import { parseDuration } from "../base/go/duration.ts";
import { parseInteger } from "../base/go/integers.ts";
import { quote } from "../base/go/quote.ts";
import { dockerError, ok, type Result } from "../base/result.ts";
import type { ContainerConfig } from "../model/container-config.ts";
import { parseJsonList, parseLines, type Line } from "./dockerfile-lines.ts";
import { processWord, splitWords } from "./dockerfile-words.ts";
import { anySignal } from "./kill.ts";
import { cleanPath } from "./paths.ts";
import { exposedPorts } from "./port-specs.ts";

type Draft = { -readonly [K in keyof ContainerConfig]: ContainerConfig[K] };

export interface Building {
  readonly config: Draft;
  /** what variables are replaced by: the config's environment, and in a build its arguments */
  readonly env: Map<string, string>;
  readonly escape?: string | undefined;
  /** CMD was among the changes, so ENTRYPOINT leaves it */
  cmdSet: boolean;
}

type Complaint = string | undefined;
type Instruction = (building: Building, line: Line) => Complaint;

const SHELL = ["/bin/sh", "-c"];

/** The config with all changes made; the given one stays as it is. */
export function applyChanges(config: ContainerConfig, changes: readonly string[]): Result<ContainerConfig> {
  if (changes.length === 0) return ok(config);
  const lines = parseLines(changes.join("\n"));
  if (!lines.ok) return dockerError("invalid-parameter", lines.error);
  for (const { name } of lines.value)
    if (!INSTRUCTIONS.has(name.toLowerCase()))
      return dockerError("invalid-parameter", `${name} is not a valid change command`);
  const building = beginBuilding(config);
  for (const line of lines.value) {
    const act = INSTRUCTIONS.get(line.name.toLowerCase()) as Instruction;
    const complaint = refuseFlags(line) ?? act(building, line);
    if (complaint !== undefined) return dockerError("invalid-parameter", complaint);
  }
  return ok(building.config);
}

function refuseFlags({ name, flags }: Line): Complaint {
  const known = name.toLowerCase() === "healthcheck" ? HEALTH_FLAGS : [];
  for (const flag of flags) {
    const [word = "", value] = flag.slice(2).split(/=(.*)/s);
    if (!known.includes(word)) return `unknown flag: --${word}`;
    if (value === undefined) return `missing a value on flag: --${word}`;
  }
  return undefined;
}

export const beginBuilding = (config: ContainerConfig, escape = "\\"): Building => ({
  config: { ...config },
  escape,
  env: new Map((config.Env ?? []).map((entry) => entry.split(/=(.*)/s).slice(0, 2) as [string, string])),
  cmdSet: false,
});

/** One instruction that changes the config only; the complaint if it cannot. */
export const changeConfig = (building: Building, line: Line): Complaint =>
  INSTRUCTIONS.get(line.name.toLowerCase())?.(building, line);

const missing = (name: string, least: string): string => `${name.toUpperCase()} requires ${least} argument`;

/** The words of an instruction, JSON or not, with variables replaced. */
function words({ env, escape }: Building, { rest }: Line): Result<readonly string[], string> {
  const given = parseJsonList(rest) ?? rest.split(/\s+/).filter((word) => word !== "");
  const done: string[] = [];
  for (const word of given) {
    const processed = processWord(word, env, { escape });
    if (!processed.ok) return processed;
    done.push(processed.value);
  }
  return ok(done);
}

/** `ENV a b`, `ENV a=b c=d`: names and values. */
export function pairs(
  { env, escape }: Pick<Building, "env" | "escape">,
  { name, rest }: Line,
): Result<readonly (readonly [string, string])[], string> {
  const upper = name.toUpperCase();
  const given = splitWords(rest);
  const [first] = given;
  if (first === undefined) return { ok: false, error: missing(name, "at least one") };
  const old = !first.includes("=");
  const parts = rest.split(/\s+([\s\S]*)/);
  if (old && (parts[1] ?? "") === "") return { ok: false, error: `${upper} must have two arguments` };
  const raw = old
    ? [[first, parts[1] as string] as const]
    : given.map((word) => word.split(/=(.*)/s).slice(0, 2) as [string, string | undefined]);
  const done: (readonly [string, string])[] = [];
  for (const [i, [key, value]] of raw.entries()) {
    if (value === undefined)
      return {
        ok: false,
        error: `Syntax error - can't find = in ${quote(given[i] ?? "")}. Must be of the form: name=value`,
      };
    const processed = processWord(value, env, { escape });
    if (!processed.ok) return processed;
    const named = processWord(key, env, { escape });
    if (!named.ok) return named;
    if (named.value === "") return { ok: false, error: `${upper} names can not be blank` };
    done.push([named.value, processed.value]);
  }
  return ok(done);
}

const env: Instruction = (building, line) => {
  const given = pairs(building, line);
  if (!given.ok) return given.error;
  let all = [...(building.config.Env ?? [])];
  for (const [name, value] of given.value) {
    const at = all.findIndex((entry) => entry.split("=", 1)[0] === name);
    if (at < 0) all.push(`${name}=${value}`);
    else all = all.with(at, `${name}=${value}`);
    building.env.set(name, value);
  }
  building.config.Env = all;
  return undefined;
};

const label: Instruction = (building, line) => {
  const given = pairs(building, line);
  if (!given.ok) return given.error;
  building.config.Labels = new Map([...(building.config.Labels ?? []), ...given.value]);
  return undefined;
};

const commandOf = (building: Building, rest: string): readonly string[] =>
  parseJsonList(rest) ?? [...(building.config.Shell ?? SHELL), ...(rest === "" ? [] : [rest])];

const cmd: Instruction = (building, { rest }) => {
  building.config.Cmd = commandOf(building, rest);
  building.cmdSet = true;
  return undefined;
};

const entrypoint: Instruction = (building, { rest }) => {
  building.config.Entrypoint = rest === "" ? null : commandOf(building, rest);
  if (!building.cmdSet) building.config.Cmd = null;
  return undefined;
};

const expose: Instruction = (building, line) => {
  const given = words(building, line);
  if (!given.ok) return given.error;
  if (given.value.length === 0) return missing(line.name, "at least one");
  const ports = exposedPorts([...given.value].sort());
  if (!ports.ok) return ports.error;
  building.config.ExposedPorts = new Map([
    ...(building.config.ExposedPorts ?? []),
    ...ports.value.map((port) => [port, {}] as const),
  ]);
  return undefined;
};

/** One argument, which may have spaces in it. */
const one =
  (set: (config: Draft, value: string) => Complaint): Instruction =>
  (building, line) => {
    if (line.rest === "") return missing(line.name, "exactly one");
    const value = processWord(line.rest, building.env, building);
    return value.ok ? set(building.config, value.value) : value.error;
  };

const user = one((config, value) => {
  config.User = value;
  return undefined;
});

const workdir = one((config, value) => {
  config.WorkingDir = cleanPath(value.startsWith("/") ? value : `/${config.WorkingDir}/${value}`);
  return undefined;
});

const stopSignal = one((config, value) => {
  if (anySignal(value) === undefined) return `invalid signal: ${value}`;
  config.StopSignal = value;
  return undefined;
});

const volume: Instruction = (building, line) => {
  const given = words(building, line);
  if (!given.ok) return given.error;
  if (given.value.length === 0) return missing(line.name, "at least one");
  const paths = given.value.map((path) => path.trim());
  if (paths.includes("")) return "VOLUME specified can not be an empty string";
  building.config.Volumes = new Map([
    ...(building.config.Volumes ?? []),
    ...paths.map((path) => [path, {}] as const),
  ]);
  return undefined;
};

const onbuild: Instruction = (building, { rest, text }) => {
  const [trigger = ""] = rest.split(/\s+/);
  if (trigger === "") return "ONBUILD requires at least one argument";
  const upper = trigger.toUpperCase();
  if (upper === "ONBUILD") return "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed";
  if (upper === "MAINTAINER" || upper === "FROM") return `${upper} isn't allowed as an ONBUILD trigger`;
  const original = text.replace(/^\s*onbuild\s*/i, "");
  building.config.OnBuild = [...(building.config.OnBuild ?? []), original];
  return undefined;
};

// ---- healthcheck

const HEALTH_FLAGS: readonly string[] = ["interval", "timeout", "start-period", "start-interval", "retries"];

const healthcheck: Instruction = (building, { rest, flags }) => {
  const [word = "", ...more] = rest.split(/\s+/);
  if (word === "") return missing("HEALTHCHECK", "at least one");
  const kind = word.toUpperCase();
  if (kind === "NONE") {
    if (more.length > 0) return "HEALTHCHECK NONE takes no arguments";
    building.config.Healthcheck = { Test: ["NONE"] };
    return undefined;
  }
  if (kind !== "CMD") return `Unknown type ${quote(kind)} in HEALTHCHECK (try CMD)`;
  const command = rest.slice(word.length).trim();
  const list = parseJsonList(command);
  if (list === undefined ? command === "" : list.length === 0) return "Missing command after HEALTHCHECK CMD";
  const times = timesOf(flags);
  if (!times.ok) return times.error;
  building.config.Healthcheck = {
    Test: list === undefined ? ["CMD-SHELL", command] : ["CMD", ...list],
    ...times.value,
  };
  return undefined;
};

const SHORTEST = 1_000_000n;
const FIELDS = {
  interval: "Interval",
  timeout: "Timeout",
  "start-period": "StartPeriod",
  "start-interval": "StartInterval",
} as const;

function timesOf(flags: readonly string[]): Result<Readonly<Record<string, number>>, string> {
  const given = new Map(flags.map((flag) => flag.slice(2).split(/=(.*)/s).slice(0, 2) as [string, string]));
  const times: Record<string, number> = {};
  for (const [flag, field] of Object.entries(FIELDS)) {
    const text = given.get(flag) ?? "";
    if (text === "") continue;
    const time = parseDuration(text);
    if (!time.ok) return time;
    if (BigInt(time.value) === 0n) continue;
    if (BigInt(time.value) < SHORTEST)
      return { ok: false, error: `Interval ${quote(flag)} cannot be less than 1ms` };
    times[field] = Number(time.value);
  }
  const retries = given.get("retries") ?? "";
  if (retries === "") return ok(times);
  const number = parseInteger(retries, 10, 32);
  if (!number.ok) return number;
  if (Number(number.value) < 0) return { ok: false, error: `--retries cannot be negative (${number.value})` };
  return ok({ ...times, Retries: Number(number.value) });
}

const INSTRUCTIONS: ReadonlyMap<string, Instruction> = new Map<string, Instruction>([
  ["cmd", cmd],
  ["entrypoint", entrypoint],
  ["env", env],
  ["expose", expose],
  ["healthcheck", healthcheck],
  ["label", label],
  ["onbuild", onbuild],
  ["stopsignal", stopSignal],
  ["user", user],
  ["volume", volume],
  ["workdir", workdir],
]);
