// One host as the outside sees it: run a command line, open a terminal, look at files and containers. Every
// call that changes something goes through the world's journal.

import { failed } from "../base/errno.ts";
import { Random } from "../base/random.ts";
import type { View } from "../fs/vfs.ts";
import type { ImageReport } from "../base/formats/layer-report.ts";
import { Engine } from "../engine/engine.ts";
import { reportImage } from "../engine/image-report.ts";
import { wireEngine } from "../engine/operations.ts";
import { resolveUser } from "../engine/container-user.ts";
import { ALL_CAPABILITIES } from "../kernel/capabilities.ts";
import { Kernel, type Timekeeper } from "../kernel/kernel.ts";
import type { InitRequest } from "../kernel/process-births.ts";
import type { Pid } from "../kernel/sys.ts";
import { findContainer, findImage } from "../model/lookup.ts";
import { wireSystemd } from "../systemd/service.ts";
import { Systemd } from "../systemd/systemd.ts";
import { HOST_ENV, type Booted } from "./boot.ts";
import { CommandRuns, type Running, type RunResult } from "./command-runs.ts";
import { FileAccess, type Looking } from "./file-access.ts";
import type { Entry } from "./journal.ts";
import { LineShell } from "./line-shell.ts";
import {
  checkLine,
  checkRunOptions,
  checkTerminalSize,
  checkWords,
  OptionsError,
  type RunOptions,
  type TerminalSize,
} from "./options.ts";
import { Terminals, type Terminal } from "./terminals.ts";

/** What a host needs of its world; World is this. */
export interface Surroundings {
  readonly seed: number | string;
  journalled<T>(entry: Entry, act: () => T): T;
  finish(done: () => boolean): boolean;
  heard(bytes: number): boolean;
  told(host: string, engine: Engine): void;
}

export interface Making {
  readonly world: Surroundings;
  readonly time: Timekeeper;
}

const isFresh = ({ fresh, cwd, env, user, tty }: RunOptions): boolean =>
  fresh ?? (cwd ?? env ?? user ?? tty) !== undefined;

const ROOT = { uid: 0, gid: 0, groups: [0], capabilities: ALL_CAPABILITIES };

export class Host {
  readonly kernel: Kernel;
  readonly systemd: Systemd;
  readonly engine: Engine | undefined;
  readonly init: Pid;
  readonly fs: FileAccess;
  private readonly runs: CommandRuns;
  private readonly lines: LineShell;
  private readonly terminals: Terminals;

  constructor(
    readonly world: Surroundings,
    readonly name: string,
    { kernel, systemd, engine, init }: Booted,
    origin?: Host,
  ) {
    this.kernel = kernel;
    this.systemd = systemd;
    this.engine = engine;
    this.init = init;
    this.runs = new CommandRuns(this, origin?.runs);
    this.lines = new LineShell(this, origin?.lines);
    this.terminals = new Terminals(this, origin?.terminals);
    this.fs = new FileAccess(this.looking, { host: name }, (entry) => this.note(entry));
    if (engine !== undefined) world.told(name, engine);
  }

  /** The same host in a forked world. */
  fork({ world, time }: Making): Host {
    const { kernel: old, engine: before, systemd: units, init } = this;
    const kernel = new Kernel(old.machine, time, Random.from(old.random.state), old);
    const engine = before && new Engine(kernel, before.original, before.daemon, before.random, before);
    if (engine !== undefined) wireEngine(engine);
    const systemd = new Systemd(kernel, init, units.plan, Random.from(units.random.state), units);
    wireSystemd(systemd);
    return new Host(world, this.name, { kernel, systemd, engine, init }, this);
  }

  // ---- commands

  /**
   * Types a line (or several) into the host's one shell, which remembers variables, functions, jobs and the working
   * directory, and lets time pass until it is done. With any option but `stdin` the shell is a fresh one.
   * Throws RunNeverEnds if the line can never be done; the shell is killed then.
   */
  run(given: string, more: RunOptions = {}): RunResult {
    const line = checkLine(given);
    const options = checkRunOptions("run", more);
    return this.world.journalled({ kind: "run", host: this.name, line, options }, () =>
      isFresh(options) ? this.runs.run(line, options) : this.lines.run(line, options.stdin),
    );
  }

  /** Starts a bash with these arguments and leaves it running; time passes for it with `world.advance`. */
  shell(words: readonly string[], more: RunOptions = {}): Running {
    const args = checkWords(words);
    const options = checkRunOptions("shell", more);
    return this.world.journalled({ kind: "open-shell", host: this.name, args, options }, () =>
      this.runs.open(args, options),
    );
  }

  shellAt(id: number): Running {
    return this.runs.at(id);
  }

  /** A login shell of root's on a terminal; time passes for it with `world.advance`. */
  terminal(size: TerminalSize = {}): Terminal {
    const { rows = 24, columns = 80 } = checkTerminalSize(size);
    return this.world.journalled({ kind: "open-terminal", host: this.name, rows, columns }, () =>
      this.terminals.open(rows, columns),
    );
  }

  terminalAt(id: number): Terminal {
    return this.terminals.at(id);
  }

  /** What a process that somebody starts on this host is given. */
  login(user = "root", more: readonly string[] = []): InitRequest | undefined {
    const account = resolveUser(this.kernel.fileSystems.tree(1), user, []);
    if (!account.ok) return undefined;
    const { uid, gid, groups, home } = account.value;
    const init = this.kernel.processes.get(this.init);
    const own =
      uid === 0
        ? HOST_ENV
        : [
            ...HOST_ENV.filter((e) => !/^(HOME|USER|LOGNAME)=/.test(e)),
            `HOME=${home}`,
            `USER=${user}`,
            `LOGNAME=${user}`,
          ];
    const cwd = this.kernel.vfs.find(this.rootView(), home);
    return {
      ...init,
      ppid: this.init,
      uid,
      gid,
      groups,
      capabilities: uid === 0 ? init.bounding : new Set(),
      env: [...own, ...more],
      cwd: failed(cwd) ? init.root : cwd,
      watcher: undefined,
      entry: undefined,
      tty: undefined,
    };
  }

  // ---- files

  private rootView(): View {
    const init = this.kernel.processes.get(this.init);
    return {
      namespace: this.kernel.mountNamespaces.get(init.mountNamespace),
      root: init.root,
      cwd: init.root,
      who: ROOT,
    };
  }

  private readonly looking: Looking = () => ({ kernel: this.kernel, view: this.rootView() });

  private note(entry: Entry): void {
    this.world.journalled(entry, () => undefined);
  }

  /** A container of this host, by name or id; looked for again at each use. */
  container(idOrName: string): ContainerHandle {
    const { engine } = this;
    if (engine === undefined) throw new OptionsError(`container: there is no Docker on ${this.name}`);
    const find = () => {
      const found = findContainer(engine.state, idOrName);
      return found.ok ? found.value : undefined;
    };
    const looking: Looking = () => {
      const found = find();
      if (found === undefined) throw new OptionsError(`container: there is no ${idOrName} on ${this.name}`);
      const { pid, tree } = found;
      if (pid === 0) return { kernel: this.kernel, view: this.treeView(tree) };
      const { mountNamespace, root } = this.kernel.processes.get(pid);
      return {
        kernel: this.kernel,
        view: { namespace: this.kernel.mountNamespaces.get(mountNamespace), root, cwd: root, who: ROOT },
      };
    };
    const fs = new FileAccess(looking, { host: this.name, container: idOrName }, (entry) => this.note(entry));
    return { fs, get state() { return find(); } }; // prettier-ignore
  }

  /** What each layer of an image added, changed and deleted, and which of its bytes nobody sees any more. */
  layers(image: string): ImageReport {
    const { engine } = this;
    if (engine === undefined) throw new OptionsError(`layers: there is no Docker on ${this.name}`);
    const found = findImage(engine.state, image);
    if (!found.ok) throw new OptionsError(`layers: ${found.error.message} on ${this.name}`);
    return reportImage(engine, found.value);
  }

  /** A container that does not run has its tree and no mounts. */
  private treeView(tree: number): View {
    const place = { mount: 0, ino: this.kernel.fileSystems.get(tree).root };
    const mount = {
      id: 0,
      fs: tree,
      root: place.ino,
      parent: 0,
      at: 0,
      target: "/",
      readOnly: false,
      source: "overlay",
      options: "",
      device: 30,
    };
    return {
      namespace: { owner: {}, id: 0, mounts: new Map([[0, mount]]), covers: new Map(), root: 0 },
      root: place,
      cwd: place,
      who: ROOT,
    };
  }
}

export interface ContainerHandle {
  readonly fs: FileAccess;
  /** what the daemon knows of it; undefined if there is none of that name */
  readonly state: ReturnType<typeof findContainer> extends { value: infer T } ? T : unknown;
}
