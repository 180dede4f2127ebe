// How many bytes a context takes on its way to the daemon, as BuildKit counts them: a message about each file, and the
// contents in messages of their own (tonistiigi/fsutil types/wire.proto, in protocol buffers).

import { S_IFDIR, S_IFLNK, S_IFMT } from "../../fs/file-system.ts";
import type { BuildContext, ContextEntry } from "../../model/build.ts";
import { encode } from "../../base/utf8.ts";

function varint(value: number): number {
  let bytes = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) bytes++;
  return bytes;
}

/** A field with a length before it. */
const delimited = (length: number): number => 1 + varint(length) + length;

const GO_DIRECTORY = 2 ** 31;
const GO_LINK = 2 ** 27;

/** Path, mode, size, time, and where a link leads. */
function statSize({ path, mode, mtime, content, target, link }: ContextEntry): number {
  const type = mode & S_IFMT;
  const goMode = (mode & 0o777) + (type === S_IFDIR ? GO_DIRECTORY : type === S_IFLNK ? GO_LINK : 0);
  const size = content?.length ?? 0;
  return (
    delimited(encode(path).length) +
    1 + varint(goMode) +
    (size === 0 ? 0 : 1 + varint(size)) +
    1 + varint(mtime * 1000) +
    (target === undefined ? 0 : delimited(encode(target).length)) +
    (link === undefined ? 0 : delimited(encode(link).length))
  ); // prettier-ignore
}

const CHUNK = 32 * 1024;
const TYPE = 2;

/** Its number is left out of a message if it is the first. */
const numbered = (index: number): number => (index === 0 ? 0 : 1 + varint(index));

function contentSize(content: Uint8Array, index: number): number {
  let size = TYPE + numbered(index);
  for (let at = 0; at < content.length; at += CHUNK)
    size += TYPE + numbered(index) + delimited(Math.min(CHUNK, content.length - at));
  return size;
}

function entriesSize(entries: readonly ContextEntry[]): number {
  let size = 2;
  for (const [index, entry] of entries.entries()) {
    size += delimited(statSize(entry));
    if (entry.content !== undefined) size += contentSize(entry.content, index);
  }
  return size;
}

export const transferSize = (context: BuildContext | undefined): number =>
  context?.kind === "local" ? entriesSize(context.entries) : 2;

export const dockerfileSize = (name: string, text: string, mtime: number): number =>
  entriesSize([{ path: name, mode: 0o644, mtime, content: encode(text) }]);
