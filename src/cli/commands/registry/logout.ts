// `docker logout` (docker/cli registry/logout.go): forgets what is kept of a registry in the configuration, under all
// the names that it may have been kept by.

import { failed } from "../../../base/errno.ts";
import { pathError } from "../../../base/go/errno-text.ts";
import { encode } from "../../../base/utf8.ts";
import { O_CREAT, O_TRUNC, O_WRONLY, type Task } from "../../../kernel/sys.ts";
import type { Client } from "../../client.ts";
import { formatConfiguration, type Configuration } from "../../configuration.ts";
import { configFolder } from "../../daemon-choice.ts";
import type { Verb } from "../verb.ts";
import { INDEX_SERVER } from "./index-server.ts";

const hostOf = (server: string): string => server.replace(/^https?:\/\//, "").replace(/\/.*/, "");

export const logOut: Verb = function* (client, { args: [server = ""] }) {
  const host = hostOf(server);
  const names = server === "" ? [INDEX_SERVER] : [server, host, `http://${host}`, `https://${host}`];
  yield* client.print(`Removing login credentials for ${server === "" ? INDEX_SERVER : host}\n`);
  const { configuration } = client;
  const kept = new Map([...(configuration.auths ?? [])].filter(([name]) => !names.includes(name)));
  if (kept.size === (configuration.auths ?? new Map()).size) return undefined;
  const error = yield* save(client, { ...configuration, auths: kept });
  if (error !== undefined)
    yield* client.printError(`WARNING: could not erase credentials:\n${names[0]}: ${error}\n`);
  return undefined;
};

function* save(client: Client, configuration: Configuration): Task<string | undefined> {
  const path = `${configFolder(client.globals, client.surroundings)}/config.json`;
  const fd = yield* client.sys.open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600);
  if (failed(fd)) return pathError("open", path, fd);
  const written = yield* client.sys.write(fd, encode(formatConfiguration(configuration)));
  void client.sys.close(fd);
  return failed(written) ? pathError("write", path, written) : undefined;
}
