// --network: a name, or `name=net,alias=web,ip=…` (docker/cli opts/network.go). The long form is taken for such
// wherever two words stand around a `=`, and it loses its case.

import { fail, ok, type Result } from "../../base/result.ts";
import { parseCsvRecord } from "./csv.ts";
import { parseDecimal, reasonOf } from "./numbers.ts";
import { cut } from "./key-value.ts";

export interface NetworkAttachment {
  readonly target: string;
  readonly aliases: readonly string[];
  readonly driverOpts: ReadonlyMap<string, string>;
  readonly links: readonly string[];
  readonly ipv4: string;
  readonly ipv6: string;
  readonly linkLocalIps: readonly string[];
  readonly macAddress: string;
  readonly gwPriority: number;
}

type Draft = { -readonly [K in keyof NetworkAttachment]: NetworkAttachment[K] };

const attachmentTo = (target: string): Draft => ({
  target,
  aliases: [],
  driverOpts: new Map(),
  links: [],
  ipv4: "",
  ipv6: "",
  linkLocalIps: [],
  macAddress: "",
  gwPriority: 0,
});

export const plainAttachment = (target: string): NetworkAttachment => attachmentTo(target);

const LONG_FORM = /\w+=\w+(,\w+=\w+)*/;

export function parseNetworkAttachment(value: string): Result<NetworkAttachment, string> {
  if (!LONG_FORM.test(value)) return ok(attachmentTo(value));
  const fields = parseCsvRecord(value);
  if (!fields.ok) return fields;
  const draft = attachmentTo("");
  for (const field of fields.value) {
    const wrong = readField(draft, field);
    if (wrong !== undefined) return fail(wrong);
  }
  return draft.target === "" ? fail("network name/id is not specified") : ok(draft);
}

type Setter = (draft: Draft, value: string) => string | undefined | void;

const SETTERS = new Map<string, Setter>([
  ["name", (draft, value) => void (draft.target = value)],
  ["alias", (draft, value) => void (draft.aliases = [...draft.aliases, value])],
  ["ip", (draft, value) => void (draft.ipv4 = value)],
  ["ip6", (draft, value) => void (draft.ipv6 = value)],
  ["mac-address", (draft, value) => void (draft.macAddress = value)],
  ["link-local-ip", (draft, value) => void (draft.linkLocalIps = [...draft.linkLocalIps, value])],
  ["driver-opt", setDriverOpt],
  ["gw-priority", setGwPriority],
]);

function readField(draft: Draft, field: string): string | undefined {
  const [key, value, found] = cut(field.toLowerCase(), "=");
  if (!found || key === "") return `invalid field ${field}`;
  const set = SETTERS.get(key.trim());
  return set === undefined ? `invalid field key ${key.trim()}` : (set(draft, value.trim()) ?? undefined);
}

function setDriverOpt(draft: Draft, value: string): string | undefined {
  const [key, text, found] = cut(value, "=");
  if (!found || key === "") return "invalid key value pair format in driver options";
  draft.driverOpts = new Map(draft.driverOpts).set(key.trim(), text.trim());
  return undefined;
}

function setGwPriority(draft: Draft, value: string): string | undefined {
  const priority = parseDecimal(value);
  if (!priority.ok) return `invalid gw-priority (${value}): ${reasonOf(priority.error)}`;
  draft.gwPriority = priority.value;
  return undefined;
}
