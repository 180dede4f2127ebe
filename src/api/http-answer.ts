// Answers of the Engine API as HTTP sends them: the daemon's own fields, and JSON made of the types of the wire.
// Long bodies and streams go in chunks, as Go's server sends them.

import { toJson } from "../base/go/json-encode.ts";
import { slice, type GoType } from "../base/go/types.ts";
import { civilOf, padTo, type Instant } from "../base/time.ts";
import { concat, encode, encodeLatin1 } from "../base/utf8.ts";
import * as container from "./wire/container.ts";
import * as image from "./wire/image.ts";
import type { Answer } from "./wire/message.ts";
import * as network from "./wire/network.ts";
import type { OperationName } from "./wire/operations.ts";
import * as system from "./wire/system.ts";
import * as volume from "./wire/volume.ts";

const asAny = (type: unknown): GoType<unknown> => type as GoType<unknown>;

/** What the body of each operation's answer is, or each item of its stream. */
const ANSWERS: ReadonlyMap<OperationName, GoType<unknown>> = new Map<OperationName, GoType<unknown>>([
  ["SystemVersion", asAny(system.versionType)],
  ["SystemInfo", asAny(system.infoType)],
  ["SystemEvents", asAny(system.eventType)],
  ["SystemDataUsage", asAny(system.diskUsageType)],
  ["ContainerList", asAny(slice(container.containerSummaryType))],
  ["ContainerCreate", asAny(container.createAnswerType)],
  ["ContainerInspect", asAny(container.containerInspectType)],
  ["ContainerTop", asAny(container.topAnswerType)],
  ["ContainerChanges", asAny(slice(container.changeType))],
  ["ContainerUpdate", asAny(container.updateAnswerType)],
  ["ContainerWait", asAny(container.waitAnswerType)],
  ["ContainerPrune", asAny(container.pruneContainersAnswerType)],
  ["ContainerStats", asAny(container.statsType)],
  ["ContainerExec", asAny(container.execAnswerType)],
  ["ExecInspect", asAny(container.execInspectType)],
  ["ImageList", asAny(slice(image.imageSummaryType))],
  ["ImageInspect", asAny(image.imageInspectType)],
  ["ImageHistory", asAny(slice(image.historyItemType))],
  ["ImageDelete", asAny(slice(image.deleteItemType))],
  ["ImagePrune", asAny(image.pruneImagesAnswerType)],
  ["ImageCommit", asAny(image.commitAnswerType)],
  ["VolumeList", asAny(volume.volumeListType)],
  ["VolumeCreate", asAny(volume.volumeType)],
  ["VolumeInspect", asAny(volume.volumeType)],
  ["VolumePrune", asAny(volume.pruneVolumesAnswerType)],
  ["NetworkList", asAny(slice(network.networkInspectType))],
  ["NetworkInspect", asAny(network.networkInspectType)],
  ["NetworkPrune", asAny(network.pruneNetworksAnswerType)],
]);

const REASONS: Readonly<Record<number, string>> = {
  200: "OK", 201: "Created", 204: "No Content", 304: "Not Modified", 400: "Bad Request", 403: "Forbidden", 404: "Not Found",
  409: "Conflict", 500: "Internal Server Error", 501: "Not Implemented", 503: "Service Unavailable",
}; // prettier-ignore

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function httpDate(at: Instant): string {
  const c = civilOf(at);
  const time = [c.hour, c.minute, c.second].map((n) => padTo(n, 2)).join(":");
  return `${DAYS[c.weekday]}, ${padTo(c.day, 2)} ${MONTHS[c.month - 1]} ${c.year} ${time} GMT`;
}

export interface Daemon {
  readonly apiVersion: string;
  readonly version: string;
  readonly now: Instant;
}

/** Longer bodies do not fit into the buffer in which Go counts them. */
const COUNTED = 2048;

function headOf(status: number, fields: readonly string[]): Uint8Array {
  return encodeLatin1(
    `HTTP/1.1 ${status} ${REASONS[status] ?? ""}\r\n${fields.map((f) => `${f}\r\n`).join("")}\r\n`,
  );
}

const chunk = (bytes: Uint8Array): Uint8Array =>
  concat([encode(`${bytes.length.toString(16)}\r\n`), bytes, encode("\r\n")]);

function daemonFields({ apiVersion, version }: Daemon, own: readonly string[]): string[] {
  const fields = [
    `Api-Version: ${apiVersion}`,
    "Docker-Experimental: false",
    "Ostype: linux",
    `Server: Docker/${version} (linux)`,
  ];
  return [...fields, ...own].sort();
}

/** The JSON of an answer's body, with the newline of Go's encoder. */
export function jsonOf(operation: OperationName | undefined, { status, body }: Answer): string | undefined {
  if (body === undefined) return undefined;
  if (status >= 400) return `${JSON.stringify(body)}\n`;
  const type = operation === undefined ? undefined : ANSWERS.get(operation);
  return type === undefined ? undefined : `${toJson(type, body)}\n`;
}

export function pingBytes(daemon: Daemon, isHead: boolean): Uint8Array {
  const own = [
    "Builder-Version: 2",
    "Cache-Control: no-cache, no-store, must-revalidate",
    "Pragma: no-cache",
    "Swarm: inactive",
  ];
  const fields = [...daemonFields(daemon, own), `Date: ${httpDate(daemon.now)}`];
  if (isHead) return headOf(200, [...fields, "Content-Length: 0", "Content-Type: text/plain; charset=utf-8"]);
  const head = headOf(200, [...fields, "Content-Length: 2", "Content-Type: text/plain; charset=utf-8"]);
  return concat([head, encode("OK")]);
}

export function answerBytes(daemon: Daemon, answer: Answer, json: string | undefined): Uint8Array {
  const date = `Date: ${httpDate(daemon.now)}`;
  if (json === undefined) {
    const none = answer.status === 204 || answer.status === 304 ? [] : ["Content-Length: 0"];
    return headOf(answer.status, [...daemonFields(daemon, []), date, ...none]);
  }
  const body = encode(json);
  const fields = daemonFields(daemon, ["Content-Type: application/json"]);
  if (body.length <= COUNTED)
    return concat([headOf(answer.status, [...fields, date, `Content-Length: ${body.length}`]), body]);
  const head = headOf(answer.status, [...fields, date, "Transfer-Encoding: chunked"]);
  return concat([head, chunk(body), encode("0\r\n\r\n")]);
}

// ---- streams

export function streamHead(daemon: Daemon): Uint8Array {
  const fields = daemonFields(daemon, ["Content-Type: application/json"]);
  return headOf(200, [...fields, `Date: ${httpDate(daemon.now)}`, "Transfer-Encoding: chunked"]);
}

/** One item as a line of JSON; undefined: its stream is no JSON. */
export function itemBytes(operation: OperationName, item: object): Uint8Array | undefined {
  const type = ANSWERS.get(operation);
  return type === undefined ? undefined : chunk(encode(`${toJson(type, item)}\n`));
}

export const STREAM_END = encode("0\r\n\r\n");
