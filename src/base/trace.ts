// The trace: what happens inside, step by step, finer than the engine's events (those say what is different
// afterwards; these say how it came about). For teaching, the page and tests; nothing in the world reads it.

import type { Instant } from "./time.ts";

/** Numbers of processes are those of the host's own pid namespace; ids are Docker's, in full. */
export type TraceStep =
  | {
      readonly kind: "process-started";
      readonly pid: number;
      readonly parent: number;
      readonly argv: readonly string[];
    }
  | { readonly kind: "process-executed"; readonly pid: number; readonly argv: readonly string[] }
  /** `status` as the shell's $? has it */
  | { readonly kind: "process-ended"; readonly pid: number; readonly status: number }
  /** an operation of the Engine API, when its answer's head was sent */
  | { readonly kind: "request-answered"; readonly operation: string; readonly status: number }
  /** a step of a packet's way, if the world's options ask for them: `text` is the frame, the rule, or the reason */
  | {
      readonly kind: "packet-step";
      readonly step: "sent" | "received" | "bridged" | "matched" | "translated" | "delivered" | "dropped";
      /** number of the network namespace; the host's is 0 */
      readonly namespace: number;
      readonly link: string;
      readonly text: string;
    }
  /** one of the steps in which a container comes up, or is taken down */
  | { readonly kind: "container-step"; readonly id: string; readonly step: ContainerStep };

export type ContainerStep =
  | "root file system prepared"
  | "network namespace created"
  | "network joined"
  | "cgroup created"
  | "volumes mounted"
  | "root file system mounted"
  | "process spawned"
  | "network left"
  | "root file system unmounted";

/** A step as a world keeps it. */
export type TraceEntry = TraceStep & { readonly at: Instant; readonly host: string };
