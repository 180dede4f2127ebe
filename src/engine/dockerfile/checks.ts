// What may be better in a Dockerfile that is no fault: some of BuildKit's rules (frontend/dockerfile/linter/ruleset.go).
// Not here: rules about stages, secrets, platforms and variables.

import type { BuildWarning } from "../../model/build.ts";
import type { Node, Source } from "./source.ts";

interface Finding {
  readonly rule: string;
  readonly message: string;
}

type Rule = (node: Node, source: Source) => Finding | undefined;

const isUpper = ({ name }: Node): boolean => name === name.toUpperCase();

const casing: Rule = (node, { nodes }) => {
  const upper = nodes.filter(isUpper).length;
  const lower = nodes.filter(({ name }) => name === name.toLowerCase()).length;
  const majority = lower > upper ? "lowercase" : "uppercase";
  const wanted = majority === "lowercase" ? node.name.toLowerCase() : node.name.toUpperCase();
  if (node.name === wanted) return undefined;
  const message = `Command '${node.name}' should match the case of the command majority (${majority})`;
  return { rule: "ConsistentInstructionCasing", message };
};

const maintainer: Rule = ({ name }) =>
  name.toLowerCase() === "maintainer"
    ? {
        rule: "MaintainerDeprecated",
        message: "Maintainer instruction is deprecated in favor of using label",
      }
    : undefined;

const legacyPairs: Rule = ({ name, rest }) => {
  const upper = name.toUpperCase();
  const old = (upper === "ENV" || upper === "LABEL") && !(rest.split(/\s/)[0] ?? "").includes("=");
  const message = `"${upper} key=value" should be used instead of legacy "${upper} key value" format`;
  return old ? { rule: "LegacyKeyValueFormat", message } : undefined;
};

/** A shell that was chosen is meant. */
const jsonArguments: Rule = ({ name, json, rest, start }, { nodes }) => {
  const upper = name.toUpperCase();
  if ((upper !== "CMD" && upper !== "ENTRYPOINT") || json !== undefined || rest === "") return undefined;
  const last = nodes.findLast((other) => other.start < start && /^(from|shell)$/i.test(other.name));
  if (last?.name.toLowerCase() === "shell") return undefined;
  const message = `JSON arguments recommended for ${upper} to prevent unintended behavior related to OS signals`;
  return { rule: "JSONArgsRecommended", message };
};

const protocolCasing: Rule = ({ name, rest }) => {
  if (name.toLowerCase() !== "expose") return undefined;
  const port = rest.split(/\s+/).find((word) => /\/.*[A-Z]/.test(word));
  if (port === undefined) return undefined;
  const message = `Defined protocol '${port}' in EXPOSE instruction should be lowercase`;
  return { rule: "ExposeProtoCasing", message };
};

const RULES: readonly Rule[] = [casing, maintainer, legacyPairs, jsonArguments, protocolCasing];

/** In the order of the lines. */
export function checkSource(source: Source, filename: string, text: string): readonly BuildWarning[] {
  const warnings: BuildWarning[] = [];
  for (const node of source.nodes)
    for (const rule of RULES) {
      const found = rule(node, source);
      const lines = { filename, text, start: node.start, end: node.end };
      if (found !== undefined) warnings.push({ ...found, source: lines });
    }
  return warnings;
}
