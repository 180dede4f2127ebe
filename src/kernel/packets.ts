// Watching packets (packet(7)): what goes over a link of one's own network namespace, or, for who may administer the host,
// every step of every packet. Programs reach it by `sys.invoke("packets", operation, args)` and wait on the channel of
// their capture. Nothing is kept while nobody watches; a capture goes with its process.

import { captureChannel, type SeenPacket } from "../base/seen-packet.ts";
import type { Hop } from "../netsim/hop.ts";
import type { Kernel, Service } from "./kernel.ts";
import { seenOf } from "./packet-text.ts";
import type { Pid } from "./sys.ts";

interface Capture {
  readonly pid: Pid;
  /** undefined: everywhere */
  readonly namespace: number | undefined;
  /** "any": every link of the namespace */
  readonly link: string;
  readonly seen: readonly SeenPacket[];
}

/** Nobody needs more at once. */
const MOST = 20_000;

export class Captures {
  private readonly open: Map<number, Capture>;
  private next: number;

  constructor(origin?: Captures) {
    this.open = new Map(origin?.open);
    this.next = origin?.next ?? 1;
  }

  get isEmpty(): boolean {
    return this.open.size === 0;
  }

  begin(pid: Pid, namespace: number | undefined, link: string): number {
    const id = this.next++;
    this.open.set(id, { pid, namespace, link, seen: [] });
    return id;
  }

  end(id: number): void {
    this.open.delete(id);
  }

  /** What was seen since it was last asked for. */
  take(id: number): readonly SeenPacket[] {
    const capture = this.open.get(id);
    if (capture === undefined) return [];
    this.open.set(id, { ...capture, seen: [] });
    return capture.seen;
  }

  note(kernel: Kernel, hop: Hop): void {
    for (const [id, capture] of this.open) {
      if (kernel.processes.find(capture.pid) === undefined) this.open.delete(id);
      else if (isWanted(capture, hop) && capture.seen.length < MOST) {
        this.open.set(id, { ...capture, seen: [...capture.seen, seenOf(hop, kernel.now)] });
        kernel.wake(captureChannel(id));
      }
    }
  }
}

function isWanted({ namespace, link }: Capture, hop: Hop): boolean {
  if (namespace === undefined) return true;
  if (hop.namespace !== namespace || (hop.kind !== "sent" && hop.kind !== "received")) return false;
  return link === "any" || hop.link === link;
}

export function packetsService(kernel: Kernel): Service {
  return (caller, operation, [what]) => {
    if (operation === "take") return kernel.captures.take(what as number);
    if (operation === "end") return kernel.captures.end(what as number);
    if (operation === "watch") {
      if (!caller.capabilities.has("CAP_NET_RAW")) return "EPERM";
      return kernel.captures.begin(caller.pid, caller.netNamespace, what as string);
    }
    if (!caller.capabilities.has("CAP_SYS_ADMIN")) return "EPERM";
    return kernel.captures.begin(caller.pid, undefined, "any");
  };
}
