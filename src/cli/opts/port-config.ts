// Ports of services: `8080:80/tcp` or `published=8080,target=80,protocol=tcp,mode=ingress` (docker/cli
// opts/swarmopts/port.go).

import { fail, ok, type Result } from "../../base/result.ts";
import { parseCsvRecord } from "./csv.ts";
import { parseUint, reasonOf } from "./numbers.ts";
import { cut } from "./key-value.ts";
import { parsePortRange, parsePublishedPorts } from "./port.ts";

/** The API's PortConfig. */
export interface PortConfig {
  readonly Protocol: string;
  readonly TargetPort: number;
  /** 0: any */
  readonly PublishedPort: number;
  readonly PublishMode: string;
}

type Draft = { -readonly [K in keyof PortConfig]: PortConfig[K] };

const LONG_FORM = /\w+=\w+(,\w+=\w+)*/;
const PROTOCOLS = new Set(["tcp", "udp", "sctp"]);

/** One --publish of a service; a range gives several. */
export const parsePortConfig = (value: string): Result<PortConfig[], string> =>
  LONG_FORM.test(value) ? longForm(value) : shortForm(value);

function shortForm(value: string): Result<PortConfig[], string> {
  // with `=`, what is no long form of a service's is none of a container's either
  const ports = value.includes("=")
    ? parsePublishedPorts([value.replaceAll("=", "\0")])
    : parsePublishedPorts([value]);
  if (!ports.ok) return fail(ports.error.replaceAll("\0", "="));
  const all: PortConfig[] = [];
  for (const [port, bindings] of ports.value.bindings)
    for (const binding of bindings) {
      if (binding.HostIp !== "") return fail("hostip is not supported");
      const range = binding.HostPort === "" ? ok({ start: 0, end: 0 }) : parsePortRange(binding.HostPort);
      if (!range.ok)
        return fail(`invalid hostport binding (${binding.HostPort}) for port (${cut(port, "/")[0]})`);
      const [target, protocol] = cut(port, "/");
      for (let published = range.value.start; published <= range.value.end; published++)
        all.push({
          Protocol: protocol,
          TargetPort: Number(target),
          PublishedPort: published,
          PublishMode: "ingress",
        });
    }
  return ok(all);
}

function longForm(value: string): Result<PortConfig[], string> {
  const fields = parseCsvRecord(value);
  if (!fields.ok) return fields;
  const draft: Draft = { Protocol: "", TargetPort: 0, PublishedPort: 0, PublishMode: "" };
  for (const field of fields.value) {
    const wrong = readField(draft, field);
    if (wrong !== undefined) return fail(wrong);
  }
  if (draft.TargetPort === 0) return fail("missing mandatory field 'target'");
  return ok([{ ...draft, PublishMode: draft.PublishMode || "ingress", Protocol: draft.Protocol || "tcp" }]);
}

function readField(draft: Draft, field: string): string | undefined {
  const [key, value, found] = cut(field.toLowerCase(), "=");
  if (!found || key === "") return `invalid field: ${field}`;
  if (key === "protocol") {
    if (!PROTOCOLS.has(value)) return `invalid protocol value '${value}'`;
    draft.Protocol = value;
  } else if (key === "mode") {
    if (value !== "ingress" && value !== "host")
      return `invalid publish mode value (${value}): must be either 'ingress' or 'host'`;
    draft.PublishMode = value;
  } else if (key === "target" || key === "published") {
    const port = parseUint(value, 10, 16);
    if (!port.ok) return `invalid ${key} port (${value}): value must be an integer: ${reasonOf(port.error)}`;
    draft[key === "target" ? "TargetPort" : "PublishedPort"] = port.value;
  } else return `invalid field key: ${key}`;
  return undefined;
}
