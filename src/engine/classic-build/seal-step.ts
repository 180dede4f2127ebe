// The image that a step of the classic builder gives: a child of the one that it stood on, with what its container or a
// copy wrote (moby daemon/images/image_commit.go CommitBuildStep, builder/dockerfile/internals.go exportImage).

import { Digester, type Digest } from "../../base/digest.ts";
import { encodeLayer } from "../../fs/layer-tar.ts";
import { layerOf } from "../../fs/layer-walk.ts";
import { layerSize } from "../../fs/layer.ts";
import type { Tree } from "../../fs/tree.ts";
import type { ContainerConfig } from "../../model/container-config.ts";
import type { Image } from "../../model/image.ts";
import { lookUp } from "../../model/shelf.ts";
import { hexOf } from "../../model/users.ts";
import { EMPTY_LAYER } from "../commit.ts";
import type { Engine } from "../engine.ts";
import { sealImage } from "../image-json.ts";
import { addImage } from "../images.ts";

export interface Step {
  /** "" for none */
  readonly parent: Digest;
  readonly author: string;
  readonly config: ContainerConfig;
  /** what the step did, as history tells it */
  readonly containerConfig: ContainerConfig;
  /** "" for a copy, which needs none */
  readonly container: string;
  /** a fork of the parent's files */
  readonly tree: Tree;
}

export function sealStep(engine: Engine, step: Step): Digest {
  const { author, config, containerConfig, container } = step;
  const parent: Image | undefined =
    step.parent === "" ? undefined : lookUp(engine.state.images, hexOf(step.parent));
  const layer = layerOf(step.tree);
  const digester = new Digester();
  for (const piece of encodeLayer(layer)) digester.update(piece);
  const diffId = digester.digest();
  const emptyLayer = diffId === EMPTY_LAYER;
  const below = parent?.diffIds ?? [];
  const diffIds = emptyLayer ? below : [...below, diffId];
  const created = engine.now;
  const createdBy = (containerConfig.Cmd ?? []).join(" ");
  const image = sealImage({
    parent: step.parent,
    created,
    author,
    comment: "",
    dockerVersion: engine.settings.version,
    architecture: parent?.architecture ?? "amd64",
    os: parent?.os ?? "linux",
    config,
    diffIds,
    history: [...(parent?.history ?? []), { created, createdBy, comment: "", author, emptyLayer }],
    size: (parent?.size ?? 0) + layerSize(layer.entries),
    container,
    containerConfig,
  });
  addImage(engine, image, diffIds.map((id) => ({ diffId: id, layer: () => layer })), "commit"); // prettier-ignore
  return image.id;
}
