// A booted host with a Docker engine and one small image, for tests of the engine and the API: programs are
// given, `client` programs speak to the daemon through its socket.

import { Random } from "../../src/base/random.ts";
import { decode } from "../../src/base/utf8.ts";
import { digestOf } from "../../src/base/digest.ts";
import { addImage, tagImage } from "../../src/engine/images.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { DEFAULT_SETTINGS } from "../../src/engine/settings.ts";
import { layerOf } from "../../src/fs/layer-walk.ts";
import { makeDirectories, makeLink, writeFile } from "../../src/fs/tree-paths.ts";
import { Tree } from "../../src/fs/tree.ts";
import { executableHead } from "../../src/kernel/executables.ts";
import type { Kernel } from "../../src/kernel/kernel.ts";
import type { Ending, Program } from "../../src/kernel/sys.ts";
import type { Image } from "../../src/model/image.ts";
import { bootHost, HOST_ENV } from "../../src/world/boot.ts";
import { WorldClock } from "../../src/world/clock.ts";

export interface Ran {
  readonly stdout: string;
  readonly ending: Ending | undefined;
}

const NOTHING = {
  Hostname: "", Domainname: "", User: "", AttachStdin: false, AttachStdout: false, AttachStderr: false, Tty: false,
  OpenStdin: false, StdinOnce: false, Env: null, Cmd: null, Image: "", Volumes: null, WorkingDir: "", Entrypoint: null,
  OnBuild: null, Labels: null,
}; // prettier-ignore

export class DockerHost {
  readonly clock = new WorldClock(1_700_000_000_000_000);
  readonly kernel: Kernel;
  readonly engine: Engine;
  private printed = "";
  private ending: Ending | undefined;

  constructor(private readonly programs: Record<string, Program>) {
    const root = new Tree();
    for (const path of ["/bin", "/tmp", "/root", "/proc", "/sys", "/dev", "/run", "/etc", "/var/lib"])
      makeDirectories(root, path);
    for (const name of Object.keys(programs))
      writeFile(root, `/bin/${name}`, executableHead(name), { mode: 0o755 });
    writeFile(root, "/etc/resolv.conf", "nameserver 10.0.0.53\n");
    makeLink(root, "/var/run", "/run");
    const machine = {
      programs: new Map(Object.entries(programs).map(([name, run]) => [name, { run, memory: 1 << 20 }])),
      memory: 2 ** 31,
      cpus: 2,
      release: "6.1.0",
      version: "#1 SMP",
    };
    const { kernel, engine } = bootHost(
      { name: "vm", machine, root, engine: DEFAULT_SETTINGS },
      this.clock.forHost(0),
      Random.seeded(1),
    );
    this.kernel = kernel;
    this.engine = engine as Engine;
    kernel.outlets.set("test", (_key, bytes) => {
      this.printed += decode(bytes);
      return undefined;
    });
    kernel.endHooks.set("test", (_key, _process, ending) => (this.ending = ending));
    this.addSmallImage("busybox:latest", { Cmd: ["sleeper"] });
  }

  addSmallImage(name: string, config: Partial<Image["config"]>): void {
    const tree = new Tree({ type: "overlay" }).forkAbove({});
    for (const path of ["/bin", "/tmp", "/root", "/etc", "/var"]) makeDirectories(tree, path);
    for (const program of Object.keys(this.programs))
      writeFile(tree, `/bin/${program}`, executableHead(program), { mode: 0o755 });
    writeFile(
      tree,
      "/etc/passwd",
      "root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1:daemon:/usr/sbin:/bin/false\n",
    );
    writeFile(tree, "/etc/group", "root:x:0:\ndaemon:x:1:\n");
    const diffId = digestOf(`layer of ${name}`);
    const image: Image = {
      id: digestOf(`config of ${name}`), parent: "", created: 0, author: "", comment: "", dockerVersion: "", architecture: "amd64", os: "linux",
      config: { ...NOTHING, ...config }, diffIds: [diffId], history: [], size: 1, json: "", lastTagged: undefined,
    }; // prettier-ignore
    addImage(this.engine, image, [{ diffId, layer: () => layerOf(tree) }], "present");
    tagImage(this.engine, image, name);
  }

  /** Runs a client program on the host until nothing is due any more before `limit`. */
  run(program: Program, limit = Infinity): Ran {
    this.printed = "";
    this.ending = undefined;
    const init = this.kernel.processes.get(1);
    const outlet = () =>
      this.kernel.openFiles.create({ kind: "outlet", flags: 1, path: "", outlet: ["test", "out"] }).id;
    const descriptors = new Map([0, 1, 2].map((fd) => [fd, { file: outlet(), closeOnExec: false }]));
    this.kernel.processes.start({
      ...init,
      ppid: 1,
      env: HOST_ENV,
      name: "client",
      argv: ["client"],
      entry: { kind: "program", program },
      descriptors,
      watcher: ["test", ""],
    });
    this.untilIdle(limit);
    return { stdout: this.printed, ending: this.ending };
  }

  untilIdle(limit = Infinity): void {
    for (let turns = 0; turns < 100_000; turns++) {
      const at = this.clock.agenda.pollAt;
      if (at === undefined || at > limit) return;
      this.clock.now = Math.max(this.clock.now, at);
      this.kernel.handle(this.clock.agenda.take(this.clock.now)!.what.due);
    }
    throw new Error("never idle");
  }
}
