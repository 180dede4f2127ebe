// `[[IP:][HOST]:]CONTAINER[/PROTOCOL]` as EXPOSE takes them (go-connections nat ParsePortSpec of this version).
// What -p makes of it is the client's business.

import { fail, ok, type Result } from "../base/result.ts";
import { parsePortRange, splitPort } from "../model/port-text.ts";

/** Each port that the specs name, as `80/tcp`. */
export function exposedPorts(specs: readonly string[]): Result<readonly string[], string> {
  const all: string[] = [];
  for (const spec of specs) {
    const ports = portsOf(spec);
    if (!ports.ok) return ports;
    all.push(...ports.value);
  }
  return ok(all);
}

function portsOf(spec: string): Result<readonly string[], string> {
  const parts = spec.split(":");
  const { port, protocol } = splitPort(parts.at(-1) ?? "");
  if (port === "") return fail(`No port specified: ${spec}<empty>`);
  const range = parsePortRange(port);
  if (!range.ok) return fail(`Invalid containerPort: ${port}`);
  const host = parts.length > 1 ? (parts.at(-2) as string) : "";
  const hostRange = host === "" ? undefined : parsePortRange(host);
  if (hostRange?.ok === false) return fail(`Invalid hostPort: ${host}`);
  const [first, last] = range.value;
  if (hostRange?.ok && last !== first && hostRange.value[1] - hostRange.value[0] !== last - first)
    return fail(`Invalid ranges specified for container and host Ports: ${port} and ${host}`);
  if (!["tcp", "udp", "sctp"].includes(protocol.toLowerCase())) return fail(`Invalid proto: ${protocol}`);
  return ok(Array.from({ length: last - first + 1 }, (_, i) => `${first + i}/${protocol.toLowerCase()}`));
}
