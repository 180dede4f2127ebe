// Writing tar archives as the daemon does: headers as Go makes them (base/formats/go-tar-headers.ts), and the bytes
// of files in the pieces in which they are kept.

import { concat } from "../base/utf8.ts";
import { encodeTarHeaders, tarPadding } from "../base/formats/go-tar-headers.ts";
import { BLOCK, isHeaderOnly } from "../base/formats/tar-header.ts";
import { type TarEntry } from "./tar.ts";
import { zeros } from "./zeros.ts";

/** The archive in pieces, which need not be in memory all at once. */
export function* encodeTar(entries: Iterable<TarEntry>): Generator<Uint8Array> {
  for (const entry of entries) {
    const size = isHeaderOnly(entry.type) ? 0 : (entry.content?.size ?? 0);
    yield* encodeTarHeaders(entry, size);
    if (size === 0 || entry.content === undefined) continue;
    yield* entry.content.chunks();
    if (size % BLOCK !== 0) yield tarPadding(size);
  }
  yield zeros(2 * BLOCK);
}

export const tarOf = (entries: Iterable<TarEntry>): Uint8Array => concat([...encodeTar(entries)]);
