// The terminal: keys go to a login shell in the world, what that prints goes to the screen. Time there follows
// the clock on the wall, and stands still where this machine is too slow for it. Lines are edited in the world.

import type { Terminal, World } from "../../index.ts";

/** Microseconds of the world's time at a stretch, so that keys are heard in between. */
const STRIDE = 50_000;
/** Milliseconds of this machine's time at a stretch. */
const PATIENCE = 30;
/** Microseconds that the world may lag behind before it gives up catching up. */
const MAX_LAG = 1_000_000;
const MICROSECONDS = 1000;
/** What setTimeout can wait for. */
const LONGEST_WAIT = 2 ** 31 - 1;

/** Resolves to the exit status of the login shell. */
export async function runTerminal(world: World): Promise<number> {
  const { stdin, stdout } = process;
  const terminal = world.host().terminal({ rows: stdout.rows, columns: stdout.columns });
  terminal.onOutput((bytes) => stdout.write(bytes));
  stdin.setRawMode(true);
  const session = new Session(world, terminal);
  stdin.on("data", (bytes: Buffer) => session.type(bytes));
  stdout.on("resize", () => session.resize(stdout.rows, stdout.columns));
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, () => session.hangUp());
  const status = await session.ended;
  stdin.setRawMode(false);
  stdin.pause();
  return status;
}

class Session {
  readonly ended: Promise<number>;
  private finish!: (status: number) => void;
  private timer: NodeJS.Timeout | undefined;
  /** the world's time and the wall's at one and the same moment */
  private since: { world: number; wall: number };

  constructor(
    private readonly world: World,
    private readonly terminal: Terminal,
  ) {
    this.ended = new Promise((resolve) => {
      this.finish = resolve;
    });
    this.since = { world: world.now, wall: performance.now() };
    this.goOn();
  }

  type(bytes: Uint8Array): void {
    this.terminal.write(bytes);
    this.goOn();
  }

  resize(rows: number, columns: number): void {
    this.terminal.resize(rows, columns);
    this.goOn();
  }

  hangUp(): void {
    this.terminal.close();
    this.goOn();
  }

  /** What the world's clock should show. */
  private due(): number {
    const { world, wall } = this.since;
    return world + (performance.now() - wall) * MICROSECONDS;
  }

  /** Time in which nothing is due passes at once, however much of it there is. */
  private catchUp(): void {
    const { world, terminal } = this;
    const begun = performance.now();
    const target = Math.max(Math.round(this.due()), world.now);
    do {
      const until = Math.min(target, Math.max(world.pollAt ?? Infinity, world.now) + STRIDE);
      world.advance(until - world.now);
    } while (world.now < target && terminal.exitCode === undefined && performance.now() - begun < PATIENCE);
  }

  private goOn(): void {
    clearTimeout(this.timer);
    const { world, terminal } = this;
    this.catchUp();
    if (terminal.exitCode !== undefined) return this.finish(terminal.exitCode);
    if (this.due() - world.now > MAX_LAG) this.since = { world: world.now, wall: performance.now() };
    const { pollAt } = world;
    const wait = pollAt === undefined ? LONGEST_WAIT : (pollAt - this.due()) / MICROSECONDS;
    this.timer = setTimeout(() => this.goOn(), Math.min(Math.max(wait, 0), LONGEST_WAIT));
  }
}
