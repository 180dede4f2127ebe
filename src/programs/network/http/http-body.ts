// The body of an HTTP/1.1 message, as its fields frame it: by length, in chunks, or up to the end of the
// connection (RFC 9112, 6). Pieces are handed out as they come.

import type { Task } from "../../../kernel/sys.ts";
import { fieldOf, type HttpHead } from "./http-head.ts";
import type { SocketReader } from "./socket-reader.ts";

export type Framing =
  | { readonly kind: "none" }
  | { readonly kind: "length"; readonly length: number }
  | { readonly kind: "chunked" }
  | { readonly kind: "end" };

/** How the body of a response to `method` is framed. */
export function responseFraming({ first, fields }: HttpHead, method: string): Framing {
  const status = Number(first.split(" ")[1]);
  if (method === "HEAD" || status === 204 || status === 304 || status < 200) return { kind: "none" };
  if (/\bchunked$/i.test(fieldOf(fields, "transfer-encoding") ?? "")) return { kind: "chunked" };
  const length = fieldOf(fields, "content-length");
  return length === undefined ? { kind: "end" } : { kind: "length", length: Number(length) };
}

export function requestFraming({ fields }: HttpHead): Framing {
  if (/\bchunked$/i.test(fieldOf(fields, "transfer-encoding") ?? "")) return { kind: "chunked" };
  const length = Number(fieldOf(fields, "content-length") ?? 0);
  return length > 0 ? { kind: "length", length } : { kind: "none" };
}

export class BodyReader {
  private left: number;
  private over: boolean;

  constructor(
    private readonly reader: SocketReader,
    readonly framing: Framing,
  ) {
    this.left = framing.kind === "length" ? framing.length : 0;
    this.over = framing.kind === "none" || (framing.kind === "length" && framing.length === 0);
  }

  /** It ended before all of it was there. */
  get missing(): number {
    return this.over ? 0 : this.framing.kind === "end" ? 0 : Math.max(this.left, 1);
  }

  /** The next piece; undefined at the end, or when nothing comes any more. */
  *next(): Task<Uint8Array | undefined> {
    if (this.over) return undefined;
    if (this.framing.kind === "chunked" && this.left === 0 && !(yield* this.nextChunk())) return undefined;
    const limit = this.framing.kind === "end" ? undefined : this.left;
    const piece = yield* this.reader.some(limit);
    if (piece.length === 0) return undefined;
    if (limit === undefined) return piece;
    this.left -= piece.length;
    if (this.left > 0) return piece;
    if (this.framing.kind === "chunked") yield* this.reader.line();
    else this.over = true;
    return piece;
  }

  private *nextChunk(): Task<boolean> {
    const line = yield* this.reader.line();
    const size = line === undefined ? NaN : parseInt(line, 16);
    if (Number.isNaN(size)) return false;
    this.left = size;
    if (size > 0) return true;
    while ((yield* this.reader.line()) || false);
    this.over = true;
    return false;
  }
}
