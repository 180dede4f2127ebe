// Legacy links while containers run: which others `--link` names, what of them is told in the environment and in
// /etc/hosts, and how the latter follows when an address changes (moby daemon/daemon_unix.go registerLinks,
// container_operations_unix.go, daemon/links). Between containers of user-defined networks links are aliases of
// endpoints and none of this.

import { failed } from "../base/errno.ts";
import { dockerError, ok, type Result } from "../base/result.ts";
import { decode } from "../base/utf8.ts";
import type { HostConfig } from "../model/container-config.ts";
import { isRunning } from "../model/container-lifecycle.ts";
import type { Container } from "../model/container.ts";
import { linkName, type Link } from "../model/links.ts";
import { findContainer } from "../model/lookup.ts";
import { isUserDefined } from "../model/network.ts";
import { lookUp } from "../model/shelf.ts";
import type { Engine } from "./engine.ts";
import { containerRoot } from "./network-files.ts";

const DEFAULT_NETWORK = "bridge";

/** `db:database`, or as inspect shows it `/db:/app/database`. */
function parseLink(text: string): readonly [name: string, alias: string] {
  const [name = "", alias = name] = text.split(":");
  if (!name.startsWith("/")) return [name, alias];
  return [name.slice(1), alias.slice(alias.lastIndexOf("/") + 1)];
}

/** The links of a new container. One whose name is taken already is none. */
export function resolveLinks(
  engine: Engine,
  parentName: string,
  hostConfig: HostConfig,
): Result<readonly Link[]> {
  if (isUserDefined(hostConfig.NetworkMode)) return ok([]);
  const links = new Map<string, Link>();
  for (const text of hostConfig.Links ?? []) {
    const [name, alias] = parseLink(text);
    const child = networkOwner(engine, name);
    if (!child.ok) return child;
    if (child.value.hostConfig.NetworkMode === "host")
      return dockerError(
        "invalid-parameter",
        "conflicting options: host type networking can't be used with links. This would result in undefined behavior",
      );
    const isTaken = lookUp(engine.state.containerNames, linkName(parentName, alias)) !== undefined;
    if (!isTaken && !links.has(alias))
      links.set(alias, { alias, child: child.value.id, childName: child.value.name });
  }
  return ok([...links.values()]);
}

/** The container of that name, or the one whose network it shares. */
function networkOwner(engine: Engine, name: string): Result<Container> {
  const found = findContainer(engine.state, name);
  if (!found.ok)
    return dockerError("invalid-parameter", `could not get container for ${name}: ${found.error.message}`);
  const mode = found.value.hostConfig.NetworkMode;
  return mode.startsWith("container:") ? networkOwner(engine, mode.slice("container:".length)) : found;
}

const addressOf = ({ endpoints }: Container): string | undefined =>
  endpoints.find(({ network }) => network === DEFAULT_NETWORK)?.settings.IPAddress;

// ---- the environment

/** What its processes are told of those that it links to; they must run. */
export function linkedEnv(engine: Engine, container: Container): Result<readonly string[]> {
  if (container.links.length === 0 || addressOf(container) === undefined) return ok([]);
  const env: string[] = [];
  for (const { alias, child: id, childName } of container.links) {
    const child = lookUp(engine.state.containers, id);
    const name = `/${linkName(container.name, alias)}`;
    if (child === undefined || !isRunning(child.state))
      return dockerError("unknown", `Cannot link to a non running container: /${childName} AS ${name}`);
    const address = addressOf(child);
    if (address === undefined)
      return dockerError("unknown", `container ${id} not attached to default bridge network`);
    env.push(...variablesOf(child, address, alias, name));
  }
  return ok(env);
}

interface Port {
  readonly number: number;
  readonly protocol: string;
}

const portOf = (text: string): Port => {
  const [number = "", protocol = "tcp"] = text.split("/");
  return { number: Number(number), protocol };
};

/** TCP first, then by protocol, then by number. */
function byPriority(a: Port, b: Port): number {
  if (a.protocol === b.protocol) return a.number - b.number;
  if (a.protocol === "tcp") return -1;
  if (b.protocol === "tcp") return 1;
  return a.protocol < b.protocol ? -1 : 1;
}

function variablesOf({ config }: Container, address: string, alias: string, name: string): string[] {
  const prefix = alias.toUpperCase().replaceAll("-", "_");
  const ports = [...(config.ExposedPorts?.keys() ?? [])].map(portOf).sort(byPriority);
  const env: string[] = [];
  const [first] = ports;
  if (first !== undefined) env.push(`${prefix}_PORT=${first.protocol}://${address}:${first.number}`);
  for (const { number, protocol } of ports) {
    const port = `${prefix}_PORT_${number}_${protocol.toUpperCase()}`;
    env.push(
      `${port}=${protocol}://${address}:${number}`,
      `${port}_ADDR=${address}`,
      `${port}_PORT=${number}`,
      `${port}_PROTO=${protocol}`,
    );
  }
  for (const [start, end] of rangesOf(ports)) {
    const range = `${prefix}_PORT_${start.number}_${start.protocol.toUpperCase()}`;
    env.push(
      `${range}_START=${start.protocol}://${address}:${start.number}`,
      `${range}_PORT_START=${start.number}`,
      `${range}_END=${end.protocol}://${address}:${end.number}`,
      `${range}_PORT_END=${end.number}`,
    );
  }
  env.push(`${prefix}_NAME=${name}`);
  for (const entry of config.Env ?? []) {
    const [variable = ""] = entry.split("=", 1);
    if (entry.includes("=") && variable !== "HOME" && variable !== "PATH") env.push(`${prefix}_ENV_${entry}`);
  }
  return env;
}

/** Runs of ports that follow each other, two or more. */
function rangesOf(ports: readonly Port[]): (readonly [Port, Port])[] {
  const ranges: (readonly [Port, Port])[] = [];
  let start = ports[0];
  for (const [i, port] of ports.entries()) {
    const next = ports[i + 1];
    if (next !== undefined && next.number === port.number + 1 && next.protocol === port.protocol) continue;
    if (start !== undefined && start !== port) ranges.push([start, port]);
    start = next;
  }
  return ranges;
}

// ---- /etc/hosts

/** Lines for those that it links to, under the alias, the host name, and the name if that is another. */
export function linkedHosts(engine: Engine, container: Container): readonly string[] {
  if (addressOf(container) === undefined) return [];
  return container.links.flatMap(({ alias, child: id }) => {
    const child = lookUp(engine.state.containers, id);
    const address = child && addressOf(child);
    if (child === undefined || !address) return [];
    const names = [alias, child.config.Hostname, ...(alias === child.name ? [] : [child.name])];
    return [`${address}\t${names.join(" ")}`];
  });
}

/** It has a new address: those that link to it get to know. */
export function tellParents(engine: Engine, container: Container, address: string): void {
  for (const id of container.linkedBy) {
    const parent = lookUp(engine.state.containers, id);
    if (parent?.sandbox === undefined) continue;
    for (const { alias, child } of parent.links)
      if (child === container.id) changeAddress(engine, id, alias, address);
  }
}

function changeAddress(engine: Engine, id: string, alias: string, address: string): void {
  const path = `${containerRoot(engine, id)}/hosts`;
  const bytes = engine.files.read(path);
  if (failed(bytes)) return;
  const word = alias.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  const line = new RegExp(`^\\S+(\\t${word}(?:\\s|\\.))`, "gm");
  void engine.files.write(
    path,
    decode(bytes).replace(line, (_, rest: string) => address + rest),
  );
}

// ---- docker rm --link

/** `app/db`: the link goes, both containers stay. */
export function removeLink(engine: Engine, given: string): Result<undefined> {
  const found = findContainer(engine.state, given);
  if (!found.ok) return found;
  const name = given.replace(/^\//, "");
  const slash = name.lastIndexOf("/");
  if (slash < 0)
    return dockerError("unknown", "Conflict, cannot remove the default link name of the container");
  const parent = findContainer(engine.state, name.slice(0, slash));
  if (!parent.ok)
    return dockerError("unknown", `Cannot get parent /${name.slice(0, slash)} for link name /${name}`);
  engine.commit({ kind: "container-unlinked", id: parent.value.id, alias: name.slice(slash + 1) });
  return ok(undefined);
}
