// The context of a build by the classic builder: a folder as a tar without what .dockerignore names, or what comes by
// standard input (docker/cli image/build/context.go, dockerignore.go). Where the Dockerfile is in it is told beside it.

import { failed } from "../../base/errno.ts";
import { compressionOf } from "../../base/formats/compression.ts";
import { REGULAR } from "../../base/formats/tar-header.ts";
import { patternMatcher, readIgnoreFile } from "../../base/pattern-matcher.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import { decode, encode } from "../../base/utf8.ts";
import type { Task } from "../../kernel/sys.ts";
import { resolveLinks } from "../archive/local-links.ts";
import { tarContents, type Choice } from "../archive/local-source.ts";
import { decodeEntries, encodeEntries, type ClientTarEntry } from "../archive/tar-entries.ts";
import type { Client } from "../client.ts";
import { S_IFDIR, typeOf } from "../file-types.ts";
import { readAll, readFile } from "../surroundings.ts";

export interface ClassicContext {
  readonly archive: Uint8Array;
  /** the Dockerfile's path in it */
  readonly dockerfile: string;
}

type Found = Result<ClassicContext, string>;

const DEFAULT = "Dockerfile";
const HEADER = 512;

/** `path` and `file` as the command line has them. */
export function* classicContext(client: Client, path: string, file: string): Task<Found> {
  if (path === "-") return yield* fromInput(client, file);
  const { sys, surroundings } = client;
  if (failed(sys.stat(surroundings.absolute(path))))
    return fail(
      /^(https?:\/\/|git@|git:\/\/|github\.com\/)/.test(path)
        ? `unable to prepare context: contexts from addresses are not yet modelled by paperwhale: ${path}`
        : `unable to prepare context: path "${path}" not found`,
    );
  const located = locate(client, path, file);
  if (!located.ok) return fail(`unable to prepare context: ${located.error}`);
  const { directory, dockerfile } = located.value;
  const isOutside = dockerfile.startsWith("../");
  const own = yield* ownDockerfile(client, file, isOutside);
  if (!own.ok) return own;
  const entries = yield* entriesOf(client, directory, own.value === undefined ? dockerfile : undefined);
  if (!entries.ok) return entries;
  return ok(own.value === undefined ? { archive: encodeEntries(entries.value), dockerfile } : withDockerfile(client, entries.value, own.value)); // prettier-ignore
}

interface Located {
  readonly directory: string;
  /** seen from the directory */
  readonly dockerfile: string;
}

function locate(client: Client, path: string, file: string): Result<Located, string> {
  const { sys, surroundings } = client;
  const resolved = resolveLinks(sys, surroundings.absolute(path));
  if (!resolved.ok) return fail(`unable to evaluate symlinks in context path: ${resolved.error}`);
  const directory = resolved.value;
  const node = sys.lstat(directory);
  if (failed(node) || typeOf(node.mode) !== S_IFDIR) return fail(`context must be a directory: ${directory}`);
  if (file === "-") return ok({ directory, dockerfile: "-" });
  const lower = `${directory}/${DEFAULT.toLowerCase()}`;
  const isLower = file === "" && failed(sys.lstat(`${directory}/${DEFAULT}`)) && !failed(sys.lstat(lower));
  const given = file === "" ? (isLower ? lower : `${directory}/${DEFAULT}`) : surroundings.absolute(file);
  const real = resolveLinks(sys, given);
  if (!real.ok) return fail(`unable to evaluate symlinks in Dockerfile path: ${real.error}`);
  return ok({ directory, dockerfile: relative(directory, real.value) });
}

/** Go's filepath.Rel of clean absolute paths. */
function relative(from: string, to: string): string {
  const a = from.split("/").filter((part) => part !== "");
  const b = to.split("/").filter((part) => part !== "");
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  return [...a.slice(same).map(() => ".."), ...b.slice(same)].join("/");
}

/** A Dockerfile that is not in the context. */
function* ownDockerfile(
  client: Client,
  file: string,
  isOutside: boolean,
): Task<Result<Uint8Array | undefined, string>> {
  if (file === "-") {
    const read = yield* readAll(client.sys, 0);
    return ok(read.ok ? read.value : new Uint8Array(0));
  }
  if (!isOutside) return ok(undefined);
  const bytes = yield* readFile(client.sys, client.surroundings.absolute(file));
  return bytes.ok ? bytes : fail(`unable to open Dockerfile: ${bytes.error}`);
}

/** `dockerfile` is sent even if it is to be left out, and so is .dockerignore: the daemon drops them. */
function* entriesOf(
  client: Client,
  directory: string,
  dockerfile: string | undefined,
): Task<Result<readonly ClientTarEntry[], string>> {
  const bytes = yield* readFile(client.sys, `${directory}/.dockerignore`);
  const patterns = bytes.ok ? readIgnoreFile(decode(bytes.value)) : [];
  const plain = patternMatcher(patterns);
  if (!plain.ok) return fail(`checking context: ${plain.error}`);
  const kept = [".dockerignore", ...(dockerfile === undefined ? [] : [dockerfile])].filter(
    plain.value.matches,
  );
  const matcher = patternMatcher([...patterns, ...kept.map((name) => `!${name}`)]);
  if (!matcher.ok) return matcher;
  const exceptions = [...patterns, ...kept.map((name) => `!${name}`)].filter((pattern) =>
    pattern.startsWith("!"),
  );
  const choose: Choice = (path, isDirectory) => {
    if (!matcher.value.matches(path)) return "take";
    const looks = isDirectory && exceptions.some((pattern) => `${pattern.slice(1)}/`.startsWith(`${path}/`));
    return looks ? "leave but look into" : "leave";
  };
  const entries = yield* tarContents(client, directory, choose);
  return ok(entries.map((entry) => ({ ...entry, uid: 0, gid: 0 })));
}

/** Under a name that nobody has, which .dockerignore leaves out again. */
function withDockerfile(
  client: Client,
  entries: readonly ClientTarEntry[],
  dockerfile: Uint8Array,
): ClassicContext {
  const name = `.dockerfile.${client.sys.now().toString(16).padStart(20, "0").slice(-20)}`;
  const ignored = entries.find((entry) => entry.name === ".dockerignore");
  const text = `${ignored === undefined ? ".dockerignore" : decode(ignored.bytes)}\n${name}\n`;
  const fields = { type: REGULAR, mode: 0o600, uid: 0, gid: 0, mtime: client.sys.now() };
  const added: ClientTarEntry[] = [
    { ...fields, ...ignored, name: ".dockerignore", bytes: encode(text) },
    { ...fields, name, bytes: dockerfile },
  ];
  const rest = entries.filter((entry) => entry !== ignored);
  return { archive: encodeEntries([...rest, ...added]), dockerfile: name };
}

// ---- standard input

function* fromInput(client: Client, file: string): Task<Found> {
  if (file === "-") return fail("invalid argument: can't use stdin for both build context and dockerfile");
  const read = yield* readAll(client.sys, 0);
  const bytes = read.ok ? read.value : new Uint8Array(0);
  if (compressionOf(bytes) !== "none" || isTar(bytes)) return ok({ archive: bytes, dockerfile: file });
  if (file !== "")
    return fail(
      "unable to prepare context from STDIN: ambiguous Dockerfile source: both stdin and flag correspond to Dockerfiles",
    );
  const entry = { name: DEFAULT, type: REGULAR, mode: 0o644, uid: 0, gid: 0, mtime: client.sys.now(), bytes };
  return ok({ archive: encodeEntries([entry]), dockerfile: DEFAULT });
}

const isTar = (bytes: Uint8Array): boolean =>
  bytes.length >= HEADER && decodeEntries(bytes.subarray(0, HEADER)).ok === false
    ? String.fromCharCode(...bytes.subarray(257, 262)) === "ustar"
    : bytes.length >= HEADER;
