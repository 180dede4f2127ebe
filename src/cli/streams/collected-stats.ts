// The counters of several containers as they come in (docker/cli container/stats_helpers.go): each from a stream of its own,
// all waited for at the same time. What has told nothing for two seconds is not known any more.

import { failed, type Errno } from "../../base/errno.ts";
import { SECOND, type Instant } from "../../base/time.ts";
import type { ApiStream } from "../../api/client/client.ts";
import type { Stats } from "../../api/wire/container.ts";
import type { EventMessage } from "../../api/wire/system.ts";
import type { PollItem, Task } from "../../kernel/sys.ts";
import type { Client } from "../client.ts";
import type { ClientError } from "../client-error.ts";
import { invalidStats, noStats, type StatsEntry, statsEntry } from "../formatters/stats.ts";

const PATIENCE = 2 * SECOND;

interface Source {
  entry: StatsEntry;
  error: ClientError | undefined;
  stream: ApiStream<Stats> | undefined;
  /** when it last told something */
  last: Instant;
  /** it has told something, or why it cannot */
  hasFirst: boolean;
}

/** What a container's event means to those who watch all containers. */
export type OnEvent = (event: EventMessage) => "add" | "remove" | undefined;

export class CollectedStats {
  private readonly sources = new Map<string, Source>();
  private events: ApiStream<EventMessage> | undefined;
  /** events have ended, and with them the watching */
  isOver = false;

  constructor(
    private readonly client: Client,
    private readonly streams: boolean,
  ) {}

  watch(events: ApiStream<EventMessage>): void {
    this.events = events;
  }

  get size(): number {
    return this.sources.size;
  }

  get entries(): StatsEntry[] {
    return Array.from(this.sources.values(), ({ entry }) => entry);
  }

  get errors(): ClientError[] {
    return [...this.sources.values()].flatMap(({ error }) => error ?? []);
  }

  get hasAllFirsts(): boolean {
    return [...this.sources.values()].every(({ hasFirst }) => hasFirst);
  }

  *add(container: string): Task<void> {
    if (this.sources.has(container)) return;
    const { client } = this;
    const source: Source = {
      entry: noStats(container),
      error: undefined,
      stream: undefined,
      last: client.sys.now(),
      hasFirst: false,
    };
    this.sources.set(container, source);
    const query = { stream: this.streams ? "1" : "0" };
    const stream = yield* client.open("ContainerStats", { target: container, query });
    if (stream.ok) source.stream = stream.value;
    else this.fail(source, stream.error);
  }

  private fail(source: Source, error: ClientError | undefined): void {
    source.error = error;
    source.entry = invalidStats(source.entry);
    source.hasFirst = true;
  }

  private remove(container: string): void {
    this.sources.get(container)?.stream?.close();
    this.sources.delete(container);
  }

  /** Takes in what comes until the time, or until it is enough, which is asked at every signal as well. */
  *collect(until: Instant, onEvent: OnEvent, isEnough: () => boolean): Task<void> {
    const { sys } = this.client;
    while (!isEnough() && sys.now() < until) {
      const timeout = Math.max(0, Math.min(until, this.nextExpiry) - sys.now());
      const ready: readonly PollItem[] | Errno = yield* sys.poll(this.pollItems(), timeout);
      if (!failed(ready)) for (const { fd } of ready) yield* this.take(fd, onEvent);
      this.expire(sys.now());
    }
  }

  private get nextExpiry(): Instant {
    let first = this.client.sys.now() + PATIENCE;
    for (const { last } of this.sources.values()) first = Math.min(first, last + PATIENCE);
    return first;
  }

  private pollItems(): PollItem[] {
    const items: PollItem[] = [];
    for (const { stream } of this.sources.values())
      if (stream !== undefined) items.push({ fd: stream.fd, read: true });
    if (this.events !== undefined) items.push({ fd: this.events.fd, read: true });
    return items;
  }

  private *take(fd: number, onEvent: OnEvent): Task<void> {
    if (fd === this.events?.fd) return yield* this.takeEvent(onEvent);
    for (const source of this.sources.values()) {
      if (source.stream?.fd !== fd) continue;
      const stats = yield* source.stream.next();
      if (stats === "EINTR") return;
      if (stats === undefined) {
        source.stream.close();
        source.stream = undefined;
        return this.fail(source, undefined);
      }
      source.entry = statsEntry(source.entry.container, stats);
      source.last = this.client.sys.now();
      source.error = undefined;
      source.hasFirst = true;
      if (!this.streams) this.settle(source);
    }
  }

  /** What was asked for once and has come stays as it is. */
  private settle(source: Source): void {
    source.stream?.close();
    source.stream = undefined;
    source.last = Infinity;
  }

  private *takeEvent(onEvent: OnEvent): Task<void> {
    const event = yield* (this.events as ApiStream<EventMessage>).next();
    if (event === "EINTR") return;
    if (event === undefined) {
      this.events?.close();
      this.events = undefined;
      this.isOver = true;
      return;
    }
    const action = onEvent(event);
    if (action === "add") yield* this.add(event.Actor.ID);
    if (action === "remove") this.remove(event.Actor.ID);
  }

  private expire(now: Instant): void {
    for (const source of this.sources.values()) {
      if (now - source.last < PATIENCE) continue;
      const { container, name, id } = source.entry;
      source.last = now;
      source.hasFirst = true;
      source.entry = invalidStats({ ...noStats(container), name, id });
    }
  }

  /** Nobody asks any more: what was known is not known any more. */
  abandon(): void {
    for (const source of this.sources.values()) {
      source.stream?.close();
      source.stream = undefined;
      source.entry = invalidStats(source.entry);
    }
  }
}
