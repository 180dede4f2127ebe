// Terminals that somebody outside looks at: a login shell on a pseudo-terminal of the host. Bytes go in, bytes
// come out; who shows them and where the keys come from is an edge's business.

import { must } from "../base/assert.ts";
import { SIGHUP } from "../base/signals.ts";
import { encode } from "../base/utf8.ts";
import { takeTerminal } from "../engine/container-process.ts";
import { openMaster, openTerminal, resize as resizePty, type as typeInto } from "../kernel/ptys.ts";
import { exitStatusOf, type Ending, type Pid } from "../kernel/sys.ts";
import type { Host } from "./host.ts";
import { Outputs, type Listener } from "./outputs.ts";
import { startShell } from "./shells.ts";

interface Open {
  readonly pty: number;
  readonly shell: Pid;
}

export class Terminals {
  private readonly open_: Map<number, Open>;
  private readonly outputs: Outputs;
  private readonly endings: Map<string, Ending>;
  private count: number;

  constructor(
    private readonly host: Host,
    origin?: Terminals,
  ) {
    this.open_ = new Map(origin?.open_);
    this.endings = new Map(origin?.endings);
    this.count = origin?.count ?? 0;
    this.outputs = new Outputs(host, "terminal", origin?.outputs);
    host.kernel.endHooks.set("terminal", (key, _process, ending) => this.endings.set(key, ending));
  }

  open(rows: number, columns: number): Terminal {
    const id = ++this.count;
    const { kernel } = this.host;
    const master = openMaster(kernel, 2, ["terminal", String(id)]);
    const pty = kernel.openFiles.get(master).target;
    kernel.ptys.own(pty).size = { rows, columns };
    const files = [0, 1, 2].map(() => openTerminal(kernel, pty) as number);
    const login = must(this.host.login("root", ["TERM=xterm-256color"]), "a host without root");
    const process = startShell(this.host, {
      login,
      argv: ["-bash"],
      files: new Map(files.entries()),
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
    const { endings } = this;
    const journalled = world.journalled.bind(world);
    return {
      id,
      write: (input) => {
        const bytes = typeof input === "string" ? encode(input) : input.slice();
        journalled({ kind: "type", host, terminal: id, bytes }, () => this.type(pty, bytes));
      },
      read: () => this.outputs.take(key),
      onOutput: (listener) => this.outputs.listen(key, listener),
      resize: (rows, columns) =>
        journalled({ kind: "resize", host, terminal: id, rows, columns }, () => {
          if (kernel.ptys.find(pty) !== undefined) resizePty(kernel, pty, { rows, columns });
        }),
      close: () =>
        journalled({ kind: "close-terminal", host, terminal: id }, () =>
          kernel.signals.sendToPid(shell, SIGHUP),
        ),
      get exitCode() {
        const ending = endings.get(key);
        return ending && exitStatusOf(ending);
      },
    };
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
  onOutput(listener: Listener): void;
  resize(rows: number, columns: number): void;
  close(): void;
  /** of its shell; undefined as long as that runs */
  readonly exitCode: number | undefined;
}
