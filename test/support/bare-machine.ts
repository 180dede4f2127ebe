// A kernel with a small file tree and nothing else, for tests of the kernel and of programs: time passes
// as fast as it can, what a process prints is collected.

import { Agenda } from "../../src/base/agenda.ts";
import { Random } from "../../src/base/random.ts";
import type { Instant } from "../../src/base/time.ts";
import { decode } from "../../src/base/utf8.ts";
import { makedev, S_IFCHR } from "../../src/fs/file-system.ts";
import { makeDirectories, writeFile } from "../../src/fs/tree-paths.ts";
import { Tree } from "../../src/fs/tree.ts";
import { ALL_CAPABILITIES } from "../../src/kernel/capabilities.ts";
import { devptsFileSystem } from "../../src/kernel/devpts.ts";
import { executableHead } from "../../src/kernel/executables.ts";
import { Kernel, type KernelDue, type Timekeeper } from "../../src/kernel/kernel.ts";
import { HOST_PIDS } from "../../src/kernel/process-store.ts";
import type { Process } from "../../src/kernel/process.ts";
import { procFileSystem } from "../../src/kernel/procfs.ts";
import type { Ending, Pid, Program } from "../../src/kernel/sys.ts";

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly ending: Ending | undefined;
}

class Clock implements Timekeeper {
  constructor(
    public now: Instant,
    readonly agenda: Agenda<KernelDue>,
  ) {}

  enter(at: Instant, due: KernelDue): void {
    this.agenda.enter(at, due);
  }
}

export class BareMachine {
  readonly kernel: Kernel;
  private readonly clock: Clock;
  private readonly printed = new Map<string, string>();
  private readonly endings = new Map<Pid, Ending>();
  private runs = 0;

  constructor(
    programs: Record<string, Program>,
    files: Record<string, string | Uint8Array> = {},
    origin?: BareMachine,
  ) {
    this.clock = new Clock(
      origin?.clock.now ?? 1_700_000_000_000_000,
      origin?.clock.agenda.fork() ?? new Agenda(),
    );
    const machine = {
      programs: new Map(Object.entries(programs).map(([name, run]) => [name, { run, memory: 1 << 20 }])),
      memory: 2 ** 31,
      cpus: 2,
      release: "6.1.0",
      version: "#1 SMP",
    };
    const random = origin ? Random.from(origin.kernel.random.state) : Random.seeded(1);
    this.kernel = new Kernel(machine, this.clock, random, origin?.kernel);
    this.kernel.outlets.set("test", (key, bytes) => {
      this.printed.set(key, (this.printed.get(key) ?? "") + decode(bytes));
      return undefined;
    });
    this.kernel.endHooks.set("test", (_key, process, ending) => this.endings.set(process.pid, ending));
    if (origin === undefined) this.layOut(Object.keys(programs), files);
    else {
      this.runs = origin.runs;
      for (const [key, text] of origin.printed) this.printed.set(key, text);
    }
  }

  private layOut(programs: string[], files: Record<string, string | Uint8Array>): void {
    const tree = new Tree();
    for (const directory of ["/bin", "/tmp", "/root", "/proc", "/dev/pts", "/etc"])
      makeDirectories(tree, directory);
    for (const name of programs) writeFile(tree, `/bin/${name}`, executableHead(name), { mode: 0o755 });
    for (const [path, text] of Object.entries(files))
      if (path.endsWith("/")) makeDirectories(tree, path.slice(0, -1));
      else writeFile(tree, path, text, typeof text === "string" ? {} : { mode: 0o755 });
    const dev = makeDirectories(tree, "/dev") as number;
    for (const [name, minor] of [
      ["null", 3],
      ["zero", 5],
      ["full", 7],
      ["urandom", 9],
    ] as const)
      tree.create(dev, name, { mode: S_IFCHR | 0o666, uid: 0, gid: 0, rdev: makedev(1, minor) }, 0);
    const ns = this.kernel.mountNamespaces.create();
    const options = { readOnly: false, options: "relatime" };
    const root = this.kernel.mountNamespaces.mount(ns.id, this.kernel.fileSystems.addTree(tree), undefined, {
      ...options,
      target: "/",
      source: "/dev/vda1",
    });
    const on = (path: string) =>
      this.kernel.vfs.find(this.viewOfRoot(ns.id, root.id, tree.root), path) as {
        mount: number;
        ino: number;
      };
    this.kernel.mountNamespaces.mount(
      ns.id,
      this.kernel.fileSystems.addDynamic(procFileSystem(HOST_PIDS)),
      on("/proc"),
      {
        ...options,
        target: "/proc",
        source: "proc",
      },
    );
    this.kernel.mountNamespaces.mount(
      ns.id,
      this.kernel.fileSystems.addDynamic(devptsFileSystem()),
      on("/dev/pts"),
      {
        ...options,
        target: "/dev/pts",
        source: "devpts",
      },
    );
    this.kernel.utsNamespaces.create("bare", "");
    this.kernel.netNamespaces.create();
    this.start({ name: "init", entry: undefined, descriptors: new Map() });
  }

  private viewOfRoot(namespace: number, mount: number, ino: number) {
    const place = { mount, ino };
    return {
      namespace: this.kernel.mountNamespaces.get(namespace),
      root: place,
      cwd: place,
      who: { uid: 0, gid: 0, groups: [0], capabilities: ALL_CAPABILITIES },
    };
  }

  private start(more: Partial<Process> & Pick<Process, "name" | "entry" | "descriptors">): Process {
    const namespace = 1;
    const root = { mount: this.kernel.mountNamespaces.get(namespace).root, ino: 2 };
    return this.kernel.processes.start({
      argv: [more.name],
      env: ["PATH=/bin", "HOME=/root"],
      executable: undefined,
      uid: 0,
      gid: 0,
      groups: [],
      capabilities: ALL_CAPABILITIES,
      bounding: ALL_CAPABILITIES,
      cwd: root,
      root,
      umask: 0o022,
      mountNamespace: namespace,
      utsNamespace: 1,
      netNamespace: 0,
      cgroup: 0,
      limits: new Map(),
      oomScoreAdj: 0,
      noNewPrivileges: false,
      watcher: ["test", ""],
      ppid: 1,
      pidNamespaces: [HOST_PIDS],
      ...more,
    });
  }

  /** Where a process is that works in a directory. */
  placeOf(path: string): Pick<Process, "cwd"> {
    const namespace = 1;
    const { root } = this.kernel.mountNamespaces.get(namespace);
    const place = this.kernel.vfs.find(this.viewOfRoot(namespace, root, 2), path);
    return { cwd: place as Process["cwd"] };
  }

  /** Starts a program with its output collected; `key` names the run. */
  launch(argv: readonly string[], more: Partial<Process> = {}): { readonly pid: Pid; readonly key: string } {
    const key = `run${++this.runs}`;
    const outlet = (name: string) =>
      this.kernel.openFiles.create({ kind: "outlet", flags: 1, path: "", outlet: ["test", `${key} ${name}`] })
        .id;
    const nothing = this.kernel.openFiles.create({
      kind: "device",
      flags: 0,
      target: makedev(1, 3),
      path: "/dev/null",
    }).id;
    const descriptors = new Map(
      [nothing, outlet("out"), outlet("err")].map((file, fd) => [fd, { file, closeOnExec: false }]),
    );
    const program = this.kernel.machine.programs.get(argv[0] as string)!;
    const process = this.start({
      name: argv[0] as string,
      argv,
      entry: { kind: "program", program: program.run },
      descriptors,
      ...more,
    });
    return { pid: process.pid, key };
  }

  result({ pid, key }: { readonly pid: Pid; readonly key: string }): Ran {
    return {
      stdout: this.printed.get(`${key} out`) ?? "",
      stderr: this.printed.get(`${key} err`) ?? "",
      ending: this.endings.get(pid),
    };
  }

  run(...argv: string[]): Ran {
    const launched = this.launch(argv);
    this.untilIdle();
    return this.result(launched);
  }

  /** Lets everything happen that is due up to `limit`. */
  untilIdle(limit = Infinity): void {
    for (let steps = 0; steps < 1_000_000; steps++) {
      const at = this.clock.agenda.pollAt;
      if (at === undefined || at > limit) return;
      this.clock.now = Math.max(this.clock.now, at);
      this.kernel.handle(this.clock.agenda.take(this.clock.now)!.what);
    }
    throw new Error("never idle");
  }

  get now(): Instant {
    return this.clock.now;
  }

  fork(): BareMachine {
    const programs = Object.fromEntries(
      [...this.kernel.machine.programs].map(([name, { run }]) => [name, run]),
    );
    return new BareMachine(programs, {}, this);
  }
}
