// The command line of this run, read with what this client knows: environment, configuration, the daemon's ping. What
// the configuration is warned of is printed before anything else.

import type { Result } from "../base/result.ts";
import type { Task } from "../kernel/sys.ts";
import type { Client } from "./client.ts";
import { loadConfiguration } from "./configuration.ts";
import { chooseContext, configFolder } from "./daemon-choice.ts";
import { type Answer, failWith } from "./flags/answer.ts";
import type { ClientEnvironment, ServerInfo } from "./flags/client-environment.ts";
import { readCommandLine, type Reading } from "./flags/command-line.ts";
import type { FlagValues } from "./flags/flag-values.ts";
import type { Surroundings } from "./surroundings.ts";

/** What the reading asks of the client; it knows nothing of what waits. */
class Environment implements ClientEnvironment {
  readonly version: string;
  warning: string | undefined;
  private readonly surroundings: Surroundings;

  constructor(private readonly client: Client) {
    const { release } = client;
    this.version = `${release.version}, build ${release.gitCommit}`;
    this.surroundings = client.surroundings;
  }

  lookupEnv = (name: string): string | undefined => this.surroundings.lookupEnv(name);
  readFile = (path: string): Result<Uint8Array, string> => this.surroundings.readFile(path);
  server = (): ServerInfo => this.surroundings.server();
  hasPlugin = (name: string): boolean => this.client.release.plugins.some((plugin) => plugin.name === name);

  get cwd(): string {
    return this.surroundings.cwd;
  }

  get columns(): number | undefined {
    const size = this.client.inputIsTerminal ? this.client.sys.windowSize(0) : undefined;
    return typeof size === "object" ? size.columns : undefined;
  }

  get outputIsTerminal(): boolean {
    return this.client.outputIsTerminal;
  }

  contextName = (globals: FlagValues): string =>
    chooseContext(this.surroundings, globals, this.client.configuration);

  initialize = (globals: FlagValues): Answer | undefined => {
    this.client.globals = globals;
    if (globals.string("context") !== "" && globals.changed("host"))
      return failWith("conflicting options: cannot specify both --host and --context");
    const path = `${configFolder(globals, this.surroundings)}/config.json`;
    const loaded = loadConfiguration(path, this.readFile(path));
    this.client.configuration = loaded.configuration;
    this.warning = loaded.warning;
    return undefined;
  };
}

/** The configuration that no flag moves is read first: so one pass does for most command lines. */
export function* readWords(client: Client, words: readonly string[]): Task<Reading> {
  const { surroundings } = client;
  const environment = new Environment(client);
  yield* surroundings.learnFile(`${configFolder(undefined, surroundings)}/config.json`);
  const reading = yield* surroundings.settle(() => readCommandLine(words, environment));
  if (environment.warning !== undefined) yield* client.printError(`${environment.warning}\n`);
  return reading;
}
