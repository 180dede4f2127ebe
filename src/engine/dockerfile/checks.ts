// What may be better in a Dockerfile as it is written, before anything is known of its images and variables (BuildKit's
// frontend/dockerfile/linter/ruleset.go, dockerfile2llb/validations.go). Rules about steps are build/lint-step.ts.

import { quote } from "../../base/go/quote.ts";
import { parseImageReference } from "../../base/image-reference.ts";
import { processWord } from "../dockerfile-words.ts";
import type { Linter } from "./linter.ts";
import type { Node, Source } from "./source.ts";
import type { Stages } from "./stages.ts";

/** In BuildKit's order. */
export function checkSource(linter: Linter, source: Source, { stages, globals }: Stages): void {
  for (const line of source.emptyContinuations)
    linter.report("NoEmptyContinuation", "Empty continuation line", line.lines);
  for (const node of source.nodes) checkNode(linter, node);
  const names = new Set<string>();
  for (const { from } of stages) {
    checkStageName(linter, from.name, names, from.node);
    if (from.name !== "") names.add(from.name);
  }
  checkCasing(linter, stages.flatMap(({ from, instructions }) => [from.node, ...instructions.map(({ node }) => node)])); // prettier-ignore
  const defaults = new Map<string, string>();
  for (const { name, value } of globals) {
    const word = value === undefined ? undefined : processWord(value, defaults);
    if (word?.ok === true) defaults.set(name, word.value);
  }
  for (const { from } of stages) {
    const base = processWord(from.base, defaults);
    if (base.ok && !parseImageReference(base.value).ok)
      linter.report(
        "InvalidDefaultArgInFrom",
        `Default value for ARG ${from.base} results in empty or invalid base image name`,
        from.node,
      );
  }
}

function checkNode(linter: Linter, node: Node): void {
  const name = node.name.toLowerCase();
  if (name === "maintainer")
    linter.report(
      "MaintainerDeprecated",
      "Maintainer instruction is deprecated in favor of using label",
      node,
    );
  if (name !== "from") return;
  const [, as = "", stage = ""] = node.rest.split(/\s+/);
  if (stage !== stage.toLowerCase())
    linter.report("StageNameCasing", `Stage name '${stage}' should be lowercase`, node);
  const isLower = node.name === name;
  const wanted = isLower ? as.toLowerCase() : as.toUpperCase();
  if (as !== wanted && (isLower || node.name === node.name.toUpperCase()))
    linter.report("FromAsCasing", `'${as}' and '${node.name}' keywords' casing do not match`, node);
}

const RESERVED = ["context", "scratch"];

function checkStageName(linter: Linter, name: string, known: ReadonlySet<string>, node: Node): void {
  if (RESERVED.includes(name))
    linter.report(
      "ReservedStageName",
      `Stage name should not use the same name as reserved stage ${quote(name)}`,
      node,
    );
  if (known.has(name))
    linter.report(
      "DuplicateStageName",
      `Duplicate stage name ${quote(name)}, stage names should be unique`,
      node,
    );
}

const isUpper = (name: string): boolean => name === name.toUpperCase();
const isLower = (name: string): boolean => name === name.toLowerCase();

function checkCasing(linter: Linter, nodes: readonly Node[]): void {
  const lower = nodes.filter(({ name }) => isLower(name)).length;
  const upper = nodes.filter(({ name }) => !isLower(name) && isUpper(name)).length;
  const majority = lower > upper ? "lowercase" : "uppercase";
  for (const node of nodes) {
    const fits = majority === "lowercase" ? isLower(node.name) : isUpper(node.name);
    const message = `Command '${node.name}' should match the case of the command majority (${majority})`;
    if (!fits) linter.report("ConsistentInstructionCasing", message, node);
  }
}
