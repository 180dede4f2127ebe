// Whether the daemon has what a command or a flag needs, and what is said where it has not (docker/cli cmd/docker
// isSupported and hideUnsupportedFeatures). Plugins do not ask.

import type { Command, Flag, Needs } from "../grammar/command.ts";
import type { ServerInfo } from "./client-environment.ts";
import type { Session } from "./session.ts";

/** Undefined where all is there; else what the client says and ends with. */
export function unsupported(session: Session, command: Command): string | undefined {
  if (session.program !== "docker") return undefined;
  for (let above: Command | undefined = command; above !== undefined; above = above.parent) {
    const wrong = commandLack(command.path, above.needs, session);
    if (wrong !== undefined) return wrong;
  }
  const given = [...session.store.changed].filter((flag) => command.flags.byName.get(flag.name) === flag);
  const lacks = given
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((flag) => flagLack(flag, session))
    .filter((text) => text !== undefined);
  return lacks.length === 0 ? undefined : lacks.join("\n");
}

function commandLack(path: string, needs: Needs, { env }: Session): string | undefined {
  if (needs.version !== undefined && isOlder(env.server().apiVersion, needs.version))
    return `${path} ${tooOld(needs.version, env.server())}`;
  if (needs.osType !== undefined && otherOs(needs.osType, env.server()))
    return `${path} ${onlyOn(needs.osType, env.server())}`;
  return needs.experimental && !env.server().experimental ? `${path} ${ONLY_EXPERIMENTAL}` : undefined;
}

function flagLack({ name, needs }: Flag, { env }: Session): string | undefined {
  if (needs.version !== undefined && isOlder(env.server().apiVersion, needs.version))
    return `"--${name}" ${tooOld(needs.version, env.server())}`;
  if (needs.osType !== undefined && otherOs(needs.osType, env.server()))
    return `"--${name}" ${onlyOn(needs.osType, env.server())}`;
  return needs.experimental && !env.server().experimental ? `"--${name}" ${ONLY_EXPERIMENTAL}` : undefined;
}

const ONLY_EXPERIMENTAL = "is only supported on a Docker daemon with experimental features enabled";
const tooOld = (version: string, server: ServerInfo): string =>
  `requires API version ${version}, but the Docker daemon API version is ${server.apiVersion}`;
const onlyOn = (osType: string, server: ServerInfo): string =>
  `is only supported on a Docker daemon running on ${osType}, but the Docker daemon is running on ${server.osType}`;
const otherOs = (osType: string, server: ServerInfo): boolean =>
  server.osType !== "" && server.osType !== osType;

/** Whether version `a` is before `b`; parts are compared as numbers. */
export function isOlder(a: string, b: string): boolean {
  const [left, right] = [a, b].map((version) => version.split(".").map(Number)) as [number[], number[]];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** Whether help leaves it out, on this daemon. */
export function isHiddenBy(needs: Needs, server: () => ServerInfo): boolean {
  if (needs.experimental && !server().experimental) return true;
  if (needs.osType !== undefined && otherOs(needs.osType, server())) return true;
  if (needs.version !== undefined && isOlder(server().apiVersion, needs.version)) return true;
  const swarm = needs.swarm === undefined || needs.swarm === "" ? undefined : server().swarm;
  if (swarm === undefined) return false;
  return needs.swarm === "manager" ? !swarm.manager : swarm.nodeState === "inactive";
}
