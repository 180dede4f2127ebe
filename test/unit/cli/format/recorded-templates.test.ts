// Every template was given to a real Docker 28.5 (`docker volume inspect -f`, which sees types only,
// `docker inspect -f`, which falls back to JSON, `docker ps --format`, …); here it has to print the same.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { bytesOf } from "../../../../src/base/go/go-string.ts";
import { fromJson } from "../../../../src/base/go/json-decode.ts";
import { GoValue, valueOf } from "../../../../src/base/go/value.ts";
import { ok, type Result } from "../../../../src/base/result.ts";
import { type Inspected, inspectAll, typedElement } from "../../../../src/cli/format/inspect.ts";
import { chooseFormat, formatRows } from "../../../../src/cli/format/rows.ts";
import { executeTemplate } from "../../../../src/cli/format/template/execute.ts";
import { parseTemplate } from "../../../../src/cli/format/template/template.ts";
import {
  CONTAINER_TABLE,
  container,
  containers,
  info,
  type Summary,
  version,
  volume,
  VOLUME_RAW,
  VOLUME_TABLE,
  volumes,
} from "./docker-shapes.ts";

interface Recorded {
  readonly on: "volume" | "container" | "ps" | "volume ls" | "info" | "version";
  readonly template: string;
  readonly stdout: string;
  /** stdout is no UTF-8 and stands here as Latin-1 */
  readonly bytes?: boolean;
  readonly stderr: string;
  readonly exit: number;
}

const lines = readFileSync(new URL("recorded-templates.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n");
const [head = "", ...caseLines] = lines;
const cases = caseLines.map((line) => JSON.parse(line) as Recorded);
/** the container is text, as the daemon sent it */
const objects = JSON.parse(head) as { volume: unknown; container: string; row: Summary };

const good = <T>(result: Result<T, string>): T => {
  if (!result.ok) throw new Error(result.error);
  return result.value;
};
const volumeData = good(fromJson(volume, JSON.stringify(objects.volume)));
const containerData = good(fromJson(container, objects.container));
const row: Summary = { ...objects.row, Labels: containerData.Config?.Labels ?? new Map<string, string>() };
const noRow: Summary = {
  ...row,
  Names: [],
  Image: "",
  Command: "",
  State: "",
  Labels: new Map(),
  Mounts: [],
};

const printed = (result: Result<string, string>): Inspected =>
  result.ok ? { stdout: result.value, exit: 0 } : { stdout: "", error: result.error, exit: 1 };

/** `docker ps` first tries the format as it was written on a row that has nothing. */
function ps(format: string): Inspected {
  const template = parseTemplate(format);
  if (!template.ok) return { stdout: "", error: `failed to parse template: ${template.error}`, exit: 1 };
  const tried = executeTemplate(template.value, new GoValue(containers.type, noRow));
  if (tried.error) return { stdout: "", error: `failed to execute template: ${tried.error}`, exit: 1 };
  const chosen = chooseFormat({ source: format, table: CONTAINER_TABLE });
  return printed(formatRows({ format: chosen, context: containers, rows: [row] }));
}

function volumeLs(source: string): Inspected {
  const format = chooseFormat({ source, table: VOLUME_TABLE, raw: VOLUME_RAW });
  return printed(formatRows({ format, context: volumes, rows: [{ v: volumeData }] }));
}

/** `docker info` and `docker version` print as they go, and an error does not take it back. */
function direct(format: string, data: GoValue, name: string): Inspected {
  const template = parseTemplate(format, { name });
  if (!template.ok) return { stdout: "", error: `template parsing error: ${template.error}`, exit: 64 };
  const { output, error } = executeTemplate(template.value, data);
  return error === undefined ? { stdout: `${output}\n`, exit: 0 } : { stdout: `${output}\n`, error, exit: 1 };
}

const run: Record<Recorded["on"], (template: string) => Inspected> = {
  volume: (template) => inspectAll(template, [ok(typedElement(volume, volumeData))]),
  container: (template) =>
    inspectAll(template, [ok({ value: valueOf(container, containerData), raw: () => objects.container })]),
  ps,
  "volume ls": volumeLs,
  info: (template) => direct(template, info, ""),
  version: (template) => direct(template, version, "version"),
};

/** What exceeds our own bound: Docker prints a hundred thousand times what we print a few hundred times. */
const bounded = (text: string): string => text.replace(/a+/, "a");

test.each(["volume", "container", "ps", "volume ls", "info", "version"] as const)("docker %s", (on) => {
  const recorded = cases.filter((one) => one.on === on);
  expect(recorded.length).toBeGreaterThan(5);
  for (const { template, stdout, bytes, stderr, exit } of recorded) {
    const got = run[on](template);
    const out = bytes ? Buffer.from(bytesOf(got.stdout)).toString("latin1") : got.stdout;
    const error = got.error === undefined ? "" : `${got.error}\n`;
    const deep = stderr.includes("maximum template depth");
    const want = { template, stdout: deep ? bounded(stdout) : stdout, stderr, exit };
    expect({ template, stdout: deep ? bounded(out) : out, stderr: error, exit: got.exit }).toEqual(want);
  }
});
