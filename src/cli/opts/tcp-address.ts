// Addresses that a node of a swarm listens at: `[tcp://]host[:port]`, where what is left out has a default (docker/cli
// opts.ParseTCPAddr).

import { quote } from "../../base/go/quote.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import { parseDecimal } from "./numbers.ts";
import { joinHostPort, splitHostPort } from "../../base/go/ip-address.ts";

/** `0.0.0.0:2377`: what is missing comes from `fallback`, which is of that form. */
export function parseTcpAddress(value: string, fallback: string): Result<string, string> {
  if (value === "" || value === "tcp://") return ok(fallback);
  let address = value.replace(/^tcp:\/\//, "");
  if (address.includes("://") || address === "") return fail(`invalid proto, expected tcp: ${value}`);
  const defaults = splitHostPort(fallback);
  if (!defaults.ok) return defaults;
  if (address.endsWith("]:")) address += defaults.value.port;
  const place = (/^[^/?#]*/.exec(address) as RegExpExecArray)[0];
  const path = (/^[^?#]*/.exec(address.slice(place.length)) as RegExpExecArray)[0];
  const wrong = urlError(address, place);
  if (wrong !== undefined) return fail(`parse ${quote(`tcp://${address}`)}: ${wrong}`);
  const parts = hostAndPort(place, defaults.value.port);
  if (parts === undefined) return fail(`invalid bind address format: ${value}`);
  const host = parts.host || defaults.value.host;
  const port = parts.port || defaults.value.port;
  if (!parseDecimal(port).ok && !/^[+-]?[0-9]{19,}$/.test(port))
    return fail(`invalid bind address format: ${value}`);
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
  if (CONTROL.test(address)) return "net/url: invalid control character in URL";
  const bracket = place.lastIndexOf("]");
  if (place.startsWith("[") && bracket < 0) return "missing ']' in host";
  if (!place.startsWith("[") && place.includes("[")) return "invalid IP-literal";
  const colon = place.startsWith("[") ? bracket + 1 : place.lastIndexOf(":");
  const port = colon < 0 ? "" : place.slice(colon);
  if (!/^(:\d*)?$/.test(port)) return `invalid port ${quote(port)} after host`;
  const odd = ODD_IN_HOST.exec(place)?.[0];
  return odd === undefined ? undefined : `invalid character ${quote(odd)} in host name`;
}

const CONTROL = /[\x00-\x1f\x7f]/;
const ODD_IN_HOST = /[ \\^`{|}]/;
