// Small steps that every client and server takes: a connection to a name's addresses one after the other, a
// listening socket, and carrying bytes both ways until either side ends.

import { failed, type Errno } from "../../base/errno.ts";
import type { Duration } from "../../base/time.ts";
import type { Fd, Sys, Task } from "../../kernel/sys.ts";
import type { HostAddress } from "../libc/resolver.ts";

const CHUNK = 65_536;

/** A connected socket, or the error of the last address that was tried. */
export function* connectAny(
  sys: Sys,
  addresses: readonly HostAddress[],
  port: number,
  timeout?: Duration,
): Task<Fd | Errno> {
  let error: Errno = "ENETUNREACH";
  for (const { family, address } of addresses) {
    const fd = sys.socket({ family, type: "stream" });
    if (failed(fd)) return fd;
    const refused = yield* sys.connect(fd, { family, address, port }, timeout);
    if (refused === undefined) return fd;
    error = refused;
    void sys.close(fd);
  }
  return error;
}

/** On all addresses of both families. */
export function listenOn(sys: Sys, port: number, address = "::"): Fd | Errno {
  const family = address.includes(":") ? "inet6" : "inet";
  const fd = sys.socket({ family, type: "stream" });
  if (failed(fd)) return fd;
  const refused = sys.bind(fd, { family, address, port }) ?? sys.listen(fd, 9);
  if (refused === undefined) return fd;
  void sys.close(fd);
  return refused;
}

/** Standard input to the socket, the socket to standard output, until the other side ends. */
export function* relay(sys: Sys, socket: Fd, closesAtEnd: boolean, idle?: Duration): Task<void> {
  let reading = true;
  for (;;) {
    const items = [{ fd: socket, read: true }, ...(reading ? [{ fd: 0, read: true }] : [])];
    const ready = yield* sys.poll(items, idle);
    if (failed(ready) || ready.length === 0) return;
    for (const { fd } of ready) {
      const bytes = yield* sys.read(fd, CHUNK);
      const over = failed(bytes) || bytes.length === 0;
      if (fd === socket && over) return;
      if (fd === 0 && over) {
        reading = false;
        if (closesAtEnd) void sys.shutdown(socket, "write");
      }
      if (over) continue;
      const written = yield* sys.write(fd === socket ? 1 : socket, bytes);
      if (failed(written)) return;
    }
  }
}
