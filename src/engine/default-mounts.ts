// What every container has mounted before anything that was asked for: /proc, /dev and what is in it, /sys and the
// control groups (moby oci/defaults.go). Each is left out where a mount of the user's takes its place.

import { failed } from "../base/errno.ts";
import { S_IFDIR } from "../fs/file-system.ts";
import type { Place } from "../fs/mounts.ts";
import { newTmpfs } from "../fs/tmpfs.ts";
import { Tree } from "../fs/tree.ts";
import { cgroupFileSystem, CONTROLLERS } from "../kernel/cgroup-files.ts";
import { devptsFileSystem } from "../kernel/devpts.ts";
import { procFileSystem } from "../kernel/procfs.ts";
import { sysFileSystem } from "../kernel/sysfs.ts";
import type { Container } from "../model/container.ts";
import { addDevice, deviceTree, type Device } from "./device-tree.ts";
import { lookUp } from "../model/shelf.ts";
import type { Engine } from "./engine.ts";
import type { Mounter } from "./mounter.ts";

export interface Inside {
  readonly pidNamespace: number;
  readonly netNamespace: number;
  readonly cgroup: number;
  readonly devices: readonly Device[];
}

const PLAIN = "nosuid,nodev,noexec,relatime";

/** Everything that runc mounts by default; `taken` are destinations of the user's own mounts. */
export function mountDefaults(mounter: Mounter, inside: Inside, taken: ReadonlySet<string>): void {
  const { engine, container } = mounter;
  const { kernel } = engine;
  const readOnly = !container.hostConfig.Privileged;
  if (!taken.has("/proc"))
    void mounter.put("/proc", "/proc", kernel.fileSystems.addDynamic(procFileSystem(inside.pidNamespace)), {
      source: "proc",
      options: PLAIN,
    });
  if (!taken.has("/dev")) mountDevices(mounter, inside, taken);
  if (taken.has("/sys")) return;
  const sys = mounter.put("/sys", "/sys", kernel.fileSystems.addDynamic(sysFileSystem(inside.netNamespace)), {
    source: "sysfs",
    options: PLAIN,
    readOnly,
  });
  if (!failed(sys) && !taken.has("/sys/fs/cgroup")) mountCgroups(mounter, inside.cgroup, readOnly);
}

// ---- /dev

function mountDevices(mounter: Mounter, { devices }: Inside, taken: ReadonlySet<string>): void {
  const { engine, container } = mounter;
  const { fileSystems } = engine.kernel;
  const tree = deviceTree(engine, devices, container.config.Tty);
  const dev = mounter.put("/dev", "/dev", fileSystems.addTree(tree), {
    source: "tmpfs",
    options: "nosuid,size=65536k,mode=755",
  });
  if (failed(dev)) return;
  const on = (name: string, mount: (place: Place) => void): void => {
    const place = taken.has(`/dev/${name}`) ? undefined : mounter.child(dev, name);
    if (place !== undefined) mount(place);
  };
  on("pts", (place) => {
    void mounter.put(place, "/dev/pts", fileSystems.addDynamic(devptsFileSystem()), {
      source: "devpts",
      options: "nosuid,noexec,relatime,gid=5,mode=620,ptmxmode=666",
    });
  });
  if (container.hostConfig.IpcMode !== "host")
    on("mqueue", (place) => {
      const queues = new Tree({ type: "mqueue", mode: 0o1777, now: engine.now });
      void mounter.put(place, "/dev/mqueue", fileSystems.addTree(queues), {
        source: "mqueue",
        options: PLAIN,
      });
    });
  on("shm", (place) => mountShm(mounter, place));
  for (const { path, node } of devices)
    if (!path.startsWith("/dev/")) addDevice(engine, fileSystems.tree(container.tree), path, node);
}

const PAGE = 4096;

/** Shared memory: one's own, the host's or another container's. */
function mountShm(mounter: Mounter, place: Place): void {
  const { engine, container } = mounter;
  const { IpcMode: mode, ShmSize } = container.hostConfig;
  if (mode === "none") return;
  if (mode === "host") return shareShm(mounter, place, engine.files.find("/dev/shm"), undefined);
  if (mode.startsWith("container:")) {
    const other = lookUp(engine.state.containers, mode.slice("container:".length));
    return shareShm(mounter, place, undefined, other);
  }
  const size = `size=${Math.ceil(ShmSize / PAGE) * (PAGE / 1024)}k`;
  const { memory } = engine.kernel.machine;
  const tmpfs = newTmpfs(size, { total: memory, uid: 0, gid: 0, now: engine.now });
  if (failed(tmpfs)) return;
  const fs = engine.kernel.fileSystems.addTree(tmpfs);
  void mounter.put(place, "/dev/shm", fs, { source: "shm", options: `${PLAIN},${size}` });
}

function shareShm(
  mounter: Mounter,
  place: Place,
  host: Place | string | undefined,
  other: Container | undefined,
): void {
  const { kernel, files } = mounter.engine;
  if (typeof host === "object") {
    const mount = files.mountOf(host);
    void mounter.cover(
      place,
      "/dev/shm",
      mount.fs,
      { source: mount.source, options: mount.options, root: host.ino },
      "directory",
    );
  } else if (other?.sandbox !== undefined)
    for (const mount of kernel.mountNamespaces.get(other.sandbox.mountNamespace).mounts.values())
      if (mount.target === "/dev/shm")
        void mounter.cover(
          place,
          "/dev/shm",
          mount.fs,
          { source: mount.source, options: mount.options, root: mount.root },
          "directory",
        );
}

/** Whether another container may share its memory: it has some of its own that it gives away. */
export const sharesMemory = (engine: Engine, { hostConfig }: Container): boolean =>
  hostConfig.IpcMode !== "private" && hostConfig.IpcMode !== "none" && engine.settings.shmSize > 0;

// ---- control groups

function mountCgroups(mounter: Mounter, cgroup: number, readOnly: boolean): void {
  const { engine } = mounter;
  const { fileSystems } = engine.kernel;
  const target = "/sys/fs/cgroup";
  if (engine.settings.cgroupVersion === 2) {
    const fs = fileSystems.addDynamic(cgroupFileSystem(cgroup, undefined));
    void mounter.put(target, target, fs, { source: "cgroup", options: PLAIN, readOnly });
    return;
  }
  const tree = new Tree({ type: "tmpfs", now: engine.now });
  const directories = CONTROLLERS.map((name) =>
    tree.create(tree.root, name, { mode: S_IFDIR | 0o755, uid: 0, gid: 0 }, engine.now),
  );
  const place = mounter.put(target, target, fileSystems.addTree(tree), {
    source: "tmpfs",
    options: `${PLAIN},mode=755`,
  });
  if (failed(place)) return;
  for (const [i, name] of CONTROLLERS.entries()) {
    const ino = directories[i];
    if (ino === undefined || failed(ino)) continue;
    const shown = name === "systemd" ? "name=systemd" : name;
    void mounter.put(
      { mount: place.mount, ino },
      `${target}/${name}`,
      fileSystems.addDynamic(cgroupFileSystem(cgroup, name)),
      {
        source: "cgroup",
        options: `${PLAIN},${shown}`,
        readOnly,
      },
    );
  }
}
