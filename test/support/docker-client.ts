// The docker program on a booted host with an engine, for tests of its commands: one command line after the other, with
// separate outputs, with standard input from a text or from a terminal that the test types into.

import { must } from "../../src/base/assert.ts";
import { SIGTERM, type Signal } from "../../src/base/signals.ts";
import { decode, encode } from "../../src/base/utf8.ts";
import { DOCKER_CE } from "../../src/cli/client-version.ts";
import { dockerOf } from "../../src/cli/docker.ts";
import { takeTerminal } from "../../src/engine/container-process.ts";
import { makedev } from "../../src/fs/file-system.ts";
import { makeDirectories, writeFile } from "../../src/fs/tree-paths.ts";
import { createPipe } from "../../src/kernel/pipes.ts";
import { openMaster, openTerminal, resize, type as typeInto } from "../../src/kernel/ptys.ts";
import type { InitRequest } from "../../src/kernel/process-births.ts";
import { exitStatusOf, type Ending, type Pid, type Program } from "../../src/kernel/sys.ts";
import { HOST_ENV } from "../../src/world/boot.ts";
import { DockerHost } from "./docker-host.ts";

const DOCKER = dockerOf(DOCKER_CE);

export interface Surroundings {
  readonly stdin?: string;
  readonly env?: readonly string[];
  readonly uid?: number;
  readonly cwd?: string;
  /** virtual microseconds, after which it is left running */
  readonly limit?: number;
  readonly tty?: boolean;
}

export interface Said {
  readonly stdout: string;
  readonly stderr: string;
  /** -1: still running */
  readonly exit: number;
}

const ROOT_TREE = 1;

/** One run of the program. */
export class Running {
  private readonly printed = { out: "", err: "" };
  private ending: Ending | undefined;

  constructor(
    private readonly client: DockerClient,
    readonly key: string,
  ) {}

  pid: Pid = 0;
  pty: number | undefined;

  take(stream: "out" | "err", text: string): void {
    this.printed[stream] += text;
  }

  end(ending: Ending): void {
    this.ending = ending;
  }

  get said(): Said {
    const { out: stdout, err: stderr } = this.printed;
    return { stdout, stderr, exit: this.ending === undefined ? -1 : exitStatusOf(this.ending) };
  }

  /** What was printed since it was last asked. */
  get news(): string {
    const { out, err } = this.printed;
    this.printed.out = this.printed.err = "";
    return out + err;
  }

  signal(signal: Signal = SIGTERM, limit = 100_000): this {
    this.client.host.kernel.signals.sendToPid(this.pid, signal);
    return this.goOn(limit);
  }

  type(text: string, limit = 200_000): this {
    typeInto(this.client.host.kernel, must(this.pty, "no terminal"), encode(text));
    return this.goOn(limit);
  }

  resize(rows: number, columns: number, limit = 200_000): this {
    resize(this.client.host.kernel, must(this.pty, "no terminal"), { rows, columns });
    return this.goOn(limit);
  }

  get termios() {
    return this.client.host.kernel.ptys.get(must(this.pty, "no terminal")).termios;
  }

  goOn(duration: number): this {
    this.client.goOn(duration);
    return this;
  }
}

export class DockerClient {
  readonly host: DockerHost;
  private readonly runs = new Map<string, Running>();

  constructor(programs: Record<string, Program> = {}) {
    this.host = new DockerHost(programs);
    const { kernel } = this.host;
    kernel.outlets.set("client", (key, bytes) => {
      const [run = "", stream = "out"] = key.split(" ");
      must(this.runs.get(run), run).take(stream as "out" | "err", decode(bytes));
      return undefined;
    });
    kernel.endHooks.set("client", (key, _process, ending) => must(this.runs.get(key), key).end(ending));
  }

  write(path: string, text: string, mode = 0o644): void {
    const tree = this.host.kernel.fileSystems.tree(ROOT_TREE);
    makeDirectories(tree, path.slice(0, path.lastIndexOf("/")) || "/");
    writeFile(tree, path, text, { mode });
  }

  start(words: readonly string[], surroundings: Surroundings = {}): Running {
    const { kernel } = this.host;
    const key = `run${this.runs.size + 1}`;
    const running = new Running(this, key);
    this.runs.set(key, running);
    const init = kernel.processes.get(1);
    const { uid = 0, cwd, env = [] } = surroundings;
    const place = cwd === undefined ? init.root : kernel.vfs.find(kernel.viewOf(init), cwd);
    const request: InitRequest = {
      ...init,
      ppid: 1,
      env: [...HOST_ENV, ...env],
      name: "docker",
      argv: ["docker", ...words],
      entry: { kind: "program", program: DOCKER },
      cwd: typeof place === "string" ? init.root : place,
      uid,
      gid: uid,
      groups: [uid],
      ...(uid !== 0 && { capabilities: new Set<string>() }),
      descriptors: new Map(
        this.files(running, surroundings).map((file, fd) => [fd, { file, closeOnExec: false }]),
      ),
      watcher: ["client", key],
      tty: undefined,
    };
    const process = kernel.processes.start(request);
    running.pid = process.pid;
    if (running.pty !== undefined) takeTerminal(kernel, process, running.pty);
    this.goOn(surroundings.limit ?? Infinity);
    return running;
  }

  run(words: readonly string[], surroundings: Surroundings = {}): Said {
    return this.start(words, surroundings).said;
  }

  goOn(duration: number): void {
    const { clock } = this.host;
    const until = clock.now + duration;
    this.host.untilIdle(until);
    if (Number.isFinite(until)) clock.now = Math.max(clock.now, until);
  }

  private files(running: Running, { stdin, tty }: Surroundings): number[] {
    const { kernel } = this.host;
    if (tty === true) {
      const master = openMaster(kernel, 2, ["client", `${running.key} out`]);
      running.pty = kernel.openFiles.get(master).target;
      kernel.ptys.own(running.pty).size = { rows: 24, columns: 80 };
      return [0, 1, 2].map(() => openTerminal(kernel, running.pty as number) as number);
    }
    const outlet = (stream: string): number =>
      kernel.openFiles.create({
        kind: "outlet",
        flags: 1,
        path: "",
        outlet: ["client", `${running.key} ${stream}`],
      }).id;
    return [this.input(stdin), outlet("out"), outlet("err")];
  }

  private input(text: string | undefined): number {
    const { kernel } = this.host;
    if (text === undefined)
      return kernel.openFiles.create({ kind: "device", flags: 0, target: makedev(1, 3), path: "/dev/null" })
        .id;
    const [reader, writer] = createPipe(kernel);
    const pipe = kernel.pipes.own(kernel.openFiles.get(writer).target);
    const bytes = encode(text);
    if (bytes.length > 0) pipe.chunks.push(bytes);
    pipe.size = bytes.length;
    kernel.openFiles.release(writer);
    return reader;
  }
}
