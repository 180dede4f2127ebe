// The beginning of a classic build: the context unpacked, its Dockerfile read, the stages up to the target (moby
// daemon/builder/dockerfile/builder.go Build, build).

import { quote } from "../../base/go/quote.ts";
import { dockerError, ok, type Result } from "../../base/result.ts";
import type { Image } from "../../model/image.ts";
import { parseSource, type Node } from "../dockerfile/source.ts";
import { parseStages, type Stage } from "../dockerfile/stages.ts";
import { processWord } from "../dockerfile-words.ts";
import type { Engine } from "../engine.ts";
import { findImage } from "../images.ts";
import { allowForFrom, argumentsOf, valuesForFrom, type BuildArguments } from "./build-arguments.ts";
import type { ClassicPlan, Step } from "./classic-state.ts";
import { openContext } from "./context-source.ts";
import type { ClassicOptions } from "./options.ts";

export function planClassicBuild(
  engine: Engine,
  archive: Uint8Array,
  options: ClassicOptions,
): Result<ClassicPlan> {
  const context = openContext(engine, archive, options.dockerfile);
  if (!context.ok) return context;
  const invalid = (message: string): Result<never> => dockerError("invalid-parameter", message);
  const source = parseSource(context.value.dockerfile);
  if (!source.ok) return invalid(`failed to parse ${context.value.name}: ${source.error.message}`);
  const parsed = parseStages(source.value);
  if (!parsed.ok) return invalid(parsed.error.message);
  const stages = upTo(parsed.value.stages, options.target);
  if (stages === undefined) return invalid(`target stage ${quote(options.target)} could not be found`);
  const { escape } = source.value;
  const globals = source.value.nodes.slice(
    0,
    source.value.nodes.findIndex(({ name }) => /^from$/i.test(name)),
  );
  const args = globalArguments(options, parsed.value.globals, escape);
  if (!args.ok) return invalid(args.error);
  return ok({
    options,
    context: context.value,
    escape,
    stages: withLabels(stages, options.labels),
    globals: globals.map(({ text }) => text),
    args: args.value,
    warnings: source.value.emptyContinuations.flatMap(({ text }) => [
      `[WARNING]: Empty continuation line found in: ${text}\n`,
      "[WARNING]: Empty continuation lines will become errors in a future release.\n",
    ]),
    cacheFrom: options.cacheFrom
      .map((name) => findImage(engine, name))
      .flatMap((found): Image[] => (found.ok ? [found.value] : [])),
  });
}

function upTo(stages: readonly Stage[], target: string): readonly Stage[] | undefined {
  if (target === "") return stages;
  const named = stages.find(({ from }) => from.name === target.toLowerCase());
  const found = named ?? (/^\d+$/.test(target) ? stages[Number(target)] : undefined);
  return found === undefined ? undefined : stages.slice(0, found.index + 1);
}

function globalArguments(
  options: ClassicOptions,
  globals: readonly { readonly name: string; readonly value: string | undefined }[],
  escape: string,
): Result<BuildArguments, string> {
  let args = argumentsOf(options.args);
  for (const { name, value } of globals) {
    const word = value === undefined ? ok(undefined) : processWord(value, valuesForFrom(args), { escape });
    if (!word.ok) return word;
    args = allowForFrom(args, name, word.value);
  }
  return ok(args);
}

/** --label is one instruction more for each, in the order of their names. */
function withLabels(stages: readonly Stage[], labels: ClassicOptions["labels"]): readonly Stage[] {
  const last = stages.at(-1);
  if (last === undefined || labels.size === 0) return stages;
  const added = [...labels].sort(([a], [b]) => (a < b ? -1 : 1)).map(labelStep);
  return [...stages.slice(0, -1), { ...last, instructions: [...last.instructions, ...added] }];
}

function labelStep([name, value]: readonly [string, string]): Step {
  const rest = `${quote(name)}=${quote(value).replaceAll("$", "\\$")}`;
  const node: Node = {
    name: "LABEL",
    flags: [],
    rest,
    json: undefined,
    hereDocuments: [],
    text: `LABEL ${name}=${value}`,
    start: 0,
    end: 0,
  };
  return { kind: "config", node };
}
