// `docker build` without BuildKit (docker/cli image/build.go): the context is sent whole, and what the classic builder
// tells of its steps is shown as it comes.

import { failed } from "../../../base/errno.ts";
import { humanSize } from "../../../base/go/human-size.ts";
import { quote } from "../../../base/go/quote.ts";
import { parsePlatform } from "../../../base/platform.ts";
import { encode } from "../../../base/utf8.ts";
import { O_CREAT, O_TRUNC, O_WRONLY, type Task } from "../../../kernel/sys.ts";
import type { QueryOf } from "../../../api/wire/operations.ts";
import { classicContext } from "../../build/classic-context.ts";
import type { Client } from "../../client.ts";
import { clientError, type Outcome } from "../../client-error.ts";
import type { FlagValues } from "../../flags/flag-values.ts";
import { readProgress, showProgress } from "../../streams/progress.ts";
import type { Verb } from "../verb.ts";

export const buildClassic: Verb = function* (client, { args: [path = ""], flags }) {
  const complaint = platformComplaint(flags.string("platform"));
  if (complaint !== undefined) return clientError(complaint);
  const iidFile = flags.string("iidfile");
  if (iidFile !== "") void client.sys.unlink(client.surroundings.absolute(iidFile));
  const context = yield* classicContext(client, path, flags.string("file"));
  if (!context.ok) return clientError(context.error);
  const { archive, dockerfile } = context.value;
  const quiet = flags.bool("quiet");
  const progress = `Sending build context to Docker daemon  ${humanSize(archive.length)}\r\r\n`;
  if (!quiet) yield* client.print(progress);
  const opened = yield* client.open("ImageBuild", {
    query: queryOf(client, flags, dockerfile),
    body: archive,
  });
  if (!opened.ok) {
    if (quiet) yield* client.printError(progress);
    return opened.error;
  }
  let image = "";
  const told = (aux: unknown): void => {
    image = (aux as { readonly ID?: string }).ID ?? image;
  };
  if (!quiet) {
    const failure = yield* showProgress(client, opened.value, 1, told);
    return failure ?? (yield* writeId(client, iidFile, image));
  }
  const { text, failure } = yield* readProgress(client, opened.value, told);
  if (failure !== undefined) {
    yield* client.printError(progress + text);
    return failure;
  }
  yield* client.print(text);
  return yield* writeId(client, iidFile, text);
};

function platformComplaint(platform: string): string | undefined {
  if (platform === "") return undefined;
  const parsed = parsePlatform(platform, { os: "linux", architecture: "amd64", variant: "" });
  return parsed.ok ? undefined : parsed.error;
}

function* writeId(client: Client, path: string, id: string): Task<Outcome> {
  if (path === "") return undefined;
  if (id === "") return clientError(`server did not provide an image ID. Cannot write ${path}`);
  const { sys } = client;
  const fd = yield* sys.open(client.surroundings.absolute(path), O_WRONLY | O_CREAT | O_TRUNC, 0o666);
  if (failed(fd)) return clientError(`open ${path}: no such file or directory`);
  yield* sys.write(fd, encode(id));
  void sys.close(fd);
  return undefined;
}

function queryOf(client: Client, flags: FlagValues, dockerfile: string): QueryOf<"ImageBuild"> {
  const truth = (name: string): string | undefined => (flags.bool(name) ? "1" : undefined);
  return {
    version: "1",
    t: flags.list("tag"),
    dockerfile,
    buildargs: argumentsOf(client, flags.list("build-arg")),
    labels: jsonOf(flags.list("label").map((label): readonly [string, string] => pairOf(label))),
    cachefrom: JSON.stringify(flags.list("cache-from")),
    target: flags.string("target"),
    platform: flags.string("platform"),
    networkmode: flags.string("network"),
    extrahosts: flags.list("add-host"),
    q: truth("quiet"),
    nocache: truth("no-cache"),
    rm: flags.bool("rm") ? "1" : "0",
    forcerm: truth("force-rm"),
    pull: truth("pull"),
  };
}

const pairOf = (text: string): readonly [string, string] => {
  const [name = "", value = ""] = text.split(/=(.*)/s);
  return [name, value];
};

const jsonOf = (pairs: readonly (readonly [string, string | null])[]): string =>
  `{${pairs.map(([name, value]) => `${quote(name)}:${value === null ? "null" : JSON.stringify(value)}`).join(",")}}`;

/** A name alone has the value that it has here, if it has one. */
function argumentsOf({ surroundings }: Client, words: readonly string[]): string {
  const given = words.map((word): readonly [string, string | null] => {
    const [name = "", value] = word.split(/=(.*)/s);
    return [name, value ?? surroundings.lookupEnv(name) ?? null];
  });
  return jsonOf([...new Map(given)]);
}
