// The client's configuration, written back (docker/cli cli/config/configfile Save). Whoever may not read it before may not
// afterwards: it is made for its owner alone.

import { failed } from "../base/errno.ts";
import { encode } from "../base/utf8.ts";
import type { Task } from "../kernel/sys.ts";
import type { Client } from "./client.ts";
import { clientError, type Outcome } from "./client-error.ts";
import { type Configuration, formatConfiguration } from "./configuration.ts";
import { configFolder } from "./daemon-choice.ts";
import { makeDirectories, replaceFile } from "./writing.ts";

const PERMISSIONS = 0o7777;

export function* saveConfiguration(client: Client, configuration: Configuration): Task<Outcome> {
  const { sys } = client;
  const folder = configFolder(client.globals, client.surroundings);
  const path = `${folder}/config.json`;
  const before = sys.stat(path);
  const mode = failed(before) ? 0o600 : before.mode & PERMISSIONS;
  const refused =
    makeDirectories(sys, folder, 0o700) ??
    (yield* replaceFile(sys, path, encode(formatConfiguration(configuration)), mode));
  if (refused !== undefined) return clientError(refused);
  client.configuration = configuration;
  return undefined;
}
