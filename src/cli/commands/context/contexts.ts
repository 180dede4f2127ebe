// The contexts that a run of the client knows: the default one, and those below its configuration folder (docker/cli
// cli/command defaultcontextstore.go).

import { ok, type Result } from "../../../base/result.ts";
import type { Task } from "../../../kernel/sys.ts";
import type { Client } from "../../client.ts";
import { chooseContext, configFolder, defaultHost } from "../../daemon-choice.ts";
import { byNaturalOrder } from "../../natural-order.ts";
import { must } from "../../../base/assert.ts";
import type { ContextMetadata } from "../../context/metadata.ts";
import {
  contextFolders,
  DEFAULT_CONTEXT,
  listContexts,
  loadContext,
  type ContextFolders,
} from "../../context/store.ts";

export class Contexts {
  readonly folder: string;

  constructor(readonly client: Client) {
    this.folder = configFolder(client.globals, client.surroundings);
  }

  private get globals() {
    return must(this.client.globals, "the command line was not read yet");
  }

  /** The name, whether there is one of that name or not. */
  get current(): string {
    const { surroundings, configuration } = this.client;
    return chooseContext(surroundings, this.globals, configuration);
  }

  *get(name: string): Task<Result<ContextMetadata, string>> {
    const { sys } = this.client;
    return name === DEFAULT_CONTEXT ? yield* this.default() : yield* loadContext(sys, this.folder, name);
  }

  private *default(): Task<Result<ContextMetadata, string>> {
    const { sys, surroundings } = this.client;
    const host = yield* defaultHost(sys, surroundings, this.globals);
    if (!host.ok) return host;
    return ok({
      Name: DEFAULT_CONTEXT,
      Metadata: new Map(),
      Endpoints: new Map([["docker", { Host: host.value, SkipTLSVerify: false }]]),
    });
  }

  *list(): Task<Result<readonly ContextMetadata[], string>> {
    const stored = yield* listContexts(this.client.sys, this.folder);
    if (!stored.ok) return stored;
    const own = yield* this.default();
    if (!own.ok) return own;
    return ok([...stored.value, own.value].sort((a, b) => byNaturalOrder(a.Name ?? "", b.Name ?? "")));
  }

  /** The default one has none. */
  foldersOf(name: string): ContextFolders {
    if (name === DEFAULT_CONTEXT) return { metadata: "<IN MEMORY>", tls: "<IN MEMORY>" };
    return contextFolders(this.folder, name);
  }
}
