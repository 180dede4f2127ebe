// A client's surroundings for tests: what the recordings were made in.

import type { ClientEnvironment, ServerInfo } from "../../../src/cli/flags/client-environment.ts";
import { UNKNOWN_SERVER } from "../../../src/cli/flags/client-environment.ts";
import { fail } from "../../../src/base/result.ts";

export const SERVERS: Readonly<Record<string, ServerInfo>> = {
  plain: {
    apiVersion: "1.51",
    osType: "linux",
    experimental: false,
    swarm: { nodeState: "inactive", manager: false },
  },
  manager: {
    apiVersion: "1.51",
    osType: "linux",
    experimental: false,
    swarm: { nodeState: "active", manager: true },
  },
  worker: {
    apiVersion: "1.51",
    osType: "linux",
    experimental: false,
    swarm: { nodeState: "active", manager: false },
  },
  everything: {
    apiVersion: "1.51",
    osType: "linux",
    experimental: true,
    swarm: { nodeState: "active", manager: true },
  },
  windows: {
    apiVersion: "1.51",
    osType: "windows",
    experimental: false,
    swarm: { nodeState: "inactive", manager: false },
  },
  none: UNKNOWN_SERVER,
  unready: { ...UNKNOWN_SERVER, experimental: false },
};

export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>;
  readonly columns?: number;
  readonly daemon?: string;
}

export function clientEnvironment({
  env = {},
  columns,
  daemon = "plain",
}: Surroundings = {}): ClientEnvironment {
  const variables = new Map(Object.entries({ HOME: "/root", ...env }));
  const unreachable = env["DOCKER_HOST"] !== undefined;
  const unready = env["DOCKER_TLS_VERIFY"] !== undefined; // there are no certificates: the client asks nobody
  const server = SERVERS[unreachable ? "none" : unready ? "unready" : daemon] as ServerInfo;
  return {
    lookupEnv: (name) => variables.get(name),
    cwd: "/work",
    readFile: (path) => fail(`open ${path}: no such file or directory`),
    server: () => ({ ...server, apiVersion: env["DOCKER_API_VERSION"] ?? server.apiVersion }),
    columns,
    outputIsTerminal: columns !== undefined,
    version: "28.5.2+dfsg4, build 9cc6dea35e9a963f281434761c656fba4ac43aed",
    hasPlugin: () => true,
    contextName: () => "default",
  };
}
