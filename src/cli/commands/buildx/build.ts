// `docker build`, which is `docker buildx build` (docker/buildx commands/build.go): reads Dockerfile and context, asks the
// builder, shows what it tells, and takes what comes of it: an image's id, or files.

import type { AnswerOf } from "../../../api/wire/operations.ts";
import { encode } from "../../../base/utf8.ts";
import { fail, ok, type Result } from "../../../base/result.ts";
import { failed } from "../../../base/errno.ts";
import { O_CREAT, O_TRUNC, O_WRONLY, type Task } from "../../../kernel/sys.ts";
import { decodeEntries } from "../../archive/tar-entries.ts";
import { unpack } from "../../archive/unpack.ts";
import { buildRequest, type Output } from "../../build/build-request.ts";
import { PlainProgress } from "../../build/plain-progress.ts";
import { sourceBlock } from "../../build/source-block.ts";
import type { Client } from "../../client.ts";
import { clientError, type Outcome } from "../../client-error.ts";
import type { FlagValues } from "../../flags/flag-values.ts";
import { nextItem } from "../../streams/progress.ts";
import type { Verb } from "../verb.ts";

type Item = AnswerOf<"BuildSolve">;
type Warning = Extract<Item, { kind: "warning" }>["warning"];
type Done = Extract<Item, { kind: "done" }>;
type Failed = Extract<Item, { kind: "failed" }>;

const PROGRESS: ReadonlySet<string> = new Set(["", "auto", "plain", "tty", "quiet", "none", "rawjson"]);

export const buildImage: Verb = function* (client, { args: [path = ""], flags }) {
  const progress = flags.string("progress");
  if (!PROGRESS.has(progress)) return clientError(`ERROR: invalid progress mode ${progress}`);
  const output = outputOf(flags);
  if (!output.ok) return clientError(`ERROR: ${output.error}`);
  const request = yield* buildRequest(client, path, flags, output.value);
  if (!request.ok) return clientError(`ERROR: ${request.error}`);
  const opened = yield* client.open("BuildSolve", { body: request.value });
  if (!opened.ok) return opened.error;
  const quiet = flags.bool("quiet") || progress === "quiet" || progress === "none" || request.value.check;
  const shown = quiet ? undefined : new PlainProgress();
  yield* client.printError(shown?.begin("default", "docker") ?? "");
  const warnings: Warning[] = [];
  for (;;) {
    const item = yield* nextItem(client, opened.value);
    if (!item.ok) return item.error;
    if (item.value === undefined) return clientError("ERROR: failed to build: failed to receive status: EOF");
    if (item.value.kind === "failed") return yield* failure(client, shown, item.value);
    if (item.value.kind === "warning") warnings.push(item.value.warning);
    if (item.value.kind === "done" && request.value.check) return yield* tellWarnings(client, warnings);
    if (item.value.kind === "done") return yield* finish(client, flags, output.value, item.value);
    if (shown !== undefined) yield* client.printError(shown.show(item.value));
  }
};

const RULES = "https://docs.docker.com/go/dockerfile/rule/";

/** `ExposeProtoCasing` is at `expose-proto-casing/`. */
const pageOf = (rule: string): string =>
  `${RULES}${rule.replace(/([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, "$1$3-$2").toLowerCase()}/`;

/** --check: with something found it fails (docker/buildx commands/build.go printLintViolations). */
function* tellWarnings(client: Client, warnings: readonly Warning[]): Task<Outcome> {
  if (warnings.length === 0) {
    yield* client.print("Check complete, no warnings found.\n");
    return undefined;
  }
  const count = warnings.length === 1 ? "1 warning has" : `${warnings.length} warnings have`;
  const told = warnings.map(
    ({ rule, message, source }) => `\nWARNING: ${rule} - ${pageOf(rule)}\n${message}\n${sourceBlock(source)}`,
  );
  yield* client.print(`Check complete, ${count} been found!\n${told.join("")}`);
  return clientError("");
}

function* failure(
  client: Client,
  shown: PlainProgress | undefined,
  { message, source, more = [] }: Failed,
): Task<Outcome> {
  const blocks = [...(source === undefined ? [] : [source]), ...more].map(sourceBlock).join("");
  yield* client.printError((shown?.end() ?? "") + blocks);
  return clientError(`ERROR: failed to build: failed to solve: ${message}`);
}

/** -o: a folder, `type=tar,dest=…`, `type=local,dest=…`, `type=docker`. */
function outputOf(flags: FlagValues): Result<Output, string> {
  const [given] = flags.list("output");
  if (given === undefined) return ok({ type: "image", destination: "" });
  if (!given.includes("=")) return ok({ type: given === "-" ? "tar" : "local", destination: given });
  const fields = new Map(
    given.split(",").map((field) => field.split(/=(.*)/s).slice(0, 2) as [string, string]),
  );
  const type = fields.get("type") ?? "";
  if (type === "") return fail("type is required for output");
  if (type === "cacheonly") return ok({ type: "none", destination: "" });
  if (type !== "local" && type !== "tar") return ok({ type: "image", destination: "" });
  const destination = fields.get("dest") ?? "";
  if (type === "local" && destination === "") return fail("dest is required for local output");
  return ok({ type, destination });
}

function* finish(client: Client, flags: FlagValues, output: Output, done: Done): Task<Outcome> {
  const complaint = done.archive === undefined ? undefined : yield* give(client, output, done.archive);
  if (complaint !== undefined) return clientError(`ERROR: failed to build: ${complaint}`);
  const iidFile = flags.string("iidfile");
  if (iidFile !== "" && done.image !== "") yield* writeFile(client, iidFile, encode(done.image));
  if (flags.bool("quiet")) yield* client.print(`${done.image}\n`);
  return undefined;
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
