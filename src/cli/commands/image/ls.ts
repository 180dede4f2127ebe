// `docker images` (docker/cli image/list.go), also as a tree of images and their names.
// Which images there are and what filters mean, the daemon says.

import { quote } from "../../../base/go/quote.ts";
import type { ImageSummary } from "../../../api/wire/image.ts";
import type { Task } from "../../../kernel/sys.ts";
import type { Client } from "../../client.ts";
import { clientError, type Outcome } from "../../client-error.ts";
import { filterJson, withFilter } from "../../filter-json.ts";
import type { Invocation } from "../../flags/command-line.ts";
import { imageContext, imageFormat, imageRows, isDangling } from "../../formatters/image.ts";
import { imageTree } from "../../formatters/image-tree.ts";
import type { Filters } from "../../opts/filter.ts";
import { formatOf, printRows } from "../listing.ts";
import type { Verb } from "../verb.ts";

const NOT_WITH_TREE = [
  ["quiet", "--quiet"],
  ["no-trunc", "--no-trunc"],
  ["digests", "--show-digest"],
] as const;

/** Words after `docker images` that are rather meant as words after `docker image`. */
const VERBS = new Set("build history import inspect list load ls prune pull push rm save tag".split(" "));

export const listImages: Verb = function* (client, call) {
  const { flags, args } = call;
  const [name = ""] = args;
  const given = flags.get<Filters>("filter");
  const filters = name === "" ? given : withFilter(given, "reference", name);
  const tree = flags.bool("tree");
  const refused = tree ? treeError(call) : undefined;
  if (refused !== undefined) return refused;
  const json = filterJson(filters);
  const query = { ...(flags.bool("all") && { all: "1" }), ...(json !== undefined && { filters: json }) };
  const listed = yield* client.call("ImageList", { query });
  if (!listed.ok) return listed.error;
  if (tree) return yield* showTree(client, call, listed.value);
  const failed = yield* show(client, call, listed.value);
  if (failed === undefined && listed.value.length === 0 && VERBS.has(name) && call.command.name === "images")
    yield* client.printError(
      `\nNo images found matching ${quote(name)}: did you mean "docker image ${name}"?\n`,
    );
  return failed;
};

function treeError({ flags }: Invocation): Outcome {
  const option =
    NOT_WITH_TREE.find(([flag]) => flags.bool(flag))?.[1] ?? (flags.string("format") && "--format");
  return option ? clientError(`${option} is not yet supported with --tree`) : undefined;
}

function* showTree(client: Client, { flags }: Invocation, images: readonly ImageSummary[]): Task<Outcome> {
  const shown = flags.bool("all") ? images : images.filter((image) => !isDangling(image));
  const screen = { isTerminal: client.outputIsTerminal, columns: client.outputSize.columns };
  yield* client.print(imageTree(shown, screen));
  return undefined;
}

function show(client: Client, { flags }: Invocation, images: readonly ImageSummary[]): Task<Outcome> {
  const quiet = flags.bool("quiet");
  const digests = flags.bool("digests");
  const source = formatOf(flags.string("format"), client.configuration.imagesFormat, quiet);
  const format = imageFormat({ source, quiet, digests });
  const trunc = !flags.bool("no-trunc");
  const rows = imageRows(images, { trunc, now: client.sys.now(), digests, format });
  return printRows(client, { format, context: imageContext, rows });
}
