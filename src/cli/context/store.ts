// Contexts: named daemons, each a file below the configuration folder (docker/cli cli/context/store). A context's folder
// is named by the sha256 of its name; beside its metadata it may have TLS files, which are kept and handed on, and
// nothing more, as TLS is not modelled. The default context is no file: it is what -H and DOCKER_HOST say.

import { sha256Hex } from "../../base/digest.ts";
import { failed } from "../../base/errno.ts";
import { pathError } from "../../base/go/errno-text.ts";
import { fromJson } from "../../base/go/json-decode.ts";
import { toJson } from "../../base/go/json-encode.ts";
import { quote } from "../../base/go/quote.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import { decode, encode } from "../../base/utf8.ts";
import type { Sys, Task } from "../../kernel/sys.ts";
import { byNaturalOrder } from "../natural-order.ts";
import { readFile } from "../surroundings.ts";
import { makeDirectories, removeTree, replaceFile } from "../writing.ts";
import { type ContextMetadata, contextMetadataType } from "./metadata.ts";

export const DEFAULT_CONTEXT = "default";
const META = "meta.json";

/** Where a context's metadata and TLS files are. */
export interface ContextFolders {
  readonly metadata: string;
  readonly tls: string;
}

export function contextFolders(configFolder: string, name: string): ContextFolders {
  const id = sha256Hex(name);
  return { metadata: `${configFolder}/contexts/meta/${id}`, tls: `${configFolder}/contexts/tls/${id}` };
}

const missing = (error: string): boolean => error.endsWith("no such file or directory");

/** Errors are the store's: `context "x": context not found: open …`. */
export function* loadContext(
  sys: Sys,
  configFolder: string,
  name: string,
): Task<Result<ContextMetadata, string>> {
  const loaded = yield* loadFrom(sys, contextFolders(configFolder, name).metadata);
  if (loaded.ok) return loaded;
  const why = missing(loaded.error) ? `context not found: ${loaded.error}` : loaded.error;
  return fail(`context ${quote(name)}: ${why}`);
}

function* loadFrom(sys: Sys, folder: string): Task<Result<ContextMetadata, string>> {
  const path = `${folder}/${META}`;
  const file = yield* readFile(sys, path);
  if (!file.ok) return file;
  const metadata = fromJson(contextMetadataType, decode(file.value));
  return metadata.ok ? metadata : fail(`parsing ${path}: ${metadata.error}`);
}

/** Those that have files, by name. */
export function* listContexts(
  sys: Sys,
  configFolder: string,
): Task<Result<readonly ContextMetadata[], string>> {
  const root = `${configFolder}/contexts/meta`;
  const items = sys.list(root);
  if (items === "ENOENT") return ok([]);
  if (failed(items)) return fail(pathError("open", root, items));
  const found: ContextMetadata[] = [];
  for (const { name } of [...items].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (failed(sys.stat(`${root}/${name}/${META}`))) continue;
    const loaded = yield* loadFrom(sys, `${root}/${name}`);
    if (!loaded.ok) return fail(`failed to read metadata: ${loaded.error}`);
    found.push(loaded.value);
  }
  return ok(found.sort((a, b) => byNaturalOrder(a.Name ?? "", b.Name ?? "")));
}

export function* saveContext(
  sys: Sys,
  configFolder: string,
  metadata: ContextMetadata,
): Task<string | undefined> {
  const { metadata: folder } = contextFolders(configFolder, metadata.Name ?? "");
  return (
    makeDirectories(sys, folder, 0o755) ??
    (yield* replaceFile(sys, `${folder}/${META}`, encode(toJson(contextMetadataType, metadata)), 0o644))
  );
}

export function removeContext(sys: Sys, configFolder: string, name: string): void {
  const { metadata, tls } = contextFolders(configFolder, name);
  removeTree(sys, metadata);
  removeTree(sys, tls);
}

// ---- TLS files

/** endpoint -> file -> its bytes */
export type TlsFiles = ReadonlyMap<string, ReadonlyMap<string, Uint8Array>>;

export function* loadTlsFiles(sys: Sys, configFolder: string, name: string): Task<TlsFiles> {
  const { tls } = contextFolders(configFolder, name);
  const endpoints = new Map<string, ReadonlyMap<string, Uint8Array>>();
  for (const endpoint of namesIn(sys, tls)) {
    const files = new Map<string, Uint8Array>();
    for (const file of namesIn(sys, `${tls}/${endpoint}`)) {
      const bytes = yield* readFile(sys, `${tls}/${endpoint}/${file}`);
      if (bytes.ok) files.set(file, bytes.value);
    }
    endpoints.set(endpoint, files);
  }
  return endpoints;
}

function namesIn(sys: Sys, folder: string): readonly string[] {
  const items = sys.list(folder);
  return failed(items) ? [] : items.map(({ name }) => name).sort();
}

/** In place of those that it had. */
export function* saveTlsFiles(
  sys: Sys,
  configFolder: string,
  name: string,
  tls: TlsFiles,
): Task<string | undefined> {
  const { tls: folder } = contextFolders(configFolder, name);
  removeTree(sys, folder);
  for (const [endpoint, files] of tls)
    for (const [file, bytes] of files) {
      const path = `${folder}/${endpoint}`;
      const refused =
        makeDirectories(sys, path, 0o700) ?? (yield* replaceFile(sys, `${path}/${file}`, bytes, 0o600));
      if (refused !== undefined) return refused;
    }
  return undefined;
}
