// IP addresses, networks and host:port pairs as Go's net package reads and prints them (net.ParseIP, IP.String,
// net.ParseCIDR, net.SplitHostPort). Relies on nothing; addresses are arrays of 4 or 16 bytes.

import { fail, ok, type Result } from "../result.ts";

export type IpAddress = readonly number[];

const V4_IN_V6 = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255];

/** Undefined if it is no address. IPv4 in IPv6 notation (::ffff:1.2.3.4) comes back as IPv4; zones are refused. */
export function parseIp(text: string): IpAddress | undefined {
  const address = text.includes(":") ? parseV6(text) : parseV4(text);
  const mapped = address?.length === 16 && V4_IN_V6.every((byte, i) => address[i] === byte);
  return mapped ? address.slice(12) : address;
}

function parseV4(text: string): number[] | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return undefined;
  return parts.map(Number);
}

function parseV6(text: string): number[] | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const head = groups(halves[0] as string, halves.length === 1);
  const tail = halves.length === 2 ? groups(halves[1] as string, true) : [];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 16 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 2) return undefined;
  return [...head, ...new Array<number>(missing).fill(0), ...tail];
}

function groups(text: string, mayEndInV4: boolean): number[] | undefined {
  if (text === "") return [];
  const bytes: number[] = [];
  const parts = text.split(":");
  for (const [i, part] of parts.entries()) {
    if (part.includes(".")) {
      const v4 = mayEndInV4 && i === parts.length - 1 ? parseV4(part) : undefined;
      if (v4 === undefined) return undefined;
      bytes.push(...v4);
    } else {
      if (!/^[0-9a-fA-F]{1,4}$/.test(part)) return undefined;
      const group = Number.parseInt(part, 16);
      bytes.push(group >> 8, group & 255);
    }
  }
  return bytes;
}

/** The canonical text: IPv6 in lower case, its longest run of zero groups as `::`. */
export function formatIp(address: IpAddress): string {
  if (address.length === 4) return address.join(".");
  const words = Array.from(
    { length: 8 },
    (_, i) => ((address[2 * i] as number) << 8) | (address[2 * i + 1] as number),
  );
  const [start, length] = longestZeroRun(words);
  const hex = (part: readonly number[]): string => part.map((word) => word.toString(16)).join(":");
  return length < 2 ? hex(words) : `${hex(words.slice(0, start))}::${hex(words.slice(start + length))}`;
}

function longestZeroRun(words: readonly number[]): readonly [start: number, length: number] {
  let best: readonly [number, number] = [0, 0];
  for (let i = 0; i < words.length; i++) {
    let n = 0;
    while (words[i + n] === 0) n++;
    if (n > best[1]) best = [i, n];
  }
  return best;
}

export interface IpNetwork {
  /** with the bits after the prefix cleared */
  readonly address: IpAddress;
  readonly prefix: number;
}

export function parseCidr(text: string): IpNetwork | undefined {
  const slash = text.indexOf("/");
  if (slash < 0 || !/^\d{1,3}$/.test(text.slice(slash + 1))) return undefined;
  const written = text.slice(0, slash);
  const address = written.includes(":") ? parseV6(written) : parseV4(written);
  const prefix = Number(text.slice(slash + 1));
  if (address === undefined || prefix > address.length * 8) return undefined;
  const masked = address.map((byte, i) => byte & (0xff00 >> Math.min(8, Math.max(0, prefix - 8 * i))) & 255);
  return { address: masked, prefix };
}

export const formatCidr = (network: IpNetwork): string => `${formatIp(network.address)}/${network.prefix}`;

/** `host:port`, `[v6]:port`; the error text is Go's AddrError. */
export function splitHostPort(text: string): Result<{ host: string; port: string }, string> {
  const refuse = (why: string): Result<never, string> => fail(`address ${text}: ${why}`);
  const colon = text.lastIndexOf(":");
  if (colon < 0) return refuse("missing port in address");
  let host = text.slice(0, colon);
  let from = 0;
  let to = 0;
  if (text.startsWith("[")) {
    const end = text.indexOf("]");
    if (end < 0) return refuse("missing ']' in address");
    if (end + 1 === text.length) return refuse("missing port in address");
    if (end + 1 !== colon)
      return refuse(text[end + 1] === ":" ? "too many colons in address" : "missing port in address");
    host = text.slice(1, end);
    from = 1;
    to = end + 1;
  } else if (host.includes(":")) return refuse("too many colons in address");
  if (text.includes("[", from)) return refuse("unexpected '[' in address");
  if (text.includes("]", to)) return refuse("unexpected ']' in address");
  return ok({ host, port: text.slice(colon + 1) });
}

/** Go's net.JoinHostPort: brackets around what has a colon. */
export const joinHostPort = (host: string, port: string): string =>
  host.includes(":") || host.includes("%") ? `[${host}]:${port}` : `${host}:${port}`;
