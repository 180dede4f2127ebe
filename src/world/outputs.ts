// What programs print to somebody outside: kept until it is taken, or handed on at once to who listens. The
// keys are the outlets' own (kernel/devices.ts). Listeners belong to one world and are not copied to a fork.

import { AppendLog } from "../base/append-log.ts";
import { concat } from "../base/utf8.ts";
import type { Host } from "./host.ts";

export type Listener = (bytes: Uint8Array) => void;

export class Outputs {
  private readonly printed = new Map<string, AppendLog<Uint8Array>>();
  private readonly listeners = new Map<string, Listener>();

  constructor({ kernel, world }: Host, service: string, origin?: Outputs) {
    for (const [key, chunks] of origin?.printed ?? []) this.printed.set(key, chunks.fork());
    kernel.outlets.set(service, (key, bytes) => {
      if (world.heard(bytes.length)) this.show(key, bytes);
      return undefined;
    });
  }

  private show(key: string, bytes: Uint8Array): void {
    const listener = this.listeners.get(key);
    if (listener !== undefined) return listener(bytes);
    const chunks = this.printed.get(key);
    if (chunks !== undefined) return chunks.push(bytes);
    const begun = new AppendLog<Uint8Array>();
    begun.push(bytes);
    this.printed.set(key, begun);
  }

  /** Nobody wants what was printed: the run was given up. */
  forget(): void {
    this.printed.clear();
  }

  /** Everything since the last call. */
  take(key: string): Uint8Array {
    const chunks = this.printed.get(key);
    if (chunks === undefined) return concat([]);
    this.printed.delete(key);
    return concat([...chunks.from()]);
  }

  listen(key: string, listener: Listener): void {
    this.listeners.set(key, listener);
    const waiting = this.take(key);
    if (waiting.length > 0) listener(waiting);
  }
}
