// The daemon's side of a connection: a task of dockerd's that takes requests, has them handled and answers,
// until the client closes. Every request costs the time that its kind takes in life (base/costs.ts).

import { latencyOf } from "../base/costs.ts";
import { failed } from "../base/errno.ts";
import type { Sys, Task } from "../kernel/sys.ts";
import { Context, CONNECTION, type Handler } from "./handlers/context.ts";
import { serveHttp } from "./http-server.ts";
import { HANDLERS } from "./handlers/table.ts";
import type { Answer, Request } from "./wire/message.ts";

const OLDEST = 24;
const NEWEST = 51;

export function* serveConnection(sys: Sys): Task<number> {
  for (;;) {
    sys.checkpoint(serveConnection, undefined);
    const message = yield* sys.receive(CONNECTION);
    if (message === undefined || failed(message)) return 0;
    if (message instanceof Uint8Array) {
      yield* serveHttp(sys, message, handle);
      return 0;
    }
    const answer = yield* handle(new Context(sys), message as Request);
    if (answer === undefined || sys.send(CONNECTION, answer) !== undefined) return 0;
  }
}

function* handle(context: Context, request: Request): Task<Answer | undefined> {
  const refused = versionRefusal(request.version);
  if (refused !== undefined) return { status: 400, body: { message: refused } };
  const handler: Handler | undefined = HANDLERS.get(request.operation);
  if (handler === undefined)
    return { status: 501, body: { message: `${request.operation} is not yet modelled` } };
  yield* context.sys.sleep(latencyOf(request.operation));
  return yield* handler(context, request);
}

function versionRefusal(version: string): string | undefined {
  if (version === "") return undefined;
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major < 1 || (major === 1 && minor < OLDEST))
    return `client version ${version} is too old. Minimum supported API version is 1.${OLDEST}, please upgrade your client to a newer version`;
  if (major > 1 || minor > NEWEST)
    return `client version ${version} is too new. Maximum supported API version is 1.${NEWEST}`;
  return undefined;
}
