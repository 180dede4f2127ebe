// What is told of packets: the steps of their way as somebody who watches sees them, and who would reach whom. Shapes
// that the kernel and the engine fill in and programs print.

import type { Instant } from "./time.ts";

/** One step of a packet's way. */
export interface SeenPacket {
  readonly at: Instant;
  readonly kind: "sent" | "received" | "bridged" | "matched" | "translated" | "delivered" | "dropped";
  readonly namespace: number;
  /** "" where it is on none */
  readonly link: string;
  /** the frame as tcpdump writes it; the rule; what it was translated from and to; why it was dropped */
  readonly text: string;
  /** of what is sent and received */
  readonly frame?: {
    readonly source: string;
    readonly target: string;
    readonly length: number;
    readonly protocol: string;
    readonly hosts: readonly string[];
    readonly ports: readonly number[];
  };
}

/** What waits for a capture to see something. */
export const captureChannel = (id: number): string => `capture ${id}`;

/** Whether a first packet gets from one place to a port of a container. */
export interface Reach {
  readonly from: string;
  readonly to: string;
  readonly network: string;
  readonly address: string;
  readonly port: number;
  readonly reached: boolean;
  /** who listens, or what forbids */
  readonly why: string;
}
