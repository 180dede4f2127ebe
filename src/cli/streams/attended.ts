// What happens beside the streams of a container: signals that are passed on to it, its terminal's size, and the third
// signal that ends the client whatever happens (docker/cli container/signals.go).

import { SIGWINCH, signalName } from "../../base/signals.ts";
import type { Task } from "../../kernel/sys.ts";
import type { Client } from "../client.ts";
import type { ClientError } from "../client-error.ts";
import type { Watch } from "./attachment.ts";
import type { TerminalSize } from "./terminal-size.ts";

export interface Attended {
  readonly client: Client;
  /** the container that gets the client's signals */
  readonly proxied?: string | undefined;
  readonly size?: TerminalSize | undefined;
  /** how a first SIGINT or SIGTERM ends it, if it does */
  readonly cancelled?: () => ClientError;
  readonly fds?: readonly number[];
}

export function watchOf({ client, proxied, size, cancelled, fds = [] }: Attended): Watch {
  const { interrupts } = client;
  return {
    fds,
    until: () => size?.due,
    *attend() {
      yield* passOn(client, proxied, size);
      if (size !== undefined) yield* size.retry();
      if (interrupts.isForced) return interrupts.error;
      return interrupts.isCancelled ? cancelled?.() : undefined;
    },
  };
}

function* passOn(client: Client, proxied: string | undefined, size: TerminalSize | undefined): Task<void> {
  for (const signal of client.interrupts.take()) {
    if (signal === SIGWINCH && size !== undefined) yield* size.follow();
    const name = signalName(signal);
    if (proxied !== undefined && name !== undefined)
      yield* client.call("ContainerKill", { target: proxied, query: { signal: name } });
  }
}
