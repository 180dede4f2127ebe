// From the command line of `docker buildx build` to what the builder is asked for: the Dockerfile, the context, tags,
// arguments, secrets, outputs (docker/buildx commands/build.go, build/opt.go). What the builder does with an option
// that has no effect here is nothing: it is read, checked and left out.

import { parseImageReference } from "../../base/image-reference.ts";
import { compressionOf, decompress } from "../../base/formats/compression.ts";
import { quote } from "../../base/go/quote.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import { failed } from "../../base/errno.ts";
import { encode } from "../../base/utf8.ts";
import type { Task } from "../../kernel/sys.ts";
import type { Client } from "../client.ts";
import { extraHostsOf, optionComplaint } from "./option-checks.ts";
import { S_IFDIR, typeOf } from "../file-types.ts";
import type { FlagValues } from "../flags/flag-values.ts";
import { readAll, readFile } from "../surroundings.ts";
import { readContext, type BuildContext, type BuildRequest } from "./context.ts";

export interface Output {
  readonly type: string;
  readonly destination: string;
  /** of an image, instead of tags */
  readonly name: string;
}

/** The address of the daemon's own bridge, as its worker tells it. */
const GATEWAY = "172.17.0.1";

const OUTPUTS = new Map<string, BuildRequest["output"]>([
  ["image", "image"],
  ["docker", "image"],
  ["none", "none"],
  ["local", "archive"],
  ["tar", "archive"],
]);

type Asked = Result<BuildRequest, string>;

/** An error's text is whole but for `ERROR: ` before it. */
export function* buildRequest(client: Client, path: string, flags: FlagValues, output: Output): Task<Asked> {
  const args = assignments(client, flags.list("build-arg"));
  if (!args.ok) return args;
  const labels = labelsOf(flags.list("label"));
  if (!labels.ok) return labels;
  const refused = optionComplaint(client, flags, output);
  if (refused !== undefined) return fail(`failed to build: ${refused}`);
  const hosts = extraHostsOf(flags.list("add-host"), GATEWAY);
  if (!hosts.ok) return fail(`failed to build: ${hosts.error}`);
  const tags = tagsOf(flags.list("tag"));
  if (!tags.ok) return fail(`failed to build: ${tags.error}`);
  const source = yield* contextOf(client, path, flags.string("file"));
  if (!source.ok) return fail(`failed to build: ${source.error}`);
  const contexts = yield* contextsOf(client, flags.list("build-context"));
  if (!contexts.ok) return contexts;
  const secrets = yield* secretsOf(client, flags.list("secret"));
  if (!secrets.ok) return secrets;
  return ok({
    ...source.value,
    place: path === "-" ? "" : client.surroundings.absolute(path),
    contexts: contexts.value,
    target: flags.string("target"),
    args: args.value,
    labels: labels.value,
    tags: output.name === "" ? tags.value : [output.name],
    platform: flags.list("platform")[0] ?? "",
    noCache: flags.bool("no-cache"),
    noCacheStages: flags.list("no-cache-filter"),
    pull: flags.bool("pull"),
    network: flags.string("network"),
    extraHosts: hosts.value,
    allowsHostNetwork: flags.list("allow").includes("network.host") || flags.string("network") === "host",
    secrets: secrets.value,
    output: OUTPUTS.get(output.type) ?? "unknown",
    exporter: output.type,
    check: flags.bool("check") || flags.string("call") === "check",
  });
}

const pairOf = (text: string): [string, string] => {
  const [name = "", value = ""] = text.split(/=(.*)/s);
  return [name, value];
};

function labelsOf(words: readonly string[]): Result<ReadonlyMap<string, string>, string> {
  const nameless = words.find((word) => word.startsWith("="));
  if (nameless !== undefined) return fail(`invalid key-value pair ${quote(nameless)}: empty key`);
  return ok(new Map(words.map((word) => pairOf(word))));
}

/** A name alone has the value that it has here, if it has one. */
function assignments(client: Client, words: readonly string[]): Result<ReadonlyMap<string, string>, string> {
  const values = new Map<string, string>();
  for (const word of words) {
    const [name = "", value] = word.split(/=(.*)/s);
    if (name === "") return fail(`invalid key-value pair ${quote(word)}: empty key`);
    const own = value ?? client.surroundings.lookupEnv(name);
    if (own !== undefined) values.set(name, own);
  }
  return ok(values);
}

function tagsOf(words: readonly string[]): Result<readonly string[], string> {
  const tags: string[] = [];
  for (const word of words) {
    const reference = parseImageReference(word);
    if (!reference.ok) {
      const why = /must be lowercase/.test(reference.error)
        ? "repository name must be lowercase"
        : reference.error;
      return fail(`invalid tag ${quote(word)}: ${why}`);
    }
    const { domain, path, tag } = reference.value;
    tags.push(`${domain}/${path}${tag === "" || tag === "latest" ? "" : `:${tag}`}`);
  }
  return ok(tags);
}

// ---- Dockerfile and context

type Source = Pick<BuildRequest, "dockerfileName" | "dockerfile" | "dockerfileError" | "context">;

const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

function* contextOf(client: Client, path: string, file: string): Task<Result<Source, string>> {
  if (path === "-") return yield* streamed(client, file);
  if (/^(https?:\/\/|git@|git:\/\/|github\.com\/)/.test(path))
    return fail(`failed to solve: failed to read context ${path}: there is no network to fetch it from`);
  const directory = client.surroundings.absolute(path);
  const node = client.sys.stat(directory);
  if (failed(node) || typeOf(node.mode) !== S_IFDIR)
    return fail(`unable to prepare context: path ${quote(path)} not found`);
  const dockerfile = yield* dockerfileOf(client, directory, file);
  const named = `${dockerfile.path}.dockerignore`;
  const context = yield* readContext(client.sys, directory, [named, `${directory}/.dockerignore`]);
  return ok({ ...dockerfile.source, context });
}

interface Dockerfile {
  readonly path: string;
  readonly source: Omit<Source, "context">;
}

/** `-f` is meant from where the user is; without it the one in the context. */
function* dockerfileOf(client: Client, directory: string, file: string): Task<Dockerfile> {
  if (file === "-") {
    const bytes = yield* readAll(client.sys, 0);
    return {
      path: "-",
      source: { dockerfileName: "Dockerfile", dockerfile: bytes.ok ? bytes.value : undefined },
    };
  }
  const path = file === "" ? `${directory}/Dockerfile` : client.surroundings.absolute(file);
  const name = baseName(path);
  const bytes = yield* readFile(client.sys, path);
  if (bytes.ok) return { path, source: { dockerfileName: name, dockerfile: bytes.value } };
  const isDirectory = bytes.error.endsWith("is a directory");
  const error = isDirectory ? `read ${name}: is a directory` : `open ${name}: no such file or directory`;
  return { path, source: { dockerfileName: name, dockerfile: undefined, dockerfileError: error } };
}

/** Standard input: an archive that is the context, or a Dockerfile alone. */
function* streamed(client: Client, file: string): Task<Result<Source, string>> {
  const read = yield* readAll(client.sys, 0);
  const bytes = read.ok ? read.value : new Uint8Array(0);
  const isArchive = compressionOf(bytes) !== "none" || isTar(bytes);
  if (!isArchive && file !== "")
    return fail("ambiguous Dockerfile source: both stdin and flag correspond to Dockerfiles");
  if (!isArchive && bytes.length === 0)
    return ok({ ...NOTHING, dockerfileError: "no local sources enabled" });
  if (!isArchive) return ok({ ...NOTHING, dockerfile: bytes });
  const plain = decompress(bytes).bytes;
  return ok({
    dockerfileName: file || "Dockerfile",
    dockerfile: undefined,
    context: { kind: "archive", bytes: plain },
  });
}

const NOTHING = { dockerfileName: "Dockerfile", dockerfile: undefined, context: undefined };

const isTar = (bytes: Uint8Array): boolean =>
  bytes.length >= 512 && String.fromCharCode(...bytes.subarray(257, 262)) === "ustar";

const IMAGE = "docker-image://";

function* contextsOf(
  client: Client,
  words: readonly string[],
): Task<Result<ReadonlyMap<string, BuildContext>, string>> {
  const contexts = new Map<string, BuildContext>();
  for (const word of words) {
    const [name = "", value] = word.split(/=(.*)/s);
    if (name === "" || value === undefined) return fail(`invalid context value: ${word}, expected key=value`);
    if (value.startsWith(IMAGE)) contexts.set(name, { kind: "image", reference: value.slice(IMAGE.length) });
    else {
      const directory = client.surroundings.absolute(value);
      const node = client.sys.stat(directory);
      if (failed(node))
        return fail(
          `failed to build: failed to get build context ${name}: stat ${value}: no such file or directory`,
        );
      contexts.set(name, yield* readContext(client.sys, directory, [`${directory}/.dockerignore`]));
    }
  }
  return ok(contexts);
}

// ---- secrets

function* secretsOf(
  client: Client,
  words: readonly string[],
): Task<Result<ReadonlyMap<string, Uint8Array>, string>> {
  const secrets = new Map<string, Uint8Array>();
  for (const word of words) {
    const fields = new Map(word.split(",").map((field) => pairOf(field)));
    const id = fields.get("id") ?? "";
    const variable = fields.get("env") ?? (fields.has("src") || fields.has("source") ? undefined : id);
    const value = variable === undefined ? undefined : client.surroundings.lookupEnv(variable);
    if (value !== undefined) {
      secrets.set(id, encode(value));
      continue;
    }
    const path = fields.get("src") ?? fields.get("source") ?? id;
    const bytes = yield* readFile(client.sys, client.surroundings.absolute(path));
    if (!bytes.ok)
      return fail(`failed to build: failed to stat ${path}: stat ${path}: no such file or directory`);
    secrets.set(id, bytes.value);
  }
  return ok(secrets);
}
