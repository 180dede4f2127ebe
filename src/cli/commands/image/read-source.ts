// Where the bytes come from that `docker load` and `docker import` send: a file or standard input. Real clients send
// while they read, so an error of reading is one of the connection to them.

import { failed } from "../../../base/errno.ts";
import { pathError } from "../../../base/go/errno-text.ts";
import { fail, ok } from "../../../base/result.ts";
import { O_CLOEXEC, O_RDONLY, type Fd, type Task } from "../../../kernel/sys.ts";
import type { Answered, Client } from "../../client.ts";
import { clientError } from "../../client-error.ts";
import type { Requested } from "../../request-url.ts";
import { readAll } from "../../surroundings.ts";

export interface Source {
  readonly fd: Fd;
  readonly path: string;
}

/** Of a file, or of standard input where there is no path. */
export function* openSource(client: Client, path: string | undefined): Task<Answered<Source>> {
  if (path === undefined) return ok({ fd: 0, path: "/dev/stdin" });
  const fd = yield* client.sys.open(path, O_RDONLY | O_CLOEXEC);
  return failed(fd) ? fail(clientError(pathError("open", path, fd))) : ok({ fd, path });
}

/** All of it, to be the body of a request. */
export function* readSource(
  client: Client,
  { fd, path }: Source,
  requested: Requested,
): Task<Answered<Uint8Array>> {
  const bytes = yield* readAll(client.sys, fd);
  if (fd !== 0) void client.sys.close(fd);
  return bytes.ok ? bytes : fail(yield* client.notSent(requested, pathError("read", path, bytes.error)));
}
