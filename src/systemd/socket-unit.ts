// Sockets that systemd listens on for a service (systemd.socket(5)): a connection starts the service, which takes the
// listening sockets over (sd_listen_fds(3)) until it ends. Sockets of the file system only.

import { failed } from "../base/errno.ts";
import { unitChannel } from "../base/unit-view.ts";
import type { ForkEntry, Sys, Task } from "../kernel/sys.ts";
import { listenAsTask } from "../kernel/unix-sockets.ts";
import type { LoadedUnit, Systemd } from "./systemd.ts";
import { titleOf } from "./service-unit.ts";
import { lastOf } from "./unit-file.ts";

export const serviceOf = ({ name, file }: LoadedUnit): string =>
  lastOf(file, "Socket.Service", name.replace(/\.socket$/, ".service"));

interface Waiting {
  readonly service: string;
  readonly serve: ForkEntry<unknown> | undefined;
}

export function startSocket(systemd: Systemd, unit: LoadedUnit): void {
  const { kernel, init, plan } = systemd;
  const { name, file } = unit;
  const service = serviceOf(unit);
  const data: Waiting = { service, serve: plan.serving.get(service) };
  const mode = Number.parseInt(lastOf(file, "Socket.SocketMode", "0666"), 8);
  const sockets: number[] = [];
  for (const path of file.get("Socket.ListenStream") ?? []) {
    const acceptor = { process: init, entry: activate as never, data };
    const owner = kernel.processes.get(init);
    const made = listenAsTask(kernel, owner, path, acceptor);
    if (failed(made)) continue;
    sockets.push(made);
    const view = kernel.viewFrom(owner);
    const place = kernel.vfs.find(view, path);
    if (failed(place)) continue;
    const fs = kernel.fileSystems.own(kernel.vfs.mountOf(view, place).fs);
    void fs.change(
      place.ino,
      { mode, gid: systemd.groupNumber(lastOf(file, "Socket.SocketGroup", "root")) },
      kernel.now,
    );
  }
  systemd.change(name, { active: "active", sub: "listening", sockets });
  systemd.tell(name, `Listening on ${titleOf(unit)}.`);
}

/** Somebody has connected: the service is started, and whoever serves it takes the connection. */
function* activate(sys: Sys, { service, serve }: Waiting): Task<number> {
  sys.invoke("systemd", "start", [service]);
  for (;;) {
    const active = sys.invoke("systemd", "activeState", [service]);
    if (active === "active") break;
    if (active === "failed" || active === "inactive") return 1;
    yield* sys.block(unitChannel(service));
  }
  return serve === undefined ? 0 : yield* serve(sys, undefined);
}

/** The service that is up gets what connects from now on; `undefined`: systemd itself does. */
export function handOver(systemd: Systemd, unit: LoadedUnit, to: { process: number; entry: ForkEntry<unknown> } | undefined): void {
  const service = serviceOf(unit);
  const own = { process: systemd.init, entry: activate as never, data: { service, serve: systemd.plan.serving.get(service) } };
  for (const id of systemd.stateOf(unit.name).sockets) {
    const socket = systemd.kernel.sockets.own(id);
    socket.acceptor = to === undefined ? own : { ...to, data: undefined };
  }
} // prettier-ignore

export function stopSocket(systemd: Systemd, unit: LoadedUnit): void {
  const { kernel, init } = systemd;
  const { name, file } = unit;
  for (const id of systemd.stateOf(name).sockets) {
    const { place } = kernel.sockets.own(id);
    if (place !== undefined) kernel.sockets.take(place);
    kernel.sockets.remove(id);
  }
  const view = kernel.viewFrom(kernel.processes.get(init));
  for (const path of file.get("Socket.ListenStream") ?? [])
    void kernel.vfs.remove(view, path, false, kernel.now);
  systemd.tell(name, `${name}: Deactivated successfully.`);
  systemd.tell(name, `Closed ${titleOf(unit)}.`);
  systemd.change(name, { active: "inactive", sub: "dead", sockets: [] });
}
