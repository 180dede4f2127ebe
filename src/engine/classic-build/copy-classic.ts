// COPY and ADD of the classic builder (moby daemon/builder/dockerfile/dispatchers.go dispatchAdd, dispatchCopy,
// internals.go performCopy): no container, but a layer of what was copied and an image of it.

import { dockerError, ok, type Result } from "../../base/result.ts";
import type { Tree } from "../../fs/tree.ts";
import type { ContainerConfig } from "../../model/container-config.ts";
import type { Image } from "../../model/image.ts";
import { lookUp } from "../../model/shelf.ts";
import { hexOf } from "../../model/users.ts";
import { resolveUser } from "../container-user.ts";
import { processWord } from "../dockerfile-words.ts";
import type { Engine } from "../engine.ts";
import { imageTree } from "../images.ts";
import { cleanPath } from "../paths.ts";
import { findSources, isUrl, sumOfSources } from "./copy-sources.ts";
import type { ClassicState, Step, Stepped } from "./classic-state.ts";
import { FROM_CACHE, invalid, needsBuildKit, probe, shellOf, variables, withImage } from "./probe-step.ts";
import { placeSource, type Placing } from "./place-copies.ts";
import { isElsewhere, resolveFrom } from "./resolve-from.ts";
import { sealStep } from "./seal-step.ts";

type Copy = Extract<Step, { kind: "copy" }>;

export function copyFiles(engine: Engine, before: ClassicState, step: Copy): Result<Stepped> {
  const { adds, flags } = step;
  const words = expand(before, step);
  if (!words.ok) return invalid(words.error);
  const { sources, destination, chown } = words.value;
  if (flags.one("chmod") !== undefined) return needsBuildKit("chmod");
  const missing = adds ? sources.find((source) => isUrl(source) && !before.downloads.has(source)) : undefined;
  if (missing !== undefined) return ok({ kind: "fetch", url: missing });
  const from = flags.one("from");
  if (from !== undefined && isElsewhere(engine, before.finished, from))
    return ok({ kind: "pull", reference: from });
  const tree = from === undefined ? ok(before.plan.context.tree) : treeOf(engine, before, from);
  if (!tree.ok) return tree;
  const instruction = adds ? "ADD" : "COPY";
  const found = findSources({
    instruction,
    sources,
    destination,
    from: tree.value,
    isContext: from === undefined,
    downloads: before.downloads,
  });
  if (!found.ok) return found;
  const owner = chown === "" ? "" : `--chown=${chown} `;
  const comment = `#(nop) ${instruction} ${owner}${sumOfSources(found.value)} in ${destination} `;
  const config: ContainerConfig = { ...before.config, Cmd: [...shellOf(before.config), comment] };
  const { state, hit } = probe(engine, before, config);
  if (hit) return ok({ kind: "done", state, told: FROM_CACHE });
  const into = treeBelow(engine, state).forkAbove({ now: engine.now });
  const who = ownerOf(into, chown, from !== undefined);
  if (!who.ok) return who;
  const placing: Placing = {
    into,
    destination: absolute(state.config.WorkingDir, destination),
    owner: who.value,
    unpacks: adds,
    now: engine.now,
  };
  for (const source of found.value) {
    const refused = placeSource(placing, source);
    if (refused !== undefined) return dockerError("system", `failed to copy files: ${refused}`);
  }
  const { image: parent, author } = state;
  const containerConfig = config;
  const image = sealStep(engine, {
    parent,
    author,
    config: state.config,
    containerConfig,
    container: "",
    tree: into,
  });
  return ok({ kind: "done", state: withImage(state, image), told: "" });
}

interface Words {
  readonly sources: readonly string[];
  readonly destination: string;
  readonly chown: string;
}

/** Here-documents are BuildKit's: their words are no sources, and nothing is left of them. */
function expand(state: ClassicState, { sources, destination, flags, node }: Copy): Result<Words, string> {
  const values = variables(state);
  const { escape } = state.plan;
  const done: string[] = [];
  const files = sources.filter((word) => node.hereDocuments.length === 0 || !word.startsWith("<<"));
  for (const word of [...files, destination, flags.one("chown") ?? ""]) {
    const processed = processWord(word, values, { escape });
    if (!processed.ok) return processed;
    done.push(processed.value);
  }
  const [target = "", chown = ""] = done.slice(files.length);
  return ok({ sources: done.slice(0, files.length), destination: target, chown });
}

function treeOf(engine: Engine, state: ClassicState, from: string): Result<Tree> {
  const resolved = resolveFrom(engine, state.finished, from);
  if (!resolved.ok)
    return dockerError(resolved.error.kind, `invalid from flag value ${from}: ${resolved.error.message}`);
  return ok(imageTree(engine, resolved.value));
}

function treeBelow(engine: Engine, { image }: ClassicState): Tree {
  const below: Image | undefined = image === "" ? undefined : lookUp(engine.state.images, hexOf(image));
  return below === undefined ? engine.emptyTree : imageTree(engine, below);
}

/** Everything is root's, or whose it is said to be; what comes from an image stays its own. */
function ownerOf(tree: Tree, chown: string, isImage: boolean): Result<Placing["owner"]> {
  if (chown === "") return ok(isImage ? undefined : { uid: 0, gid: 0 });
  const [user = "", group] = chown.split(":");
  const found = resolveUser(tree, chown, []);
  if (!found.ok) {
    const isUser = resolveUser(tree, user, []).ok;
    const why = isUser
      ? `can't find gid for group ${group ?? user}: no such group: ${group ?? user}`
      : `can't find uid for user ${user}: no such user: ${user}`;
    return dockerError("system", `unable to convert uid/gid chown string to host mapping: ${why}`);
  }
  const { uid, gid } = found.value;
  return ok({ uid, gid: group === undefined && /^\d+$/.test(user) ? Number(user) : gid });
}

/** A slash at the end stays. */
function absolute(cwd: string, path: string): string {
  const whole = cleanPath(path.startsWith("/") ? path : `/${cwd}/${path}`);
  return path.endsWith("/") && whole !== "/" ? `${whole}/` : whole;
}
