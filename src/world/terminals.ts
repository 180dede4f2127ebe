// Terminals that somebody outside looks at: a login shell on a pseudo-terminal of the host. Bytes go in, bytes
// come out; who shows them and where the keys come from is an edge's business.

import { must } from "../base/assert.ts";
import { SIGHUP } from "../base/signals.ts";
import { concat, encode } from "../base/utf8.ts";
import { takeTerminal } from "../engine/container-process.ts";
import { loadImage } from "../kernel/exec-image.ts";
import { openMaster, openTerminal, resize as resizePty, type as typeInto } from "../kernel/ptys.ts";
import type { Fd, Pid } from "../kernel/sys.ts";
import type { Host } from "./host.ts";

interface Open {
  readonly pty: number;
  readonly shell: Pid;
}

export class Terminals {
  private readonly open_: Map<number, Open>;
  /** what was printed and not yet taken; lists are replaced, never changed */
  private readonly printed: Map<string, readonly Uint8Array[]>;
  private readonly ended: Set<string>;
  private readonly listeners = new Map<string, (bytes: Uint8Array) => void>();
  private count: number;

  constructor(
    private readonly host: Host,
    origin?: Terminals,
  ) {
    this.open_ = new Map(origin?.open_);
    this.printed = new Map(origin?.printed);
    this.ended = new Set(origin?.ended);
    this.count = origin?.count ?? 0;
    host.kernel.outlets.set("terminal", (key, bytes) => this.show(key, bytes));
    host.kernel.endHooks.set("terminal", (key) => this.ended.add(key));
  }

  private show(key: string, bytes: Uint8Array): void {
    const listener = this.listeners.get(key);
    if (listener !== undefined) listener(bytes);
    else this.printed.set(key, [...(this.printed.get(key) ?? []), bytes]);
  }

  open(rows: number, columns: number): Terminal {
    const id = ++this.count;
    const { kernel } = this.host;
    const master = openMaster(kernel, 2, ["terminal", String(id)]);
    const pty = kernel.openFiles.get(master).target;
    kernel.ptys.own(pty).size = { rows, columns };
    const files = [0, 1, 2].map(() => openTerminal(kernel, pty) as number);
    const login = must(this.host.login("root", ["TERM=xterm-256color"]), "a host without root");
    const descriptors = new Map(
      files.map((file, fd): [Fd, { file: number; closeOnExec: boolean }] => [
        fd,
        { file, closeOnExec: false },
      ]),
    );
    const request = { ...login, descriptors };
    const argv = ["-bash"];
    const image = loadImage(
      kernel,
      { ...kernel.processes.get(this.host.init), ...request },
      "/bin/bash",
      argv,
    );
    const program = must(typeof image === "string" ? undefined : image, "a host without /bin/bash");
    const process = kernel.processes.start({
      ...request,
      name: "bash",
      argv,
      executable: program.place,
      entry: { kind: "program", program: program.program.run },
      memory: program.program.memory ?? 0,
      watcher: ["terminal", String(id)],
    });
    takeTerminal(kernel, process, pty);
    this.open_.set(id, { pty, shell: process.pid });
    return this.at(id);
  }

  at(id: number): Terminal {
    const { pty, shell } = must(this.open_.get(id), `no terminal ${id} on ${this.host.name}`);
    const { world, kernel, name: host } = this.host;
    const key = String(id);
    const journalled = world.journalled.bind(world);
    return {
      id,
      write: (input) => {
        const bytes = typeof input === "string" ? encode(input) : input.slice();
        journalled({ kind: "type", host, terminal: id, bytes }, () => this.type(pty, bytes));
      },
      read: () => {
        const bytes = concat(this.printed.get(key) ?? []);
        this.printed.delete(key);
        return bytes;
      },
      onOutput: (listener) => {
        this.listeners.set(key, listener);
        const waiting = this.printed.get(key);
        this.printed.delete(key);
        if (waiting !== undefined) listener(concat(waiting));
      },
      resize: (rows, columns) =>
        journalled({ kind: "resize", host, terminal: id, rows, columns }, () => {
          if (kernel.ptys.find(pty) !== undefined) resizePty(kernel, pty, { rows, columns });
        }),
      close: () =>
        journalled({ kind: "close-terminal", host, terminal: id }, () =>
          kernel.signals.sendToPid(shell, SIGHUP),
        ),
      get ended() {
        return ended();
      },
    };
    function ended(): boolean {
      return kernel.processes.find(shell) === undefined;
    }
  }

  private type(pty: number, bytes: Uint8Array): void {
    if (this.host.kernel.ptys.find(pty) !== undefined) typeInto(this.host.kernel, pty, bytes);
  }
}

export interface Terminal {
  readonly id: number;
  /** what is typed; nothing happens before time passes (world.advance) */
  write(input: string | Uint8Array): void;
  /** everything that was printed since the last call, unless somebody listens */
  read(): Uint8Array;
  onOutput(listener: (bytes: Uint8Array) => void): void;
  resize(rows: number, columns: number): void;
  close(): void;
  /** its shell has exited */
  readonly ended: boolean;
}
