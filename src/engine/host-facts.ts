// What the daemon says of the host that it runs on (moby daemon/info.go, info_unix.go). The engine's id is one of
// its first random numbers, kept in a file of the data root as in life.

import { failed } from "../base/errno.ts";
import { decode } from "../base/utf8.ts";
import type { Engine } from "./engine.ts";

export interface HostFacts {
  readonly engineId: string;
  readonly hostname: string;
  readonly kernelVersion: string;
  readonly cpus: number;
  readonly memory: number;
  /** of the daemon's own process */
  readonly openFiles: number;
  readonly tasks: number;
}

export function hostFacts(engine: Engine): HostFacts {
  const { kernel } = engine;
  const daemon = engine.base;
  return {
    engineId: engineId(engine),
    hostname: kernel.utsNamespaces.get(daemon.utsNamespace).hostname,
    kernelVersion: kernel.machine.release,
    cpus: kernel.machine.cpus,
    memory: kernel.machine.memory,
    openFiles: 22 + daemon.descriptors.size,
    tasks: daemon.children.length,
  };
}

function engineId(engine: Engine): string {
  const path = `${engine.settings.dataRoot}/engine-id`;
  const known = engine.files.read(path);
  if (!failed(known)) return decode(known);
  const hex = engine.random.child("engine id").hex(32);
  const id = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20),
  ].join("-");
  void engine.files.write(path, id, 0o600);
  return id;
}
