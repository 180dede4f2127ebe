// docker-proxy: a process of the host for each published port and address, which takes connections that netfilter does
// not translate (from the loopback, and from containers on the same bridge) and carries them on, and datagrams and what
// answers them (moby cmd/docker-proxy).

import { failed } from "../base/errno.ts";
import type { SocketAddress } from "../kernel/sockets.ts";
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
  const family = familyOf(address);
  const fd = sys.socket({ family, type: "stream" });
  if (failed(fd)) return 1;
  const refused = yield* sys.connect(fd, { family, address, port });
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

const familyOf = (address: string): "inet" | "inet6" => (address.includes(":") ? "inet6" : "inet");

interface Sender {
  readonly fd: Fd;
  readonly from: SocketAddress;
}

/** A socket towards the container for each sender, so that answers find their way back. */
const carryDatagrams = function* (sys: Sys, { address, port }: Target): Task<number> {
  const family = familyOf(address);
  const senders = new Map<string, Sender>();
  for (;;) {
    const fds = [CLIENT, ...[...senders.values()].map(({ fd }) => fd)];
    const ready = yield* sys.poll(fds.map((fd) => ({ fd, read: true })));
    if (failed(ready)) return 1;
    for (const { fd } of ready) {
      const got = yield* sys.receiveFrom(fd, CHUNK);
      if (failed(got)) continue;
      const back = [...senders.values()].find((sender) => sender.fd === fd);
      if (back !== undefined) {
        void sys.sendTo(CLIENT, got.bytes, back.from);
        continue;
      }
      const key = JSON.stringify(got.from);
      let sender = senders.get(key);
      if (sender === undefined) {
        const own = sys.socket({ family, type: "datagram" });
        if (failed(own)) continue;
        const refused = yield* sys.connect(own, { family, address, port });
        if (refused !== undefined) continue;
        senders.set(key, (sender = { fd: own, from: got.from }));
      }
      void (yield* sys.write(sender.fd, got.bytes));
    }
  }
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
  if (refused === undefined) {
    if (type === "datagram") carryFrom(engine, proxy.pid, data);
    return proxy.pid;
  }
  kernel.processes.end(kernel.processes.own(proxy.pid), { kind: "exited", code: 1 });
  return undefined;
}

/** The task reads the socket that the proxy has bound. */
function carryFrom({ kernel }: Engine, pid: Pid, data: Target): void {
  const [descriptor] = kernel.processes.get(pid).descriptors.values();
  if (descriptor === undefined) return;
  kernel.openFiles.own(descriptor.file).references++;
  kernel.processes.spawnTask(pid, carryDatagrams as never, data, new Map([[CLIENT, descriptor.file]]));
}

export function stopProxy(engine: Engine, pid: Pid): void {
  const { processes } = engine.kernel;
  const process = processes.find(pid);
  if (process !== undefined && process.state !== "zombie")
    processes.end(processes.own(pid), { kind: "exited", code: 0 });
}
