// redis-cli's connection: finds the server, logs in, sends requests and waits for replies (redis-cli's cliConnect).
// Relies on the resolver and on sockets of the simulated network. Text is one char for each byte.

import { failed, strerror, type Errno } from "../../base/errno.ts";
import type { Fd, Sys, Task } from "../../kernel/sys.ts";
import { decodeBytes, encodeBytes } from "../libc/byte-text.ts";
import { isLookupError, lookUp, lookupText } from "../libc/resolver.ts";
import { connectAny } from "../network/sockets.ts";
import type { CliOptions } from "./cli-options.ts";
import { encodeRequest, type Reply } from "./reply.ts";
import { parseReply } from "./requests.ts";

const CHUNK = 65_536;

export interface Connection {
  readonly fd: Fd;
  input: string;
}

function* connectSocket(sys: Sys, path: string): Task<Fd | Errno> {
  const fd = sys.socket({ family: "unix", type: "stream" });
  if (failed(fd)) return fd;
  const refused = yield* sys.connect(fd, { family: "unix", path });
  if (refused === undefined) return fd;
  void sys.close(fd);
  return refused;
}

/** Or what is to be said of the failure. */
export function* connect(
  sys: Sys,
  { host, port, socket }: CliOptions,
): Task<Connection | { readonly wrong: string }> {
  if (socket !== undefined) {
    const fd = yield* connectSocket(sys, socket);
    return failed(fd)
      ? { wrong: `Could not connect to Redis at ${socket}: ${strerror(fd)}` }
      : { fd, input: "" };
  }
  const found = yield* lookUp(sys, host);
  const failure = (why: string) => ({ wrong: `Could not connect to Redis at ${host}:${port}: ${why}` });
  if (isLookupError(found)) return failure(lookupText(found));
  const fd = yield* connectAny(sys, found.addresses, port);
  return failed(fd) ? failure(strerror(fd)) : { fd, input: "" };
}

export function* ask(sys: Sys, connection: Connection, words: readonly string[]): Task<Reply | undefined> {
  const written = yield* sys.write(connection.fd, encodeBytes(encodeRequest(words)));
  return failed(written) ? undefined : yield* nextReply(sys, connection);
}

/** undefined: the server is gone. */
export function* nextReply(sys: Sys, connection: Connection): Task<Reply | undefined> {
  for (;;) {
    const reply = parseReply(connection.input, 0);
    if (reply.kind === "whole") {
      connection.input = connection.input.slice(reply.next);
      return reply.value;
    }
    if (reply.kind === "wrong") return undefined;
    const bytes = yield* sys.read(connection.fd, CHUNK);
    if (failed(bytes) || bytes.length === 0) return undefined;
    connection.input += decodeBytes(bytes);
  }
}
