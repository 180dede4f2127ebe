// --gpus: a count, `all`, or count=, device=, driver=, capabilities=, options= (docker/cli opts/gpus.go). Whether there
// are any, the daemon finds out.

import { fail, ok, type Result } from "../../base/result.ts";
import type { DeviceRequest } from "./create-request.ts";
import { parseCsvRecord } from "./csv.ts";
import { parseDecimal, reasonOf } from "./numbers.ts";
import { cut, keyValueMap } from "./key-value.ts";

const ALL = -1;

type Draft = { -readonly [K in keyof DeviceRequest]: DeviceRequest[K] };

export function parseGpus(value: string): Result<DeviceRequest, string> {
  const fields = parseCsvRecord(value);
  if (!fields.ok) return fields;
  const request: Draft = { Driver: "", Count: 0, DeviceIDs: null, Capabilities: null, Options: null };
  const seen = new Set<string>();
  for (const field of fields.value) {
    const wrong = readField(request, field, seen);
    if (wrong !== undefined) return fail(wrong);
  }
  if (!seen.has("count") && request.DeviceIDs === null) request.Count = 1;
  request.Options ??= new Map();
  request.Capabilities ??= [["gpu"]];
  return ok(request);
}

function readField(request: Draft, field: string, seen: Set<string>): string | undefined {
  const [key, value, found] = cut(field, "=");
  if (seen.has(key)) return `gpu request key '${key}' can be specified only once`;
  seen.add(key);
  if (!found) seen.add("count");
  if (!found || key === "count") return setCount(request, found ? value : key);
  if (key === "driver") request.Driver = value;
  else if (key === "device") request.DeviceIDs = value.split(",");
  else if (key === "capabilities") request.Capabilities = [[...value.split(","), "gpu"]];
  else if (key === "options") return setOptions(request, value);
  else return `unexpected key '${key}' in '${field}'`;
  return undefined;
}

function setCount(request: Draft, text: string): string | undefined {
  const count = text === "all" ? ok(ALL) : parseDecimal(text);
  if (count.ok) request.Count = count.value;
  else return `invalid count (${text}): value must be either "all" or an integer: ${reasonOf(count.error)}`;
  return undefined;
}

function setOptions(request: Draft, text: string): string | undefined {
  const fields = parseCsvRecord(text);
  if (!fields.ok) return `failed to read gpu options: ${fields.error}`;
  request.Options = keyValueMap(fields.value);
  return undefined;
}
