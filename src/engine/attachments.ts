// What containers and execs print goes two ways at once: into the log, and to whoever is attached. An
// attachment is a connection of dockerd's; what it is sent is framed as its client asked. All data, so that
// a fork has the same ones.

import { concat } from "../base/utf8.ts";
import type { Engine } from "./engine.ts";

export type StreamName = "stdout" | "stderr";

export interface Attachment {
  /** number of dockerd's end of the connection in the kernel's socket table */
  readonly socket: number;
  readonly stdout: boolean;
  readonly stderr: boolean;
  /** messages for a client in the same world; stdcopy's frames or plain bytes on a real connection */
  readonly framing: "message" | "multiplexed" | "raw";
}

/** What a client in the same world receives. */
export interface OutputMessage {
  readonly stream: StreamName;
  readonly bytes: Uint8Array;
}

export function attach(engine: Engine, id: string, attachment: Attachment): void {
  engine.attachments.set(id, [...(engine.attachments.get(id) ?? []), attachment]);
}

export function detach(engine: Engine, id: string, socket: number): void {
  const left = (engine.attachments.get(id) ?? []).filter((a) => a.socket !== socket);
  if (left.length === 0) engine.attachments.delete(id);
  else engine.attachments.set(id, left);
}

/** Hands on what was printed. A connection that is gone is forgotten. */
export function sendOutput(engine: Engine, id: string, stream: StreamName, bytes: Uint8Array): void {
  for (const attachment of engine.attachments.get(id) ?? []) {
    if (!attachment[stream]) continue;
    const sent = engine.kernel.deliver(attachment.socket, framed(attachment, stream, bytes));
    if (!sent) detach(engine, id, attachment.socket);
  }
}

function framed(attachment: Attachment, stream: StreamName, bytes: Uint8Array): OutputMessage | Uint8Array {
  if (attachment.framing === "message") return { stream, bytes };
  return attachment.framing === "raw" ? bytes : stdcopyFrame(stream, bytes);
}

/** A header of eight bytes: 1 or 2 for the stream, and the length (Engine API, ContainerAttach, "Stream format"). */
export function stdcopyFrame(stream: StreamName, bytes: Uint8Array): Uint8Array {
  const header = new Uint8Array(8);
  header[0] = stream === "stdout" ? 1 : 2;
  new DataView(header.buffer).setUint32(4, bytes.length);
  return concat([header, bytes]);
}

/** The output is over: everybody's connection is closed for writing. */
export function closeOutput(engine: Engine, id: string): void {
  for (const { socket } of engine.attachments.get(id) ?? []) engine.kernel.endDelivery(socket);
  engine.attachments.delete(id);
}
