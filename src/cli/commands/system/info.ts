// `docker info` (docker/cli system/info.go): the client, and the daemon if there is one. A format that shows only what the
// client knows asks no daemon.

import { valueOf } from "../../../base/go/value.ts";
import type { Info } from "../../../api/wire/system.ts";
import type { Task } from "../../../kernel/sys.ts";
import type { Answered, Client } from "../../client.ts";
import { clientError, type ClientError, joinErrors, type Outcome } from "../../client-error.ts";
import { executeTemplate } from "../../format/template/execute.ts";
import { parseTemplate } from "../../format/template/template.ts";
import type { Verb } from "../verb.ts";
import { clientText, serverText } from "./info-text.ts";
import { clientInfo, type ClientInfo, dockerInfoType, NO_INFO, sparseInfoType } from "./info-type.ts";

const BAD_FORMAT = 64;
const FIELD = /\.[a-zA-Z]/;

/** Whether the format shows anything of the daemon's. */
function asksDaemon(format: string, info: ClientInfo): boolean {
  if (format === "" || format === "json" || format === "{{json .}}" || !FIELD.test(format)) return true;
  const template = parseTemplate(format);
  if (!template.ok) return true;
  const sparse = valueOf(sparseInfoType, { ClientInfo: info, ClientErrors: null });
  return executeTemplate(template.value, sparse).error !== undefined;
}

export const showInfo: Verb = function* (client, { flags }) {
  const format = flags.string("format");
  const own = clientInfo(client);
  const server = asksDaemon(format, own) ? yield* client.call("SystemInfo") : undefined;
  const unready = notReady(server);
  if (unready !== undefined) return unready;
  return format === "" ? yield* pretty(client, own, server) : yield* formatted(client, own, server, format);
};

type Answer = Answered<Info> | undefined;

/** There is not even an endpoint, or the user has enough. */
const notReady = (server: Answer): Outcome =>
  server?.ok === false &&
  (server.error.interrupted || server.error.message.startsWith("Failed to initialize"))
    ? server.error
    : undefined;

function* pretty(client: Client, own: ClientInfo, server: Answer): Task<Outcome> {
  yield* client.print(clientText(own));
  if (server === undefined) return undefined;
  if (!server.ok) return yield* refused(client, server.error);
  const { value: info } = server;
  yield* client.print(serverText({ info, debug: own.Debug, userName: "" }));
  const warnings = info.Warnings ?? [];
  if (warnings.length > 0) yield* client.printError(warnings.map((warning) => `${warning}\n`).join(""));
  return undefined;
}

function* refused(client: Client, error: ClientError): Task<Outcome> {
  if (error.unconnected) return error;
  yield* client.printError(`ERROR: ${error.message}\n`);
  return clientError("errors pretty printing info");
}

function* formatted(client: Client, own: ClientInfo, server: Answer, format: string): Task<Outcome> {
  const failure = server?.ok === false ? server.error : undefined;
  if (failure !== undefined && failure.unconnected === undefined)
    yield* client.printError(`${failure.message}\n`);
  const template = parseTemplate(format === "json" ? "{{json .}}" : format);
  const errors = failure?.unconnected === true ? [failure] : [];
  if (!template.ok) {
    const wrong = joinErrors([...errors, clientError(`template parsing error: ${template.error}`)]);
    return { ...wrong, exit: BAD_FORMAT } as ClientError;
  }
  const info = {
    ...(server?.ok === true ? server.value : NO_INFO),
    ServerErrors: failure === undefined || failure.unconnected === true ? null : [failure.message],
    UserName: "",
    ClientInfo: own,
    ClientErrors: null,
  };
  const { output, error } = executeTemplate(template.value, valueOf(dockerInfoType, info));
  yield* client.print(`${output}\n`);
  return joinErrors(error === undefined ? errors : [...errors, clientError(error)]);
}
