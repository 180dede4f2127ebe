// A build context as the classic builder has it: the unpacked archive, and the Dockerfile that is in it (moby
// daemon/builder/remotecontext archive.go, detect.go).

import { failed } from "../../base/errno.ts";
import { decompress } from "../../base/formats/compression.ts";
import { patternMatcher, readIgnoreFile } from "../../base/pattern-matcher.ts";
import { dockerError, ok, type Result } from "../../base/result.ts";
import { decode } from "../../base/utf8.ts";
import { tarEntriesOf } from "../../fs/layer-tar.ts";
import { entriesOf } from "../../fs/layer-walk.ts";
import type { NodeEntry } from "../../fs/layer.ts";
import { readArchive } from "../../fs/tar-reader.ts";
import { readFile, remove, resolve } from "../../fs/tree-paths.ts";
import { Tree } from "../../fs/tree.ts";
import { unpack } from "../../fs/unpack.ts";
import type { Engine } from "../engine.ts";
import { tarSum } from "./tar-sum.ts";

const DEFAULT_NAME = "Dockerfile";

export interface ContextSource {
  /** nobody writes to it any more */
  readonly tree: Tree;
  readonly dockerfile: string;
  /** what the Dockerfile is called in messages */
  readonly name: string;
}

export function openContext(engine: Engine, archive: Uint8Array, dockerfile: string): Result<ContextSource> {
  const { now } = engine;
  const tree = new Tree({ type: "overlay", now });
  const plain = decompress(archive);
  const { entries, error } = readArchive(plain.bytes);
  const refused = plain.error ?? unpack(tree, entries, { now })?.message ?? error;
  if (refused !== undefined) return dockerError("system", refused);
  const found = findDockerfile(tree, dockerfile || DEFAULT_NAME);
  if (!found.ok) return found;
  hideFiles(tree, found.value.name, now);
  tree.store.readOnly = true;
  return ok({ tree, ...found.value });
}

function findDockerfile(tree: Tree, wanted: string): Result<Omit<ContextSource, "tree">> {
  for (const name of wanted === DEFAULT_NAME ? [wanted, wanted.toLowerCase()] : [wanted]) {
    const bytes = readFile(tree, name);
    if (failed(bytes)) continue;
    if (bytes.length === 0)
      return dockerError("invalid-parameter", `the Dockerfile (${name}) cannot be empty`);
    return ok({ name, dockerfile: decode(bytes) });
  }
  return dockerError("system", `Cannot locate specified Dockerfile: ${wanted}`);
}

/** Ignored files that had to be sent so that the builder can read them. */
function hideFiles(tree: Tree, dockerfile: string, now: number): void {
  const bytes = readFile(tree, ".dockerignore");
  const ignored = failed(bytes) ? undefined : patternMatcher(readIgnoreFile(decode(bytes)));
  if (ignored?.ok !== true) return;
  for (const name of [".dockerignore", dockerfile])
    if (ignored.value.matches(name)) void remove(tree, name, now);
}

/** Sums of everything in a tree, by path without a slash in front: what copies are told apart by. */
export function sumsOf(tree: Tree, path: string): ReadonlyMap<string, string> {
  const ino = resolve(tree, path);
  if (failed(ino)) return new Map();
  const name = path.replace(/^\/|\/$/g, "");
  const sums = new Map<string, string>();
  const entries: readonly NodeEntry[] = [...entriesOf(tree, ino, name)];
  for (const entry of tarEntriesOf(entries)) sums.set(entry.name.replace(/\/$/, ""), tarSum(entry));
  return sums;
}
