// --log-driver and --log-opt: which options a driver takes, and what is made of them when a container starts
// (moby daemon/logger: factory.go, loginfo.go, jsonfilelog, local). Drivers that send logs elsewhere are known
// by name only.

import { atoi, parseBool } from "../base/go/integers.ts";
import { encodeJsonString } from "../base/go/json-encode.ts";
import { parseBinarySize, parseDecimalSize } from "../base/go/human-size.ts";
import { fail, ok, type Result } from "../base/result.ts";
import type { Container } from "../model/container.ts";

type Options = ReadonlyMap<string, string>;

const JSON_FILE = ["max-file", "max-size", "compress", "labels", "labels-regex", "env", "env-regex", "tag"];
const LOCAL = ["max-file", "max-size", "compress"];
const BUILT_IN = [
  "mode",
  "max-buffer-size",
  "cache-disabled",
  "cache-max-file",
  "cache-max-size",
  "cache-compress",
];
const ELSEWHERE = ["awslogs", "fluentd", "gcplogs", "gelf", "journald", "splunk", "syslog"];

/** What is wrong with a driver and its options when a container is created. */
export function logOptionsComplaint(driver: string, options: Options): string | undefined {
  if (driver === "none") return undefined;
  const mode = options.get("mode") ?? "";
  if (!["", "blocking", "non-blocking"].includes(mode)) return `logger: logging mode not supported: ${mode}`;
  const buffer = options.get("max-buffer-size");
  if (buffer !== undefined) {
    if (mode !== "non-blocking")
      return "logger: max-buffer-size option is only supported with 'mode=non-blocking'";
    const size = parseBinarySize(buffer);
    if (!size.ok) return `error parsing option max-buffer-size: ${size.error}`;
  }
  const cache = options.get("cache-disabled") ?? "";
  if (cache !== "" && !parseBool(cache).ok) return `invalid value for option cache-disabled: ${cache}`;
  const given = [...options.keys()].filter((name) => !BUILT_IN.includes(name));
  if (driver === "json-file") {
    const unknown = given.find((name) => !JSON_FILE.includes(name));
    return unknown && `unknown log opt '${unknown}' for json-file log driver`;
  }
  if (driver === "local") {
    const unknown = given.find((name) => !LOCAL.includes(name));
    return unknown && `unknown log opt '${unknown}' for log driver local`;
  }
  if (ELSEWHERE.includes(driver)) return undefined;
  return `error looking up logging plugin ${driver}: plugin "${driver}" not found`;
}

export interface LogSettings {
  readonly driver: "json-file" | "local";
  /** bytes after which a file is set aside; -1: never */
  readonly capacity: number;
  readonly maxFiles: number;
  readonly compress: boolean;
  /** JSON of labels and the like that go with each line; "" for none */
  readonly attributes: string;
}

/** Undefined where nothing is kept. */
export function logSettings(container: Container): Result<LogSettings | undefined, string> {
  const { Type: driver, Config } = container.hostConfig.LogConfig;
  const options = Config ?? new Map<string, string>();
  if (driver === "none") return ok(undefined);
  if (driver === "json-file") return jsonFileSettings(container, options);
  if (driver === "local") return localSettings(options);
  return fail(`the ${driver} log driver is not yet modelled`);
}

function jsonFileSettings(container: Container, options: Options): Result<LogSettings, string> {
  const size = options.get("max-size");
  const capacity = size === undefined ? ok(-1) : parseDecimalSize(size);
  if (!capacity.ok) return capacity;
  if (size !== undefined && Number(capacity.value) <= 0) return fail("max-size must be a positive number");
  const files = options.get("max-file");
  const maxFiles = files === undefined ? ok(1) : atoi(files);
  if (!maxFiles.ok) return maxFiles;
  if (Number(maxFiles.value) < 1) return fail("max-file cannot be less than 1");
  const compress = parseBool(options.get("compress") ?? "false");
  if (!compress.ok) return compress;
  if (compress.value && (Number(maxFiles.value) === 1 || capacity.value === -1))
    return fail("compress cannot be true when max-file is less than 2 or max-size is not set");
  return ok({
    driver: "json-file",
    capacity: Number(capacity.value),
    maxFiles: Number(maxFiles.value),
    compress: compress.value,
    attributes: attributesOf(container, options),
  });
}

function localSettings(options: Options): Result<LogSettings, string> {
  const size = options.get("max-size") ?? "20m";
  const capacity = parseDecimalSize(size);
  if (!capacity.ok) return fail(`invalid value for max-size: ${size}: ${capacity.error}`);
  const files = options.get("max-file") ?? "5";
  const maxFiles = atoi(files);
  if (!maxFiles.ok) return fail(`invalid value for max-file: ${files}: ${maxFiles.error}`);
  const compress = parseBool(options.get("compress") ?? "true");
  if (!compress.ok) return fail(`error reading compress log option: ${compress.error}`);
  if (Number(capacity.value) < 0) return fail("max size should be a positive number");
  if (Number(maxFiles.value) < 0) return fail("max file count cannot be less than 0");
  if (compress.value && Number(maxFiles.value) <= 1)
    return fail("compression cannot be enabled when max file count is 1");
  return ok({
    driver: "local",
    capacity: Number(capacity.value),
    maxFiles: Number(maxFiles.value),
    compress: compress.value,
    attributes: "",
  });
}

function attributesOf({ config, id, name }: Container, options: Options): string {
  const all = new Map<string, string>();
  const take = (option: string, values: Options): void => {
    for (const key of (options.get(option) ?? "").split(","))
      if (values.has(key)) all.set(key, values.get(key) as string);
  };
  take("labels", config.Labels ?? new Map());
  take(
    "env",
    new Map((config.Env ?? []).map((entry) => entry.split(/=(.*)/s).slice(0, 2) as [string, string])),
  );
  const tag = options.get("tag") ?? "";
  if (tag !== "") all.set("tag", tagOf(tag, id, name, config.Image));
  if (all.size === 0) return "";
  const members = [...all].sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([k, v]) => `${encodeJsonString(k, true)}:${encodeJsonString(v, true)}`).join(",")}}`;
}

/** The usual names of a tag's template; the rest of Go's templates belongs to the client. */
function tagOf(tag: string, id: string, name: string, image: string): string {
  const values = new Map([
    [".ID", id.slice(0, 12)], [".FullID", id], [".Name", name], [".ImageName", image], [".DaemonName", "docker"],
  ]); // prettier-ignore
  return tag.replace(/\{\{\s*(\.\w+)\s*\}\}/g, (whole, field: string) => values.get(field) ?? whole);
}
