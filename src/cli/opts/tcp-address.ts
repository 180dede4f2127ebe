// Addresses that a node of a swarm listens at: `[tcp://]host[:port]` (docker/cli opts.ParseTCPAddr).

import { fail, ok, type Result } from "../../base/result.ts";
import { parseDecimal } from "./numbers.ts";
import { joinHostPort, splitHostPort } from "./ip-address.ts";

/** `0.0.0.0:2377`: what is missing comes from `fallback`, which is of that form. */
export function parseTcpAddress(value: string, fallback: string): Result<string, string> {
  if (value === "" || value === "tcp://") return ok(fallback);
  let address = value.replace(/^tcp:\/\//, "");
  if (address.includes("://") || address === "") return fail(`invalid proto, expected tcp: ${value}`);
  const defaults = splitHostPort(fallback);
  if (!defaults.ok) return defaults;
  if (address.endsWith("]:")) address += defaults.value.port;
  const slash = address.indexOf("/");
  const [place, path] = slash < 0 ? [address, ""] : [address.slice(0, slash), address.slice(slash)];
  const wrong = urlError(address, place);
  if (wrong !== undefined) return fail(wrong);
  const parts = hostAndPort(place, defaults.value.port);
  if (parts === undefined) return fail(`invalid bind address format: ${value}`);
  const host = parts.host || defaults.value.host;
  const port = parts.port || defaults.value.port;
  if (!parseDecimal(port).ok && !/^[+-]?[0-9]{19,}$/.test(port)) return fail(`invalid bind address format: ${value}`);
  return ok(`${joinHostPort(host, port)}${path}`);
}

function hostAndPort(place: string, port: string): { host: string; port: string } | undefined {
  const given = splitHostPort(place);
  if (given.ok) return given.value;
  const added = splitHostPort(joinHostPort(place, port));
  return added.ok ? added.value : undefined;
}

/** What Go's url.Parse refuses in a host: a port that is no number, and what may not stand there. */
function urlError(address: string, place: string): string | undefined {
  const port = place.startsWith("[") ? place.slice(place.lastIndexOf("]") + 1) : place.slice(place.lastIndexOf(":"));
  const hasPort = place.startsWith("[") ? port !== "" : place.includes(":");
  const complain = (why: string): string => `parse "tcp://${address}": ${why}`;
  const invalid = /[\s"<>\\^`{|}]/.exec(place)?.[0];
  if (invalid === " ") return complain('invalid character " " in host name');
  if (invalid !== undefined) return complain(`invalid character "${invalid === "\\" || invalid === '"' ? `\\${invalid}` : invalid}" in host name`);
  if (hasPort && !/^:\d*$/.test(port)) return complain(`invalid port "${port}" after host`);
  return undefined;
}
