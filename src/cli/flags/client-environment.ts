// Where a client runs: what of its surroundings the reading of a command line depends on. Handed in by the program, so
// that reading is a pure function.

import type { ClientIo } from "../opts/client-io.ts";
import type { Answer } from "./answer.ts";
import type { FlagValues } from "./flag-values.ts";

/** What the daemon says of itself to the client's ping. */
export interface ServerInfo {
  /** the version that client and daemon agreed on: "1.51" */
  readonly apiVersion: string;
  /** empty if no daemon answered */
  readonly osType: string;
  readonly experimental: boolean;
  /** undefined if no daemon answered */
  readonly swarm: { readonly nodeState: string; readonly manager: boolean } | undefined;
}

/** What the client takes for true where no daemon answers: it hides nothing. */
export const UNKNOWN_SERVER: ServerInfo = {
  apiVersion: "1.51",
  osType: "",
  experimental: true,
  swarm: undefined,
};

export interface ClientEnvironment extends ClientIo {
  /** asked only where the real client pings */
  server(): ServerInfo;
  /** width of the terminal at standard input; undefined if that is none */
  readonly columns: number | undefined;
  /** whether standard output is a terminal */
  readonly outputIsTerminal: boolean;
  /** what `docker --version` says after "Docker version " */
  readonly version: string;
  hasPlugin(name: string): boolean;
  /** the context that the global flags and the configuration choose */
  contextName(globals: FlagValues): string;
  /** called once the global flags are read, before anything else is; what it answers ends the client */
  initialize?(globals: FlagValues): Answer | undefined;
}

/** The same surroundings with one variable more, as docker hands them to a plugin. */
export const withVariable = (env: ClientEnvironment, name: string, value: string): ClientEnvironment => ({
  lookupEnv: (asked) => (asked === name ? value : env.lookupEnv(asked)),
  cwd: env.cwd,
  readFile: (path) => env.readFile(path),
  server: () => env.server(),
  columns: env.columns,
  outputIsTerminal: env.outputIsTerminal,
  version: env.version,
  hasPlugin: (plugin) => env.hasPlugin(plugin),
  contextName: (globals) => env.contextName(globals),
});
