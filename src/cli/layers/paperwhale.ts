// The `paperwhale` command of simulated hosts: what Docker itself does not tell. `paperwhale layers IMAGE` asks the daemon
// for the image as `docker save` does and shows what each of its layers did.

import { concat } from "../../base/utf8.ts";
import { fail, ok } from "../../base/result.ts";
import type { Program, Task } from "../../kernel/sys.ts";
import { Client, type Answered } from "../client.ts";
import { clientError, type Outcome } from "../client-error.ts";
import type { ClientRelease } from "../client-version.ts";
import { readWords } from "../reading.ts";
import { nextItem } from "../streams/progress.ts";
import { reportArchive } from "./image-archive.ts";
import { layersJson, layersTable } from "./layers-table.ts";

const USAGE = "usage: paperwhale layers IMAGE [--format table|json]\n";
const WRONG_USE = 2;

interface Asked {
  readonly image: string;
  readonly format: string;
}

/** undefined: it was not asked as it has to be */
function parseWords([verb, ...words]: readonly string[]): Asked | undefined {
  if (verb !== "layers") return undefined;
  const images: string[] = [];
  let format = "table";
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string;
    if (word === "--format") format = words[++at] ?? "";
    else if (word.startsWith("--format=")) format = word.slice("--format=".length);
    else images.push(word);
  }
  const [image, ...more] = images;
  const isAsked = image !== undefined && more.length === 0 && !image.startsWith("-");
  return isAsked && (format === "table" || format === "json") ? { image, format } : undefined;
}

export const paperwhaleOf = (release: ClientRelease): Program =>
  function* (sys, argv, env) {
    const client = new Client(sys, env, release);
    const asked = parseWords(argv.slice(1));
    if (asked === undefined) {
      yield* client.printError(USAGE);
      return WRONG_USE;
    }
    // the daemon is found as docker finds it
    yield* readWords(client, ["version"]);
    const outcome = yield* showLayers(client, asked);
    if (outcome === undefined) return 0;
    yield* client.printError(`paperwhale: ${outcome.message}\n`);
    return outcome.exit;
  };

function* showLayers(client: Client, { image, format }: Asked): Task<Outcome> {
  const found = yield* client.call("ImageInspect", { target: image });
  if (!found.ok) return found.error;
  const archive = yield* save(client, image);
  if (!archive.ok) return archive.error;
  const report = reportArchive(archive.value);
  if (!report.ok) return clientError(`${image}: ${report.error}`);
  yield* client.print(format === "json" ? layersJson(report.value) : layersTable(report.value));
  return undefined;
}

function* save(client: Client, image: string): Task<Answered<Uint8Array>> {
  const opened = yield* client.open("ImageGetAll", { query: { names: [image] } });
  if (!opened.ok) return opened;
  const parts: Uint8Array[] = [];
  for (;;) {
    const item = yield* nextItem(client, opened.value);
    if (!item.ok) return fail(item.error);
    if (item.value === undefined) return ok(concat(parts));
    parts.push(item.value);
  }
}
