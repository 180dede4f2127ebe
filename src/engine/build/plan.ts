// Reading a build request up to its graph: the Dockerfile found and parsed, the graph laid. What goes wrong is told with
// the lines that it is about. Carrying it out is solve.ts.

import { failed } from "../../base/errno.ts";
import { decode } from "../../base/utf8.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import { readFile } from "../../fs/tree-paths.ts";
import type { Tree } from "../../fs/tree.ts";
import type { BuildRequest, BuildWarning, SourceLines } from "../../model/build.ts";
import { checkSource } from "../dockerfile/checks.ts";
import { readDirectives } from "../dockerfile/directives.ts";
import { Linter, parseLintOptions } from "../dockerfile/linter.ts";
import { parseSource, type Lines } from "../dockerfile/source.ts";
import { parseStages } from "../dockerfile/stages.ts";
import type { Engine } from "../engine.ts";
import { layGraph } from "./graph.ts";
import type { BuildFailure, BuildPlan } from "./vertex.ts";

export interface Refusal {
  readonly message: string;
  readonly source?: SourceLines;
  /** shown after that */
  readonly more?: readonly SourceLines[];
}

/** Where the daemon would have mounted what the client sent. */
const MOUNT = "/var/lib/docker/tmp/buildkit-mount0";

/** The Dockerfile's text: sent by itself, or in the archive that is the context. */
export function readDockerfile(request: BuildRequest, archive: Tree | undefined): Result<string, string> {
  const unread = (why: string): Result<never, string> => fail(`failed to read dockerfile: ${why}`);
  const { dockerfileError: why } = request;
  if (why !== undefined) return unread(why.replace(/^read /, `read ${MOUNT}/`));
  if (request.dockerfile !== undefined) return ok(decode(request.dockerfile));
  const name = request.dockerfileName;
  const bytes = archive === undefined ? ("ENOENT" as const) : readFile(archive, name);
  return failed(bytes) ? unread(`open ${name}: no such file or directory`) : ok(decode(bytes));
}

export const sourceOf = (
  filename: string,
  text: string,
  lines: Lines | undefined,
): SourceLines | undefined =>
  lines === undefined ? undefined : { filename, text, start: lines.start, end: lines.end };

function refusalOf(filename: string, text: string, { message, lines, more = [] }: BuildFailure): Refusal {
  const source = sourceOf(filename, text, lines);
  const others = more.flatMap((other) => sourceOf(filename, text, other) ?? []);
  return { message, ...(source !== undefined && { source }), ...(others.length > 0 && { more: others }) };
}

export interface Planned {
  /** images that were looked up, whatever came of it */
  readonly images: readonly string[];
  readonly plan: Result<BuildPlan, Refusal>;
  /** what is wrong with the Dockerfile, but no fault */
  readonly warnings: readonly BuildWarning[];
  /** what they come to where they are an error */
  readonly violation?: string;
}

export function planBuild(engine: Engine, request: BuildRequest, text: string): Planned {
  const { dockerfileName: filename } = request;
  const refuse = (message: string, lines: Lines | undefined): Planned => ({
    images: [],
    warnings: [],
    plan: fail(refusalOf(filename, text, { message, lines })),
  });
  const source = parseSource(text);
  if (!source.ok) return refuse(source.error.message, source.error.lines);
  const options = parseLintOptions(
    (source.value.directives.get("check")?.value ?? "").split(" ", 1)[0] ?? "",
  );
  if (!options.ok) return refuse(`failed to parse check options: ${options.error}`, undefined);
  const stages = parseStages(source.value);
  if (!stages.ok) return refuse(stages.error.message, stages.error.lines);
  const linter = new Linter(options.value, filename, text);
  checkSource(linter, source.value, stages.value);
  const parsed = { source: source.value, stages: stages.value, text, linter };
  const { plan, images } = layGraph(engine, request, parsed);
  const warnings = linter.found;
  if (!plan.ok) return { images, warnings, plan: fail(refusalOf(filename, text, plan.error)) };
  const violation = linter.error();
  return { images, warnings, plan, ...(violation !== undefined && { violation }) };
}

/** The frontend that the Dockerfile names, with the line that does. */
export interface Frontend {
  readonly name: string;
  readonly source: SourceLines;
}

/** Only that of the daemon itself is here: another one is an image to be had first. */
export function frontendOf(
  _: Engine,
  { dockerfileName: filename }: BuildRequest,
  text: string,
): Frontend | undefined {
  const directives = readDirectives(text);
  const syntax = directives.ok ? directives.value.get("syntax") : undefined;
  if (syntax === undefined) return undefined;
  const { start, end } = syntax.lines;
  return { name: syntax.value.split(" ", 1)[0] ?? "", source: { filename, text, start, end } };
}
