// `docker build`, `docker builder …`, `docker image build` and `docker bake` are buildx's, unless DOCKER_BUILDKIT=0 turns
// it off (docker/cli cmd/docker/builder.go). The words are rewritten before any command is looked for.

import { parseBool } from "../../base/go/integers.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import type { Session } from "./session.ts";

const FORWARDED = [
  [["bake"], ["buildx", "bake"]],
  [["builder"], ["buildx"]],
  [["build"], ["buildx", "build"]],
  [
    ["image", "build"],
    ["buildx", "build"],
  ],
] as const;

const DISABLED = `DEPRECATED: The legacy builder is deprecated and will be removed in a future release.
            BuildKit is currently disabled; enable it by removing the DOCKER_BUILDKIT=0
            environment-variable.`;
const MISSING = `DEPRECATED: The legacy builder is deprecated and will be removed in a future release.
            Install the buildx component to build images with BuildKit:
            https://docs.docker.com/go/buildx/`;
const ENFORCED = `ERROR: BuildKit is enabled but the buildx component is missing or broken.
       Install the buildx component to build images with BuildKit:
       https://docs.docker.com/go/buildx/`;
const NO_BAKE = `ERROR: docker bake requires the buildx component but it is missing or broken.
       Install the buildx component to use bake:
       https://docs.docker.com/go/buildx/`;

export interface Forwarded {
  /** from the first command on */
  readonly words: readonly string[];
  /** all words of the command line, global flags included */
  readonly all: readonly string[];
  /** the command line was rewritten */
  readonly forwarded: boolean;
}

export function forwardToBuildx(
  session: Session,
  words: readonly string[],
  all: readonly string[],
): Result<Forwarded, string> {
  const asIs: Forwarded = { words, all, forwarded: false };
  const setting = session.env.lookupEnv("DOCKER_BUILDKIT") ?? "";
  const enabled = setting === "" ? undefined : parseBool(setting);
  if (enabled?.ok === false)
    return fail(`DOCKER_BUILDKIT environment variable expects boolean value: ${enabled.error}`);
  const rule = FORWARDED.find(([from]) => from.every((word, i) => words[i] === word));
  if (rule === undefined) return ok(asIs);
  const [from, to] = rule;
  if (enabled?.value === false && from[0] !== "bake") {
    session.stderr += `${DISABLED}\n\n`;
    return ok(asIs);
  }
  if (!session.env.hasPlugin("buildx")) return withoutBuildx(session, asIs, from[0], enabled?.value === true);
  return ok({
    words: [...to, ...words.slice(from.length)],
    all: replaceFirst(all, from, to),
    forwarded: true,
  });
}

function withoutBuildx(
  session: Session,
  asIs: Forwarded,
  command: string,
  enforced: boolean,
): Result<Forwarded, string> {
  if (command === "bake") return fail(NO_BAKE);
  if (enforced) return fail(ENFORCED);
  session.stderr += `${MISSING}\n\n`;
  return ok(asIs);
}

/** The first place where the words stand, which may be the value of a global flag: so does the real client. */
function replaceFirst(
  all: readonly string[],
  from: readonly string[],
  to: readonly string[],
): readonly string[] {
  const at = all.findIndex((_word, i) => from.every((word, k) => all[i + k] === word));
  return at < 0 ? all : [...all.slice(0, at), ...to, ...all.slice(at + from.length)];
}
