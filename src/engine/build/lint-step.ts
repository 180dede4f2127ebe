// What may be better in an instruction, where its variables and what came before it in the stage are known (BuildKit's
// dockerfile2llb convert.go and validations.go). Each is looked at before it is carried out.

import { quote } from "../../base/go/quote.ts";
import type { PatternMatcher } from "../../base/pattern-matcher.ts";
import type { From, Instruction } from "../dockerfile/instruction.ts";
import type { Linter } from "../dockerfile/linter.ts";
import type { Lines, Node } from "../dockerfile/source.ts";
import { nearest } from "../dockerfile/suggest.ts";
import { processWord, splitWords } from "../dockerfile-words.ts";
import type { StageState } from "./stage-state.ts";

type Step = Exclude<Instruction, From>;

/** What is remembered of a stage. */
export interface Seen {
  readonly last: Map<string, Lines>;
  /** also in a stage below */
  workdir: boolean;
}

/** What .dockerignore leaves out; undefined where that cannot be said of a path alone. */
export type Ignored = PatternMatcher | undefined;

export function lintStep(linter: Linter, state: StageState, step: Step, ignored: Ignored): void {
  const { node } = step;
  const upper = node.name.toUpperCase();
  if (EXPANDED.has(upper)) lintVariables(linter, state, node);
  if (step.kind === "copy" && !step.flags.has("from") && step.flags.one("from") === undefined)
    lintSources(linter, step.adds ? "Add" : "Copy", step.sources, node, ignored);
  if (step.kind === "arg") for (const { name } of step.args) lintSecret(linter, "ARG", name, node);
  if (upper === "ENV" || upper === "LABEL") lintPairs(linter, upper, node);
  if (upper === "CMD" || upper === "ENTRYPOINT" || upper === "HEALTHCHECK") lintCommand(linter, state, node);
  if (upper === "EXPOSE") lintPorts(linter, node);
  if (step.kind === "workdir") lintDirectory(linter, state, node);
}

const EXPANDED: ReadonlySet<string> = new Set([
  "ADD", "ARG", "COPY", "ENV", "EXPOSE", "LABEL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR",
]); // prettier-ignore

function lintVariables(linter: Linter, { building: { env, escape }, args }: StageState, node: Node): void {
  const unset = new Set<string>();
  for (const text of [...node.flags, node.rest]) void processWord(text, env, { escape, unset });
  for (const { content, expands } of node.hereDocuments)
    if (expands) void processWord(content, env, { plainQuotes: true, unset });
  for (const name of unset) {
    if (args.some((argument) => argument.name === name)) continue;
    const near = nearest(name, env.keys());
    const suggestion = near === undefined ? "" : ` (did you mean $${near}?)`;
    linter.report("UndefinedVar", `Usage of undefined variable '$${name}'${suggestion}`, node);
  }
}

function lintSources(
  linter: Linter,
  command: string,
  sources: readonly string[],
  node: Node,
  ignored: Ignored,
): void {
  if (ignored === undefined) return;
  for (const source of sources) {
    const path = source.replace(/^(?:\.?\/)+|\/+$/g, "");
    if (path === "" || path === "." || !ignored.matches(path)) continue;
    const message = `Attempting to ${command} file ${quote(path)} that is excluded by .dockerignore`;
    linter.report("CopyIgnoredFile", message, node);
  }
}

function lintPairs(linter: Linter, upper: string, node: Node): void {
  const words = splitWords(node.rest);
  const [first = ""] = words;
  if (!first.includes("=")) {
    const message = `"${upper} key=value" should be used instead of legacy "${upper} key value" format`;
    linter.report("LegacyKeyValueFormat", message, node);
  }
  if (upper !== "ENV") return;
  for (const word of first.includes("=") ? words : [first])
    lintSecret(linter, upper, word.split("=", 1)[0] ?? "", node);
}

const SECRET = /(?:_|^)(?:apikey|auth|credential|credentials|key|password|pword|passwd|secret|token)(?:_|$)/i;
const NO_SECRET = /(?:_|^)(?:public|file|version)(?:_|$)/i;

function lintSecret(linter: Linter, instruction: string, name: string, node: Node): void {
  if (!SECRET.test(name) || NO_SECRET.test(name)) return;
  const message = `Do not use ARG or ENV instructions for sensitive data (${instruction} ${quote(name)})`;
  linter.report("SecretsUsedInArgOrEnv", message, node);
}

/** The last one counts; a shell that was chosen is meant. */
function lintCommand(linter: Linter, { seen, building }: StageState, node: Node): void {
  const upper = node.name.toUpperCase();
  const before = seen.last.get(upper);
  const several = `Multiple ${node.name} instructions should not be used in the same stage because only the last one will be used`;
  if (before !== undefined) linter.report("MultipleInstructionsDisallowed", several, before);
  seen.last.set(upper, node);
  const hasShell = (building.config.Shell ?? []).length > 0;
  if (upper === "HEALTHCHECK" || node.json !== undefined || node.rest === "" || hasShell) return;
  const message = `JSON arguments recommended for ${node.name} to prevent unintended behavior related to OS signals`;
  linter.report("JSONArgsRecommended", message, node);
}

function lintPorts(linter: Linter, node: Node): void {
  for (const port of node.rest.split(/\s+/).sort()) {
    if (/\/.*[A-Z]/.test(port))
      linter.report(
        "ExposeProtoCasing",
        `Defined protocol '${port}' in EXPOSE instruction should be lowercase`,
        node,
      );
    if (port.includes(":"))
      linter.report(
        "ExposeInvalidFormat",
        `EXPOSE instruction should not define an IP address or host-port mapping, found '${port}'`,
        node,
      );
  }
}

function lintDirectory(linter: Linter, { seen, building: { env, escape } }: StageState, node: Node): void {
  const path = processWord(node.rest, env, { escape });
  const first = !seen.workdir;
  seen.workdir = true;
  if (!first || !path.ok || path.value.startsWith("/")) return;
  const message = `Relative workdir ${quote(path.value)} can have unexpected results if the base image changes`;
  linter.report("WorkdirRelativePath", message, node);
}
