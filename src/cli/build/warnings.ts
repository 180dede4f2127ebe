// What was found in a Dockerfile that is no fault: below a build, a line each or all that is known of it, and as the
// answer of --check (docker/buildx commands/build.go printWarnings, BuildKit's frontend/subrequests/lint).

import type { AnswerOf } from "../../api/wire/operations.ts";
import { sourceBlock } from "./source-block.ts";

export type Warning = Extract<AnswerOf<"BuildSolve">, { kind: "warning" }>["warning"];

const RULES = "https://docs.docker.com/go/dockerfile/rule/";

/** `ExposeProtoCasing` is at `expose-proto-casing/`. */
const pageOf = (rule: string): string =>
  `${RULES}${rule.replace(/([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, "$1$3-$2").toLowerCase()}/`;

export const shortWarning = ({ rule, message, source: { start } }: Warning): string =>
  `${rule}: ${message}${start > 0 ? ` (line ${start})` : ""}`;

const DESCRIPTIONS: ReadonlyMap<string, string> = new Map([
  ["StageNameCasing", "Stage names should be lowercase"],
  ["FromAsCasing", "The 'as' keyword should match the case of the 'from' keyword"],
  ["NoEmptyContinuation", "Empty continuation lines will become errors in a future release"],
  ["ConsistentInstructionCasing", "All commands within the Dockerfile should use the same casing (either upper or lower)"],
  ["DuplicateStageName", "Stage names should be unique"],
  ["ReservedStageName", "Reserved words should not be used as stage names"],
  ["JSONArgsRecommended", "JSON arguments recommended for ENTRYPOINT/CMD to prevent unintended behavior related to OS signals"],
  ["MaintainerDeprecated", "The MAINTAINER instruction is deprecated, use a label instead to define an image author"],
  ["UndefinedArgInFrom", "FROM command must use declared ARGs"],
  ["WorkdirRelativePath", "Relative workdir without an absolute workdir declared within the build can have unexpected results if the base image changes"],
  ["UndefinedVar", "Variables should be defined before their use"],
  ["MultipleInstructionsDisallowed", "Multiple instructions of the same type should not be used in the same stage"],
  ["LegacyKeyValueFormat", "Legacy key/value format with whitespace separator should not be used"],
  ["RedundantTargetPlatform", "Setting platform to predefined $TARGETPLATFORM in FROM is redundant as this is the default behavior"],
  ["SecretsUsedInArgOrEnv", "Sensitive data should not be used in the ARG or ENV commands"],
  ["InvalidDefaultArgInFrom", "Default value for global ARG results in an empty or invalid base image name"],
  ["FromPlatformFlagConstDisallowed", "FROM --platform flag should not use a constant value"],
  ["CopyIgnoredFile", "Attempting to Copy file that is excluded by .dockerignore"],
  ["ExposeProtoCasing", "Protocol in EXPOSE instruction should be lowercase"],
  ["ExposeInvalidFormat", "IP address and host-port mapping should not be used in EXPOSE instruction. This will become an error in a future release"],
]); // prettier-ignore

const YELLOW = "\u001b[33m";
const PLAIN = "\u001b[0m";

export function warningsBlock(warnings: readonly Warning[], debug: boolean): string {
  if (warnings.length === 0) return "";
  const count = warnings.length === 1 ? "1 warning" : `${warnings.length} warnings`;
  const heading = `${count} found${debug ? "" : " (use docker --debug to expand)"}:\n`;
  const lines = warnings.map((warning) => ` - ${shortWarning(warning)}\n${debug ? detailsOf(warning) : ""}`);
  return `\n ${YELLOW}${heading}${PLAIN}${lines.join("")}`;
}

const detailsOf = ({ rule, source }: Warning): string =>
  `${DESCRIPTIONS.get(rule) ?? ""}\nMore info: ${pageOf(rule)}\n${sourceBlock(source)}\n`;

/** By line. */
export function checkReport(warnings: readonly Warning[]): string {
  if (warnings.length === 0) return "Check complete, no warnings found.\n";
  const count = warnings.length === 1 ? "1 warning has" : `${warnings.length} warnings have`;
  const told = [...warnings]
    .sort((a, b) => a.source.start - b.source.start)
    .map(
      ({ rule, message, source }) =>
        `\nWARNING: ${rule} - ${pageOf(rule)}\n${message}\n${sourceBlock(source)}`,
    );
  return `Check complete, ${count} been found!\n${told.join("")}`;
}
