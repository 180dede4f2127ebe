// The Engine API for clients that speak HTTP on the daemon's socket, such as curl: requests become operations, answers
// JSON. Streams whose items are no JSON (logs, attaching, archives) and requests with a body are not carried over HTTP
// yet.

import { concat } from "../base/utf8.ts";
import { failed } from "../base/errno.ts";
import type { Sys, Task } from "../kernel/sys.ts";
import { answerBytes, itemBytes, jsonOf, pingBytes, STREAM_END, streamHead, type Daemon } from "./http-answer.ts"; // prettier-ignore
import { cutHttpRequest, routeOf, type HttpRequest } from "./http-request.ts";
import { CONNECTION, Context } from "./handlers/context.ts";
import type { Answer, Request } from "./wire/message.ts";
import type { OperationName } from "./wire/operations.ts";

/** What carries a request out, and what it is refused with. */
export type Carry = (context: Context, request: Request) => Task<Answer | undefined>;

const NOT_YET: readonly OperationName[] = [
  "ContainerLogs", "ContainerAttach", "ContainerExport", "ContainerArchive", "PutContainerArchive", "ExecStart",
  "ContainerCreate", "ContainerUpdate", "ContainerExec", "VolumeCreate", "NetworkCreate", "NetworkConnect", "NetworkDisconnect",
  "ImageBuild",
]; // prettier-ignore

/** Streams of JSON go out as chunks. */
class HttpContext extends Context {
  begun = false;

  constructor(
    sys: Sys,
    private readonly operation: OperationName,
  ) {
    super(sys);
  }

  override begin(): void {
    this.begun = true;
    void this.sys.send(CONNECTION, streamHead(daemonOf(this)));
  }

  override send(item: object): boolean {
    const bytes = itemBytes(this.operation, item);
    return bytes === undefined || super.send(bytes);
  }
}

function daemonOf({ engine, sys }: Context): Daemon {
  const { apiVersion, version } = engine.call("settings");
  return { apiVersion, version, now: sys.now() };
}

/** `first` is what came already. */
export function* serveHttp(sys: Sys, first: Uint8Array, carry: Carry): Task<void> {
  let bytes = first;
  for (;;) {
    const request = cutHttpRequest(bytes);
    if (request === undefined) {
      const more = yield* sys.receive(CONNECTION);
      if (!(more instanceof Uint8Array) || failed(more)) return;
      bytes = concat([bytes, more]);
      continue;
    }
    bytes = request.rest;
    const goesOn = yield* answerOne(sys, request, carry);
    if (!goesOn || request.closes) return;
  }
}

function* answerOne(sys: Sys, http: HttpRequest, carry: Carry): Task<boolean> {
  const routed = routeOf(http);
  if (routed === undefined) return refuse(sys, 404, "page not found");
  const { operation } = routed;
  if (NOT_YET.includes(operation)) return refuse(sys, 501, `${operation} over HTTP is not yet modelled`);
  const { target, version } = routed;
  const context = new HttpContext(sys, operation);
  const answer = yield* carry(context, { operation, target, version, query: http.query, body: undefined });
  if (answer === undefined) {
    if (context.begun) void sys.send(CONNECTION, STREAM_END);
    return false;
  }
  const daemon = daemonOf(context);
  const out = operation === "SystemPing" ? pingBytes(daemon, http.method === "HEAD") : answerBytes(daemon, answer, jsonOf(operation, answer)); // prettier-ignore
  return sys.send(CONNECTION, out) === undefined;
}

function refuse(sys: Sys, status: number, message: string): boolean {
  const answer: Answer = { status, body: { message } };
  return (
    sys.send(CONNECTION, answerBytes(daemonOf(new Context(sys)), answer, jsonOf(undefined, answer))) ===
    undefined
  );
}
