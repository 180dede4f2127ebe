// `docker create`, and the making of a container that it shares with `docker run` (docker/cli container/create.go): the
// image's name is checked, the image fetched where that is asked for or where it is missing, and the container made.

import { parseImageReference, familiarReference, withDefaultTag } from "../../../base/image-reference.ts";
import { fail, ok, type Result } from "../../../base/result.ts";
import type { Task } from "../../../kernel/sys.ts";
import type { Answered, Client } from "../../client.ts";
import { clientError, isNotFound, type Outcome, wrapError } from "../../client-error.ts";
import { createCommand, type CreateCommand, withHelp } from "../../opts/create-command.ts";
import type { CreateRequest } from "../../opts/create-request.ts";
import { formatPlatform, HOST_PLATFORM, parsePlatform } from "../../../base/platform.ts";
import { proxiesFor } from "../../configuration.ts";
import { type IpAddress, parseIp } from "../../../base/go/ip-address.ts";
import type { Verb } from "../verb.ts";
import { createBody } from "./create-body.ts";
import { closeCidFile, openCidFile } from "./cid-file.ts";
import { fetchImage } from "./fetch-image.ts";

const FLAG_ERROR = 125;

export const createContainerVerb: Verb = function* (client, { flags, args }) {
  const ready = yield* findProxies(client);
  if (ready !== undefined) return ready;
  const command = yield* client.surroundings.settle(() => createCommand(flags, args, client.surroundings));
  if (!command.ok) return clientError(withHelp(command.error, "create"), FLAG_ERROR);
  const created = yield* createContainer(client, command.value);
  if (!created.ok) return created.error;
  yield* client.print(`${created.value}\n`);
  return undefined;
};

/** Proxies are told to containers by daemon, so it must be known which one this is. */
export function* findProxies(client: Client): Task<Outcome> {
  const connection = yield* client.connection();
  if (!connection.ok) return connection.error;
  const proxies = proxiesFor(client.configuration, connection.value.endpoint.host);
  if (proxies !== undefined) client.surroundings.proxies = proxies;
  return undefined;
}

/** The id. */
export function* createContainer(client: Client, command: CreateCommand): Task<Answered<string>> {
  const file = yield* openCidFile(client.sys, command.request.HostConfig.ContainerIDFile);
  if (!file.ok) return fail(clientError(file.error));
  const created = yield* makeContainer(client, command);
  const unwritten = yield* closeCidFile(client.sys, file.value, created.ok ? created.value : undefined);
  return created.ok && unwritten !== undefined ? fail(unwritten) : created;
}

function* makeContainer(client: Client, command: CreateCommand): Task<Answered<string>> {
  const { Image: image } = command.request.Config;
  const name = nameOf(image);
  if (!name.ok) return fail(clientError(name.error));
  if (command.contentTrust && name.value !== undefined)
    return fail(clientError("content trust is not yet modelled"));
  const platform = platformOf(command.platform);
  if (!platform.ok) return platform;
  const fetch = (): Task<Outcome> =>
    fetchImage(client, image, { platform: command.platform, quiet: command.quiet });
  const failed = command.pull === "always" ? yield* fetch() : undefined;
  if (failed !== undefined) return fail(failed);
  const asking = {
    query: {
      ...(platform.value !== "" && { platform: platform.value }),
      ...(command.name !== "" && { name: command.name }),
    },
    body: createBody(
      command.useApiSocket ? withApiSocket(command.request) : command.request,
      client.outputSize,
    ),
  };
  let created = yield* client.call("ContainerCreate", asking);
  if (!created.ok && isNotFound(created.error) && name.value !== undefined && command.pull === "missing") {
    if (!command.quiet) yield* client.printError(`Unable to find image '${name.value}' locally\n`);
    const unfetched = yield* fetch();
    if (unfetched !== undefined) return fail(unfetched);
    created = yield* client.call("ContainerCreate", asking);
  }
  if (!created.ok) return created;
  const warnings = [...(created.value.Warnings ?? []), ...dnsWarnings(command.request.HostConfig.Dns)];
  for (const warning of warnings) yield* client.printError(`WARNING: ${warning}\n`);
  return ok(created.value.Id);
}

const API_SOCKET = {
  Type: "bind",
  Source: "/var/run/docker.sock",
  Target: "/var/run/docker.sock",
  BindOptions: {},
};

/** Credentials would be copied into it as well, if there were any. */
const withApiSocket = (request: CreateRequest): CreateRequest => ({
  ...request,
  HostConfig: { ...request.HostConfig, Mounts: [...request.HostConfig.Mounts, API_SOCKET] },
});

const ID = /^(?:sha256:)?[a-f0-9]{64}$/;

/** As people write it, with what they leave out; undefined for an id. */
function nameOf(image: string): Result<string | undefined, string> {
  if (ID.test(image)) return ok(undefined);
  const reference = parseImageReference(image);
  return reference.ok ? ok(familiarReference(withDefaultTag(reference.value))) : reference;
}

function platformOf(text: string): Answered<string> {
  const platform = text === "" ? ok(undefined) : parsePlatform(text, HOST_PLATFORM);
  if (!platform.ok) return fail(wrapError(clientError(platform.error), "error parsing specified platform"));
  return ok(platform.value === undefined ? "" : formatPlatform(platform.value));
}

function dnsWarnings(servers: readonly string[]): string[] {
  const local = servers.find((server) => isLoopback(parseIp(server) ?? []));
  return local === undefined ? [] : [`Localhost DNS (${local}) may fail in containers.`];
}

const isLoopback = (address: IpAddress): boolean =>
  address.length === 4
    ? address[0] === 127
    : address.length === 16 && address.every((byte, i) => byte === (i === 15 ? 1 : 0));
