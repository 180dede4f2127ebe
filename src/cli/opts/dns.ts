// --dns and --dns-search (docker/cli opts.ValidateIPAddress, opts.ValidateDNSSearch), and the warning of resolvers that
// only the host can reach.

import { fail, ok, type Result } from "../../base/result.ts";
import { formatIp, parseIp } from "../../base/go/ip-address.ts";

/** The address in its canonical form. */
export function validateIpAddress(value: string): Result<string, string> {
  const address = parseIp(value.trim());
  return address === undefined
    ? fail(`IP address is not correctly formatted: ${value}`)
    : ok(formatIp(address));
}

// The colons are in the real expression, where `(:?` stands for `(?:`: it takes a colon before each label.
const LABEL = ":?(?:[a-zA-Z0-9]|(?::?[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))";
const DOMAIN = new RegExp(`^(:?${LABEL}(?::?\\.${LABEL})*)\\.?\\s*$`);
const MAX_DOMAIN = 255;

/** A domain without its last dot; a dot alone stands for none. */
export function validateDnsSearch(value: string): Result<string, string> {
  const text = value.replace(/^ +| +$/g, "");
  if (text === ".") return ok(text);
  const domain = /[a-zA-Z]/.test(text) ? DOMAIN.exec(text)?.[1] : undefined;
  return domain === undefined || domain.length >= MAX_DOMAIN
    ? fail(`${text} is not a valid domain`)
    : ok(domain);
}

/** A resolver on the loopback, which a container cannot reach: the client warns of it after creation. */
export function localhostDnsWarning(servers: readonly string[]): string | undefined {
  const local = servers.find((server) => {
    const address = parseIp(server);
    return address?.length === 4 ? address[0] === 127 : address !== undefined && formatIp(address) === "::1";
  });
  return local === undefined ? undefined : `Localhost DNS (${local}) may fail in containers.`;
}
