// Published and exposed ports in one cell: neighbours that are published alike are one range
// (docker/cli cli/command/formatter/container.go DisplayablePorts).

import type { WirePort } from "../../api/wire/container.ts";
import { joinHostPort } from "../host-port.ts";

/** Ports next to each other with one way of being published. */
interface Group {
  first: number;
  last: number;
}

function comparePorts(a: WirePort, b: WirePort): number {
  if (a.PrivatePort !== b.PrivatePort) return a.PrivatePort - b.PrivatePort;
  const [left, right] = [a.IP ?? "", b.IP ?? ""];
  if (left !== right) return left < right ? -1 : 1;
  if ((a.PublicPort ?? 0) !== (b.PublicPort ?? 0)) return (a.PublicPort ?? 0) - (b.PublicPort ?? 0);
  return a.Type < b.Type ? -1 : a.Type > b.Type ? 1 : 0;
}

function groupText(key: string, { first, last }: Group): string {
  const slash = key.indexOf("/");
  const [ip, type] = slash < 0 ? ["", key] : [key.slice(0, slash), key.slice(slash + 1)];
  const range = first === last ? String(first) : `${first}-${last}`;
  return `${ip === "" ? range : `${joinHostPort(ip, range)}->${range}`}/${type}`;
}

export function displayPorts(ports: readonly WirePort[]): string {
  if (ports.length === 0) return "";
  const groups = new Map<string, Group>();
  const done: string[] = [];
  const mapped: string[] = [];
  for (const { IP: ip = "", PrivatePort: own, PublicPort: published = 0, Type: type } of [...ports].sort(
    comparePorts,
  )) {
    if (ip !== "" && published !== own) {
      mapped.push(`${joinHostPort(ip, String(published))}->${own}/${type}`);
      continue;
    }
    const key = ip === "" ? type : `${ip}/${type}`;
    const group = groups.get(key);
    if (group !== undefined && own === group.last + 1) group.last = own;
    else {
      if (group !== undefined) done.push(groupText(key, group));
      groups.set(key, { first: own, last: own });
    }
  }
  return [...done, ...[...groups].map(([key, group]) => groupText(key, group)), ...mapped].join(", ");
}
