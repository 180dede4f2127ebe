// `docker build`, which is `docker buildx build` (docker/buildx commands/build.go): reads Dockerfile and context, asks the
// builder, shows what it tells, and takes what comes of it: an image's id, or files.

import type { AnswerOf } from "../../../api/wire/operations.ts";
import { parseImageReference, type ImageReference } from "../../../base/image-reference.ts";
import { encode } from "../../../base/utf8.ts";
import { fail, ok, type Result } from "../../../base/result.ts";
import { failed } from "../../../base/errno.ts";
import { O_CREAT, O_TRUNC, O_WRONLY, type Task } from "../../../kernel/sys.ts";
import { decodeEntries } from "../../archive/tar-entries.ts";
import { unpack } from "../../archive/unpack.ts";
import { buildRequest, type Output } from "../../build/build-request.ts";
import { PlainProgress } from "../../build/plain-progress.ts";
import { metadataOf, type Told } from "../../build/metadata.ts";
import { commitWarning } from "../../build/option-checks.ts";
import { sourceBlock, type SourceLines } from "../../build/source-block.ts";
import { checkReport, warningsBlock } from "../../build/warnings.ts";
import type { Client } from "../../client.ts";
import { clientError, type Outcome } from "../../client-error.ts";
import type { FlagValues } from "../../flags/flag-values.ts";
import { nextItem } from "../../streams/progress.ts";
import type { Verb } from "../verb.ts";

type Item = AnswerOf<"BuildSolve">;
type Done = Extract<Item, { kind: "done" }>;
type Failed = Extract<Item, { kind: "failed" }>;

const DEPRECATED = [
  ["isolation", "isolation flag is deprecated with BuildKit."],
  [
    "security-opt",
    'security-opt flag is deprecated. "RUN --security=insecure" should be used with BuildKit.',
  ],
  [
    "squash",
    "experimental flag squash is removed with BuildKit. You should squash inside build using a multi-stage Dockerfile for efficiency.",
  ],
] as const;

const PROGRESS: ReadonlySet<string> = new Set(["", "auto", "plain", "tty", "quiet", "none", "rawjson"]);

export const buildImage: Verb = function* (client, { args: [path = ""], flags }) {
  const progress = flags.string("progress");
  if (!PROGRESS.has(progress)) return clientError(`ERROR: invalid progress mode ${progress}`);
  const call = flags.string("call");
  if (call !== "" && call !== "build" && call !== "check")
    return clientError(`ERROR: --call=${call} is not yet modelled by paperwhale`);
  const output = outputOf(flags);
  if (!output.ok) return clientError(`ERROR: ${output.error}`);
  for (const [flag, warning] of DEPRECATED)
    if (flags.changed(flag)) yield* client.printError(`WARNING: ${warning}\n`);
  const iidFile = flags.string("iidfile");
  if (iidFile !== "") void client.sys.unlink(client.surroundings.absolute(iidFile));
  const request = yield* buildRequest(client, path, flags, output.value);
  if (!request.ok) return clientError(`ERROR: ${request.error}`);
  const opened = yield* client.open("BuildSolve", { body: request.value });
  if (!opened.ok) return opened.error;
  const quiet = flags.bool("quiet") || progress === "quiet" || progress === "none";
  const shown = quiet ? undefined : new PlainProgress();
  yield* client.printError(commitWarning(client, path));
  yield* client.printError(shown?.begin("default", "docker") ?? "");
  for (;;) {
    const item = yield* nextItem(client, opened.value);
    if (!item.ok) return item.error;
    if (item.value === undefined) return clientError("ERROR: failed to build: failed to receive status: EOF");
    if (item.value.kind === "failed") return yield* failure(client, shown, item.value);
    if (item.value.kind === "done") {
      if (request.value.check)
        return yield* tellCheck(client, item.value, dockerfileName(path, flags.string("file")));
      yield* client.printError(warningsBlock(shown?.warnings ?? [], isDebug(client)));
      return yield* finish(client, flags, output.value, { request: request.value, done: item.value });
    }
    if (shown !== undefined) yield* client.printError(shown.show(item.value));
  }
};

/** --check: with something found it fails. `filename`: as the user names the Dockerfile */
function* tellCheck(client: Client, done: Done, filename: string): Task<Outcome> {
  const { warnings = [], violation, refusal } = done;
  const named = (source: SourceLines): SourceLines => ({ ...source, filename });
  const found = warnings.map((warning) => ({ ...warning, source: named(warning.source) }));
  if (refusal === undefined || found.length > 0) yield* client.print(checkReport(found));
  if (refusal !== undefined) {
    const blocks = [...(refusal.source === undefined ? [] : [refusal.source]), ...(refusal.more ?? [])];
    if (found.length > 0) yield* client.print("\n");
    const shown = blocks.map((source) => sourceBlock(named(source))).join("");
    return clientError(`ERROR: ${refusal.message}\n${shown}`);
  }
  if (violation !== undefined) return clientError(`ERROR: ${violation}\n`);
  return warnings.length === 0 ? undefined : clientError("");
}

/** `-f` as it is, or the usual name below the context. */
function dockerfileName(path: string, file: string): string {
  if (file !== "" && file !== "-") return file;
  const directory = path.replace(/\/+$/, "");
  return path === "-" || path === "." || directory === "" ? "Dockerfile" : `${directory}/Dockerfile`;
}

const isDebug = ({ globals }: Client): boolean => globals?.bool("debug") ?? false;

function* failure(
  client: Client,
  shown: PlainProgress | undefined,
  { message, source, more = [] }: Failed,
): Task<Outcome> {
  const blocks = [...(source === undefined ? [] : [source]), ...more].map(sourceBlock).join("");
  const warnings = warningsBlock(shown?.warnings ?? [], isDebug(client));
  yield* client.printError((shown?.end() ?? "") + warnings + blocks);
  return clientError(`ERROR: failed to build: failed to solve: ${message}`);
}

/** -o: a folder, `type=tar,dest=…`, `type=local,dest=…`, `type=image,name=…`. */
function outputOf(flags: FlagValues): Result<Output, string> {
  const [given] = flags.list("output");
  if (given === undefined) return ok({ type: "image", destination: "", name: "" });
  if (!given.includes("="))
    return ok({ type: given === "-" ? "tar" : "local", destination: given, name: "" });
  const fields = new Map(
    given.split(",").map((field) => field.split(/=(.*)/s).slice(0, 2) as [string, string]),
  );
  const type = fields.get("type") ?? "";
  if (type === "") return fail("type is required for output");
  if (type === "cacheonly") return ok({ type: "none", destination: "", name: "" });
  const destination = fields.get("dest") ?? "";
  if (type === "local" && destination === "") return fail("dest is required for local output");
  const tagged = flags.list("tag").length > 0 ? "" : (fields.get("name") ?? "");
  const parsed = tagged === "" ? undefined : parseImageReference(tagged);
  if (parsed?.ok === false) return parsed;
  const name = parsed === undefined ? "" : fullName(parsed.value);
  return ok({ type: type === "registry" ? "image" : type, destination, name });
}

function fullName({ domain, path, tag }: ImageReference): string {
  return `${domain}/${path}${tag === "" ? "" : `:${tag}`}`;
}

function* finish(client: Client, flags: FlagValues, output: Output, told: Told): Task<Outcome> {
  const { done } = told;
  const complaint = done.archive === undefined ? undefined : yield* give(client, output, done.archive);
  if (complaint !== undefined) return clientError(`ERROR: failed to build: ${complaint}`);
  if (flags.bool("quiet")) yield* client.print(`${done.image}\n`);
  const iidFile = flags.string("iidfile");
  const unwritten = iidFile === "" ? undefined : yield* writeFile(client, iidFile, encode(done.image));
  if (unwritten !== undefined) return clientError(`ERROR: writing image ID file: ${unwritten}`);
  const metadataFile = flags.string("metadata-file");
  if (metadataFile === "") return undefined;
  const lost = yield* writeFile(client, metadataFile, encode(metadataOf(client, told)));
  return lost === undefined ? undefined : clientError(`ERROR: ${lost}`);
}

function* give(client: Client, { type, destination }: Output, archive: Uint8Array): Task<string | undefined> {
  if (type === "tar") {
    if (destination === "" || destination === "-") {
      yield* client.write(1, archive);
      return undefined;
    }
    return yield* writeFile(client, destination, archive);
  }
  const directory = client.surroundings.absolute(destination);
  const made = client.sys.mkdir(directory, 0o755);
  if (failed(made) && made !== "EEXIST") return `mkdir ${directory}: ${made}`;
  const entries = decodeEntries(archive);
  return entries.ok ? yield* unpack(client.sys, entries.value, directory) : entries.error;
}

function* writeFile(client: Client, path: string, bytes: Uint8Array): Task<string | undefined> {
  const { sys } = client;
  const fd = yield* sys.open(client.surroundings.absolute(path), O_WRONLY | O_CREAT | O_TRUNC, 0o644);
  if (failed(fd)) return `open ${path}: no such file or directory`;
  const written = yield* sys.write(fd, bytes);
  void sys.close(fd);
  return failed(written) ? `write ${path}: no space left on device` : undefined;
}
