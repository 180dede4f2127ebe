// What a handler of the API works with: the system calls of its task of dockerd's, the engine, and the
// connection to the client, which is descriptor 0.

import type { DockerError, ErrorKind, Result } from "../../base/result.ts";
import { EngineDoor } from "../../engine/operations.ts";
import type { Instant } from "../../base/time.ts";
import type { Sys, Task } from "../../kernel/sys.ts";
import type { Answer, Query, Request, StreamBegins } from "../wire/message.ts";

export const CONNECTION = 0;

export class Context {
  readonly engine: EngineDoor;

  constructor(readonly sys: Sys) {
    this.engine = new EngineDoor(sys);
  }

  /** What follows is a stream, which ends with the connection. */
  begin(status: 101 | 200, head?: unknown): void {
    const begins: StreamBegins = { status, stream: true, ...(head === undefined ? {} : { head }) };
    void this.sys.send(CONNECTION, begins);
  }

  /** Waits for news on a channel of the engine's, for the time, or until the client goes. */
  *wait(channel: string, until?: Instant): Task<void> {
    yield* this.sys.block([channel, this.engine.call("connectionChannel")], until);
  }

  isOpen(): boolean {
    return this.engine.call("isConnected");
  }

  /** False once the client is gone. */
  send(item: object): boolean {
    return this.sys.send(CONNECTION, item) === undefined;
  }
}

/** The answer, or undefined after a stream. */
export type Handler = (context: Context, request: Request) => Task<Answer | undefined>;

const STATUS: Record<ErrorKind, number> = {
  "not-found": 404,
  "invalid-parameter": 400,
  conflict: 409,
  unauthorized: 401,
  forbidden: 403,
  unavailable: 503,
  "not-modified": 304,
  "not-implemented": 501,
  system: 500,
  unknown: 500,
};

/** An error's kind as HTTP's status: the one place (moby api/server/httpstatus). */
export const refuse = ({ kind, message }: DockerError): Answer => ({
  status: STATUS[kind],
  body: { message },
});

export const answer = (body: unknown, status = 200): Answer => ({ status, body });
export const NO_CONTENT: Answer = { status: 204, body: undefined };

/** 204, or the refusal. */
export const done = (result: Result<unknown>): Answer => (result.ok ? NO_CONTENT : refuse(result.error));

const PIECE = 65_536;

/** A stream of bytes, as long as somebody takes them. */
export function sendBytes(context: Context, bytes: Uint8Array): undefined {
  for (let at = 0; at < bytes.length; at += PIECE)
    if (!context.send(bytes.subarray(at, at + PIECE))) return undefined;
  return undefined;
}

// ---- the query

export function text(query: Query, name: string): string {
  const value = query[name];
  return typeof value === "string" ? value : (value?.[0] ?? "");
}

/** All values of a name that may be said several times. */
export function list(query: Query, name: string): readonly string[] {
  const value = query[name];
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}

/** As moby's httputils.BoolValue: everything but these is true. */
export function flag(query: Query, name: string, otherwise = false): boolean {
  if (query[name] === undefined) return otherwise;
  return !["", "0", "no", "false", "none"].includes(text(query, name).toLowerCase().trim());
}

export function number(query: Query, name: string): number | undefined {
  const value = text(query, name);
  return value === "" ? undefined : Number(value);
}
