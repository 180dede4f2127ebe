// Tar archives in the client's hands: written for the daemon, read from it. Entries are whole, with their bytes, as
// an archive is one piece in a world's memory anyway. Headers are Go's, as client and daemon both are Go's programs.
// Not here: old and foreign kinds of archives, which the client never reads.

import { encodeTarHeaders, tarPadding, type TarFields } from "../../base/formats/go-tar-headers.ts";
import {
  BLOCK, HARD_LINK, isHeaderOnly, mergePaxRecords, parsePaxRecords, parseTarHeader, PAX, type TarHeader,
} from "../../base/formats/tar-header.ts"; // prettier-ignore
import { fail, ok, type Result } from "../../base/result.ts";
import { concat } from "../../base/utf8.ts";
import { rename, type Renaming } from "./copy-paths.ts";

export interface ClientTarEntry extends TarFields {
  readonly bytes: Uint8Array;
}

export const NO_BYTES = new Uint8Array(0);
const END = new Uint8Array(2 * BLOCK);

export function encodeEntries(entries: Iterable<ClientTarEntry>): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const entry of entries)
    parts.push(...encodeTarHeaders(entry, entry.bytes.length), entry.bytes, tarPadding(entry.bytes.length));
  return concat([...parts, END]);
}

/** The error is Go's. */
export function decodeEntries(tar: Uint8Array): Result<readonly ClientTarEntry[], string> {
  const entries: ClientTarEntry[] = [];
  let records: ReturnType<typeof parsePaxRecords>;
  for (let at = 0; at < tar.length;) {
    const block = tar.subarray(at, at + BLOCK);
    if (block.length < BLOCK) return fail("unexpected EOF");
    if (block.every((byte) => byte === 0)) break;
    const header = parseTarHeader(block);
    if (header === undefined || (records !== undefined && !mergePaxRecords(header, records)))
      return fail("archive/tar: invalid tar header");
    const size = isHeaderOnly(header.type) ? 0 : header.size;
    const bytes = tar.subarray(at + BLOCK, at + BLOCK + size);
    if (bytes.length < size) return fail("unexpected EOF");
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    records = header.type === PAX ? parsePaxRecords(bytes) : undefined;
    if (header.type !== PAX) entries.push(entryOf(header, bytes));
  }
  return ok(entries);
}

function entryOf(header: TarHeader, bytes: Uint8Array): ClientTarEntry {
  const { name, type, mode, uid, gid, mtime, linkname, devmajor, devminor } = header;
  return { name, type, mode, uid, gid, mtime, linkname, devmajor, devminor, bytes };
}

/** Hard links lead to names that changed as well. */
export function renameEntry(entry: ClientTarEntry, renaming: Renaming | undefined): ClientTarEntry {
  if (renaming === undefined) return entry;
  const name = rename(entry.name, renaming);
  return entry.type === HARD_LINK
    ? { ...entry, name, linkname: rename(entry.linkname ?? "", renaming) }
    : { ...entry, name };
}
