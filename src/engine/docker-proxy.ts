// docker-proxy: a process of the host for each published port and address, which takes connections that netfilter does
// not translate (from the loopback, and from containers on the same bridge) and carries them on (moby
// cmd/docker-proxy). Datagrams are not carried, but their port is held.

import { failed } from "../base/errno.ts";
import type { Fd, Pid, Sys, Task } from "../kernel/sys.ts";
import { listenOnPort } from "../kernel/tcp-sockets.ts";
import type { Engine } from "./engine.ts";
import type { Forwarding } from "./port-forwarding.ts";

const CLIENT: Fd = 0;
const CHUNK = 65_536;

interface Target {
  readonly address: string;
  readonly port: number;
}

/** One connection, which is descriptor 0 of this task. */
const carry = function* (sys: Sys, { address, port }: Target): Task<number> {
  const fd = sys.socket({ family: "inet", type: "stream" });
  if (failed(fd)) return 1;
  const refused = yield* sys.connect(fd, { family: "inet", address, port });
  if (refused !== undefined) return 1;
  const open = new Map<Fd, Fd>([[CLIENT, fd], [fd, CLIENT]]); // prettier-ignore
  while (open.size > 0) {
    const ready = yield* sys.poll([...open.keys()].map((one) => ({ fd: one, read: true })));
    if (failed(ready)) continue;
    for (const { fd: from } of ready) {
      const to = open.get(from) as Fd;
      const bytes = yield* sys.read(from, CHUNK);
      const over = failed(bytes) || bytes.length === 0;
      const written = over ? 0 : yield* sys.write(to, bytes);
      if (!over && !failed(written)) continue;
      open.delete(from);
      void sys.shutdown(to, "write");
    }
  }
  return 0;
};

/** undefined: the port is taken, or the address is not the host's. */
export function startProxy(engine: Engine, forwarding: Forwarding): Pid | undefined {
  const { protocol, hostAddress, hostPort, address, port } = forwarding;
  const { kernel } = engine;
  const proxy = kernel.processes.start({
    ...engine.base,
    ppid: engine.daemon,
    name: "docker-proxy",
    argv: [
      "/usr/sbin/docker-proxy", "-proto", protocol, "-host-ip", hostAddress, "-host-port", String(hostPort),
      "-container-ip", address, "-container-port", String(port), "-use-listen-fd",
    ],
    entry: undefined,
    executable: undefined,
    descriptors: new Map(),
    tty: undefined,
    memory: 5 << 20,
    watcher: ["docker-proxy", ""],
  }); // prettier-ignore
  const family = hostAddress.includes(":") ? "inet6" : "inet";
  const type = protocol === "udp" ? "datagram" : "stream";
  if (protocol === "sctp") return proxy.pid;
  const data: Target = { address, port };
  const acceptor = { process: proxy.pid, entry: carry as never, data };
  const refused = listenOnPort(
    kernel,
    proxy,
    { family, type, address: hostAddress, port: hostPort },
    acceptor,
  );
  if (refused === undefined) return proxy.pid;
  kernel.processes.end(kernel.processes.own(proxy.pid), { kind: "exited", code: 1 });
  return undefined;
}

export function stopProxy(engine: Engine, pid: Pid): void {
  const { processes } = engine.kernel;
  const process = processes.find(pid);
  if (process !== undefined && process.state !== "zombie")
    processes.end(processes.own(pid), { kind: "exited", code: 0 });
}
