// A context as a tar archive: its metadata as one file, its TLS files in a folder (docker/cli cli/context/store Export,
// Import).

import { encodeTarHeaders, tarPadding } from "../../../base/formats/go-tar-headers.ts";
import { BLOCK, DIRECTORY, parseTarHeader, REGULAR } from "../../../base/formats/tar-header.ts";
import { fromJson } from "../../../base/go/json-decode.ts";
import { toJson } from "../../../base/go/json-encode.ts";
import { cleanPath } from "../../opts/client-io.ts";
import { concat, decode, encode } from "../../../base/utf8.ts";
import { type ContextMetadata, contextMetadataType } from "../../context/metadata.ts";
import type { TlsFiles } from "../../context/store.ts";

const META = "meta.json";
const TLS = "tls";

export function encodeContext(metadata: ContextMetadata, tls: TlsFiles): Uint8Array {
  const parts = [...file(META, encode(toJson(contextMetadataType, metadata)), 0o644), ...directory(TLS)];
  for (const [endpoint, files] of tls) {
    parts.push(...directory(`${TLS}/${endpoint}`));
    for (const [name, bytes] of files) parts.push(...file(`${TLS}/${endpoint}/${name}`, bytes, 0o600));
  }
  return concat([...parts, new Uint8Array(2 * BLOCK)]);
}

const OWNED = { uid: 0, gid: 0, mtime: 0 };

const file = (name: string, bytes: Uint8Array, mode: number): readonly Uint8Array[] => [
  ...encodeTarHeaders({ name, type: REGULAR, mode, ...OWNED }, bytes.length),
  bytes,
  tarPadding(bytes.length),
];

const directory = (name: string): readonly Uint8Array[] => [
  ...encodeTarHeaders({ name, type: DIRECTORY, mode: 0o700, ...OWNED }, 0),
];

export interface ReadContext {
  /** what was read until something was wrong */
  readonly metadata: ContextMetadata | undefined;
  readonly tls: TlsFiles;
  readonly error: string | undefined;
}

/** What is no file is passed over. */
export function decodeContext(archive: Uint8Array): ReadContext {
  let metadata: ContextMetadata | undefined;
  const tls = new Map<string, Map<string, Uint8Array>>();
  for (const entry of entriesOf(archive)) {
    if (typeof entry === "string") return { metadata, tls, error: entry };
    const wrong = pathComplaint(entry.name);
    if (wrong !== undefined) return { metadata, tls, error: `${entry.name}: ${wrong}` };
    if (entry.name === META) {
      const parsed = fromJson(contextMetadataType, decode(entry.bytes));
      if (!parsed.ok) return { metadata, tls, error: parsed.error };
      metadata = parsed.value;
      continue;
    }
    const [, endpoint, ...rest] = entry.name.split("/");
    if (endpoint === undefined || rest.length === 0)
      return { metadata, tls, error: "archive format is invalid" };
    tls.set(endpoint, (tls.get(endpoint) ?? new Map<string, Uint8Array>()).set(rest.join("/"), entry.bytes));
  }
  return { metadata, tls, error: metadata === undefined ? NO_METADATA : undefined };
}

const NO_METADATA = "invalid context: no metadata found";

function pathComplaint(path: string): string | undefined {
  if (path !== META && !path.startsWith(`${TLS}/`)) return "unexpected context file";
  if (cleanPath(path) !== path) return "unexpected path format";
  return path.includes("\\") ? "unexpected '\\' in path" : undefined;
}

interface Entry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Files, and at last what is wrong with the archive. */
function* entriesOf(archive: Uint8Array): Generator<Entry | string> {
  for (let at = 0; at < archive.length;) {
    const entry = entryAt(archive, at);
    if (entry === undefined) return;
    if (typeof entry === "string") {
      yield entry;
      return;
    }
    at = entry.end;
    if (entry.name !== undefined) yield { name: entry.name, bytes: entry.bytes };
  }
}

/** Undefined at the archive's end; without a name what is no file. */
function entryAt(archive: Uint8Array, at: number) {
  const block = archive.subarray(at, at + BLOCK);
  if (block.length < BLOCK) return "unexpected EOF";
  if (block.every((byte) => byte === 0)) return undefined;
  const header = parseTarHeader(block);
  if (header === undefined) return "archive/tar: invalid tar header";
  const begin = at + BLOCK;
  const bytes = archive.subarray(begin, begin + header.size);
  if (bytes.length < header.size) return "unexpected EOF";
  const end = begin + header.size + tarPadding(header.size).length;
  const isFile = header.type === REGULAR || header.type === "\0";
  return { name: isFile ? header.name : undefined, bytes, end };
}
