// What a container prints, kept for a task of dockerd's that asks for it: the classic builder hands it on among its own
// lines. Kept as data, so that a fork has the same.

import { containerChannel } from "./channels.ts";
import type { Engine } from "./engine.ts";
import type { StreamName } from "./attachments.ts";

export interface PrintedPiece {
  readonly stream: StreamName;
  readonly bytes: Uint8Array;
}

export function beginCapture(engine: Engine, id: string): void {
  engine.captured.set(id, []);
}

/** The kernel's word that a container printed something. */
export function capture(engine: Engine, id: string, piece: PrintedPiece): void {
  const pieces = engine.captured.get(id);
  if (pieces === undefined) return;
  engine.captured.set(id, [...pieces, piece]);
  engine.kernel.wake(containerChannel(id));
}

/** What came since the last time. */
export function takeCaptured(engine: Engine, id: string): readonly PrintedPiece[] {
  const pieces = engine.captured.get(id) ?? [];
  if (pieces.length > 0) engine.captured.set(id, []);
  return pieces;
}

export function endCapture(engine: Engine, id: string): void {
  engine.captured.delete(id);
}
