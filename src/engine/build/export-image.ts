// The end of a build: an image of the last step's layers and the config, with its bytes as BuildKit writes them
// (exporter/containerimage/writer.go), or the files themselves.

import { digestOf, type Digest } from "../../base/digest.ts";
import { failed } from "../../base/errno.ts";
import { toJson } from "../../base/go/json-encode.ts";
import { goTime } from "../../base/go/time-value.ts";
import { bool, field, map, pointer, slice, string, struct, emptyStruct } from "../../base/go/types.ts";
import { concat } from "../../base/utf8.ts";
import type { Instant } from "../../base/time.ts";
import { tarEntriesOf } from "../../fs/layer-tar.ts";
import { entriesOf } from "../../fs/layer-walk.ts";
import { encodeTar } from "../../fs/tar-writer.ts";
import { resolve } from "../../fs/tree-paths.ts";
import type { Tree } from "../../fs/tree.ts";
import { healthConfigType, type ContainerConfig } from "../../model/container-config.ts";
import type { HistoryEntry, Image } from "../../model/image.ts";
import type { Engine } from "../engine.ts";
import { addImage, chainIds, tagImage } from "../images.ts";
import type { Outcome, Outcomes } from "./solve.ts";
import type { BuildPlan } from "./vertex.ts";

const configType = struct("v1.ImageConfig", {
  User: field(string, "User,omitempty"),
  ExposedPorts: field(map(string, emptyStruct), "ExposedPorts,omitempty"),
  Env: field(slice(string), "Env,omitempty"),
  Entrypoint: field(slice(string), "Entrypoint,omitempty"),
  Cmd: field(slice(string), "Cmd,omitempty"),
  Volumes: field(map(string, emptyStruct), "Volumes,omitempty"),
  WorkingDir: field(string, "WorkingDir,omitempty"),
  Labels: field(map(string, string), "Labels,omitempty"),
  StopSignal: field(string, "StopSignal,omitempty"),
  ArgsEscaped: field(bool, "ArgsEscaped,omitempty"),
  Healthcheck: field(pointer(healthConfigType), "Healthcheck,omitempty"),
  OnBuild: field(slice(string), "OnBuild,omitempty"),
  Shell: field(slice(string), "Shell,omitempty"),
});

const historyType = struct("v1.History", {
  Created: field(pointer(goTime), "created,omitempty"),
  CreatedBy: field(string, "created_by,omitempty"),
  Author: field(string, "author,omitempty"),
  Comment: field(string, "comment,omitempty"),
  EmptyLayer: field(bool, "empty_layer,omitempty"),
});

const rootFsType = struct("v1.RootFS", {
  Type: field(string, "type"),
  DiffIDs: field(slice(string), "diff_ids"),
});

const imageType = struct("v1.Image", {
  Architecture: field(string, "architecture"),
  Author: field(string, "author,omitempty"),
  Config: field(configType, "config"),
  Created: field(pointer(goTime), "created,omitempty"),
  History: field(slice(historyType), "history"),
  OS: field(string, "os"),
  RootFS: field(rootFsType, "rootfs"),
});

const COMMENT = "buildkit.dockerfile.v0";

/** Steps that changed the config only happened when the next layer was made, or with the last one. */
function historyOf(plan: BuildPlan, outcomes: Outcomes): readonly HistoryEntry[] {
  const own = plan.history.map(({ createdBy, vertex }) => ({
    created: vertex === undefined ? undefined : outcomes.get(vertex)?.createdAt,
    createdBy,
    comment: COMMENT,
    author: "",
    emptyLayer: vertex === undefined,
  }));
  return withTimes([...(plan.base?.history ?? []), ...own]);
}

function withTimes(history: readonly HistoryEntry[]): readonly HistoryEntry[] {
  let last: Instant | undefined;
  const firstGap = history.findIndex(({ created }) => created === undefined);
  const known = history.map(({ created }) => created);
  last = known.slice(0, Math.max(firstGap, 0)).findLast((created) => created !== undefined);
  last = known.slice(Math.max(firstGap, 0)).find((created) => created !== undefined) ?? last;
  let gap = false;
  return history.map((entry) => {
    if (entry.created !== undefined) {
      if (gap) last = entry.created;
      return entry;
    }
    gap = true;
    return { ...entry, created: last };
  });
}

export interface Exporting {
  readonly plan: BuildPlan;
  readonly outcomes: Outcomes;
  /** full references */
  readonly tags: readonly string[];
}

const lastOf = ({ plan, outcomes }: Exporting): Outcome | undefined =>
  plan.target === undefined ? undefined : outcomes.get(plan.target);

/** The image's id. What it is named now another image was named before. */
export function exportImage(engine: Engine, exporting: Exporting): Digest {
  const { plan, outcomes, tags } = exporting;
  const image = sealBuilt(engine, plan, historyOf(plan, outcomes), lastOf(exporting)?.diffIds ?? []);
  const layers = image.diffIds.map((diffId) => ({ diffId, layer: () => ({ entries: [] }) }));
  addImage(engine, image, layers, "build");
  for (const tag of tags) void tagImage(engine, image, tag);
  return image.id;
}

function sealBuilt(
  engine: Engine,
  { config, base, author }: BuildPlan,
  history: readonly HistoryEntry[],
  diffIds: readonly Digest[],
): Image {
  const created = history.at(-1)?.created;
  const sizes = chainIds(diffIds).map((id) => engine.snapshots.get(id)?.size ?? 0);
  const shown: ContainerConfig = { ...config, OnBuild: config.OnBuild?.length === 0 ? null : config.OnBuild };
  const image = {
    parent: "" as const,
    created,
    author,
    comment: "",
    dockerVersion: "",
    architecture: base?.architecture ?? "amd64",
    os: "linux",
    config: shown,
    diffIds,
    history,
    size: sizes.reduce((sum, size) => sum + size, 0),
    lastTagged: undefined,
  };
  const json = encodeImage(image);
  return { ...image, comment: COMMENT, id: digestOf(json), json };
}

function encodeImage({
  architecture,
  author,
  config,
  created,
  history,
  os,
  diffIds,
}: Omit<Image, "id" | "json">): string {
  const {
    User,
    ExposedPorts,
    Env,
    Entrypoint,
    Cmd,
    Volumes,
    WorkingDir,
    Labels,
    StopSignal,
    Healthcheck,
    OnBuild,
    Shell,
  } = config;
  return toJson(imageType, {
    architecture,
    author,
    config: {
      User, Env, Entrypoint, Cmd, Volumes, WorkingDir, Labels, OnBuild,
      ExposedPorts: ExposedPorts ?? null,
      StopSignal: StopSignal ?? "",
      ArgsEscaped: config.ArgsEscaped ?? false,
      Healthcheck: Healthcheck ?? null,
      Shell: Shell ?? null,
    },
    created: created ?? null,
    history: history.map((entry) => ({
      created: entry.created ?? null,
      created_by: entry.createdBy,
      author: entry.author,
      comment: entry.comment,
      empty_layer: entry.emptyLayer,
    })),
    os,
    rootfs: { type: "layers", diff_ids: diffIds },
  }); // prettier-ignore
}

// ---- files instead of an image

function finalTree(engine: Engine, exporting: Exporting): Tree {
  const top = chainIds(lastOf(exporting)?.diffIds ?? []).at(-1);
  return (top === undefined ? undefined : engine.snapshots.get(top)?.tree) ?? engine.emptyTree;
}

export function exportArchive(engine: Engine, exporting: Exporting): Uint8Array {
  const tree = finalTree(engine, exporting);
  const root = resolve(tree, "/");
  return failed(root) ? new Uint8Array(0) : concat([...encodeTar(tarEntriesOf(entriesOf(tree, root)))]);
}
