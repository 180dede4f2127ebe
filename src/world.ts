// The composition root: seed and options in, world out. Read this first. A world is hosts with kernels, files
// and Docker engines, one clock and one agenda for all of them, and a journal of everything that came from
// outside: world = f(options, journal). No Node, no DOM, no promise: a command is a call that returns.
//
// Hosts are booted by world/boot.ts and driven here; what a host offers to the outside is world/host.ts.

import { AppendLog } from "./base/append-log.ts";
import { assert, InvariantError, must } from "./base/assert.ts";
import { Random } from "./base/random.ts";
import { instantOf, type Duration, type Instant } from "./base/time.ts";
import type { TraceEntry } from "./base/trace.ts";
import type { EngineState } from "./model/state.ts";
import { bootHost } from "./world/boot.ts";
import { WorldClock } from "./world/clock.ts";
import type { Engine } from "./engine/engine.ts";
import { Host, type Making } from "./world/host.ts";
import type { Entry } from "./world/journal.ts";
import { checkDuration, checkWorldOptions, OptionsError, type WorldOptions } from "./world/options.ts";
import { planHost } from "./world/plan.ts";
import { Budget, RunNeverEnds } from "./world/run-never-ends.ts";
import type { WorldEvent } from "./world/world-event.ts";

export interface WorldState {
  readonly now: Instant;
  /** what each host's daemon knows; undefined where there is none */
  readonly hosts: ReadonlyMap<string, EngineState | undefined>;
}

const DEFAULT_EPOCH = instantOf({ year: 2026, month: 1, day: 1, hour: 8 });

export class World {
  readonly seed: number | string;
  private readonly clock: WorldClock;
  private readonly byName = new Map<string, Host>();
  private readonly order: Host[] = [];
  private readonly entries: AppendLog<Entry>;
  /** everything that happened on any host, in order */
  readonly events: AppendLog<WorldEvent>;
  /** how it came about, step by step */
  readonly trace: AppendLog<TraceEntry>;
  /** the entry that is being carried out: what it does inside is not journalled again */
  private depth = 0;
  /** of the call that time is driven for */
  private budget: Budget | undefined;

  /** @internal */
  constructor(
    readonly options: WorldOptions,
    origin?: World,
  ) {
    this.seed = options.seed ?? 1;
    this.clock = new WorldClock(options.epoch ?? DEFAULT_EPOCH, origin?.clock);
    this.entries = origin ? origin.entries.fork() : new AppendLog();
    this.events = origin ? origin.events.fork() : new AppendLog();
    this.trace = origin ? origin.trace.fork() : new AppendLog();
    if (origin === undefined) this.begin();
    else for (const host of origin.order) this.add(host.name, (making) => host.fork(making));
  }

  private begin(): void {
    this.entries.push({ kind: "begin", options: this.options });
    const { hosts = { paper: {} }, files = {} } = this.options;
    const random = Random.seeded(this.seed);
    for (const [name, options] of Object.entries(hosts))
      this.add(
        name,
        ({ world, time }) =>
          new Host(
            world,
            name,
            bootHost(planHost(name, options, files, this.clock.now), time, random.child(name)),
          ),
      );
  }

  private add(name: string, make: (making: Making) => Host): void {
    const host = make({ world: this, time: this.clock.forHost(this.order.length) });
    host.kernel.tracesPackets = this.options.packets === true;
    host.kernel.trace = (step) => this.trace.push({ ...step, at: this.now, host: name });
    this.order.push(host);
    this.byName.set(name, host);
  }

  /** A host's engine tells of everything. */
  told(host: string, engine: Engine): void {
    engine.listeners.push((event) => this.events.push({ host, event }));
    engine.onLogged = (bytes) => this.budget?.keep(bytes);
  }

  // ---- looking

  get now(): Instant {
    return this.clock.now;
  }

  /** When something is due next, without anything from outside; undefined: never. */
  get pollAt(): Instant | undefined {
    return this.clock.agenda.pollAt;
  }

  get hosts(): readonly Host[] {
    return this.order;
  }

  /** The first host if no name is given. */
  host(name?: string): Host {
    const host = name === undefined ? this.order[0] : this.byName.get(name);
    if (host !== undefined) return host;
    const names = [...this.byName.keys()].join(", ");
    throw new OptionsError(`host: there is none named ${String(name)}; there are: ${names}`);
  }

  /** An immutable view. */
  get state(): WorldState {
    return { now: this.now, hosts: new Map(this.order.map((host) => [host.name, host.engine?.state])) };
  }

  get journal(): readonly Entry[] {
    return [...this.entries.from()];
  }

  // ---- time

  /**
   * Lets everything happen that is due within this time. Throws RunNeverEnds if that is too much work; the world
   * is then as far as it came.
   */
  advance(microseconds: Duration): void {
    const duration = checkDuration(microseconds);
    this.journalled({ kind: "advance", duration }, () => {
      const until = this.clock.now + duration;
      this.drive(() => false, until, Budget.ofAdvance());
      this.clock.now = Math.max(this.clock.now, until);
    });
  }

  /** Takes turns until a run is done. False if nothing is due any more; throws RunNeverEnds. */
  finish(done: () => boolean): boolean {
    return this.drive(done, Infinity, Budget.ofRun());
  }

  /** Somebody outside was told something. False if nobody will want to hear it any more. */
  heard(bytes: number): boolean {
    return this.budget?.renew(bytes) ?? true;
  }

  private drive(done: () => boolean, until: Instant, budget: Budget): boolean {
    const outer = this.budget;
    this.budget = budget;
    try {
      return this.take(done, until, budget);
    } finally {
      this.budget = outer;
    }
  }

  private take(done: () => boolean, until: Instant, budget: Budget): boolean {
    const { clock } = this;
    while (!done()) {
      const at = clock.agenda.pollAt;
      if (at === undefined || at > until) return false;
      const begun = (clock.now = Math.max(clock.now, at));
      const { host, due } = must(clock.agenda.take(begun), "something was due").what;
      (this.order[host] as Host).kernel.handle(due);
      budget.spend(clock.now - begun);
    }
    return true;
  }

  // ---- journal and forks

  /** Carries out something that came from outside, and writes it down. */
  journalled<T>(entry: Entry, act: () => T): T {
    if (this.depth === 0) this.entries.push(entry);
    this.depth++;
    try {
      return act();
    } catch (error) {
      if (error instanceof InvariantError) error.replay ??= this.recipe();
      throw error;
    } finally {
      this.depth--;
    }
  }

  /** What reproduces the present moment, for a report of a broken invariant. */
  private recipe(): string {
    const lines = this.journal.map((entry) =>
      JSON.stringify(entry, (_, value: unknown) =>
        value instanceof Uint8Array ? `${value.length} bytes` : value,
      ),
    );
    return `seed ${this.seed}, ${lines.length} journal entries:\n${lines.join("\n")}`;
  }

  /** An independent copy, running processes included; neither sees what happens in the other. */
  fork(): World {
    assert(this.depth === 0, "a world is not forked from within");
    const forgetful = this.order.some((host) => host.kernel.unforkable > 0);
    return forgetful ? replay(this.journal) : new World(this.options, this);
  }
}

export function createWorld(options: WorldOptions = {}): World {
  return new World(checkWorldOptions(options));
}

/** The world that came of this journal. */
export function replay([first, ...entries]: readonly Entry[]): World {
  if (first?.kind !== "begin")
    throw new OptionsError("replay: a journal begins with what the world was made with");
  const world = createWorld(first.options);
  for (const entry of entries) {
    try {
      carryOut(world, entry);
    } catch (error) {
      // it was thrown the first time as well, and the world went on
      if (!(error instanceof RunNeverEnds)) throw error;
    }
  }
  return world;
}

function carryOut(world: World, entry: Entry): void {
  switch (entry.kind) {
    case "begin":
      throw new OptionsError("replay: a world begins once");
    case "run":
      world.host(entry.host).run(entry.line, entry.options);
      return;
    case "advance":
      return world.advance(entry.duration);
    case "open-shell":
      world.host(entry.host).shell(entry.args, entry.options);
      return;
    case "input": {
      const shell = world.host(entry.host).shellAt(entry.shell);
      return entry.bytes === undefined ? shell.endInput() : shell.write(entry.bytes);
    }
    case "kill":
      return world.host(entry.host).shellAt(entry.shell).kill();
    case "open-terminal":
      world.host(entry.host).terminal({ rows: entry.rows, columns: entry.columns });
      return;
    case "type":
      return world.host(entry.host).terminalAt(entry.terminal).write(entry.bytes);
    case "resize":
      return world.host(entry.host).terminalAt(entry.terminal).resize(entry.rows, entry.columns);
    case "close-terminal":
      return world.host(entry.host).terminalAt(entry.terminal).close();
    default:
      return carryOutOnFiles(world, entry);
  }
}

function carryOutOnFiles(world: World, entry: Extract<Entry, { at: unknown }>): void {
  const host = world.host(entry.at.host);
  const files = entry.at.container === undefined ? host.fs : host.container(entry.at.container).fs;
  if (entry.kind === "write-file") void files.write(entry.path, entry.content, entry.mode);
  else if (entry.kind === "make-directories") void files.makeDirectories(entry.path);
  else void files.unpack(entry.path, entry.tar);
}
