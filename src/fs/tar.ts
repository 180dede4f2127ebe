// What an entry of a tar archive is, as the daemon reads and writes them. The rules that are a matter of choice
// are those of Go's archive/tar, as digests and error texts of Docker come from there. The bytes of headers are
// base/formats/tar-header.ts.

import { REGULAR } from "../base/formats/tar-header.ts";
import { concat } from "../base/utf8.ts";
import type { TarFields } from "../base/formats/go-tar-headers.ts";
import { Content } from "./content.ts";

/** Names of directories have a slash at the end, if whoever wrote it did so; modes of old archives hold the type. */
export interface TarEntry extends TarFields {
  readonly content?: Content | undefined;
}

/** An entry that holds these bytes, for archives that are no file systems (docker save, build contexts). */
export function fileEntry(name: string, bytes: Uint8Array, rest: Partial<TarEntry> = {}): TarEntry {
  return { name, type: REGULAR, mode: 0o644, uid: 0, gid: 0, mtime: 0, content: Content.of(bytes), ...rest };
}

export const bytesOf = (entry: TarEntry): Uint8Array => concat([...(entry.content?.chunks() ?? [])]);
