// docker commit: an image of what a container wrote above its own (moby daemon/commit.go,
// daemon/images/image_commit.go). The container rests meanwhile, unless told otherwise.

import { Digester } from "../base/digest.ts";
import { dockerError, ok, type Result } from "../base/result.ts";
import { encodeLayer } from "../fs/layer-tar.ts";
import { layerOf } from "../fs/layer-walk.ts";
import { layerSize } from "../fs/layer.ts";
import type { ContainerConfig } from "../model/container-config.ts";
import type { Container } from "../model/container.ts";
import type { Image } from "../model/image.ts";
import { findContainer } from "../model/lookup.ts";
import { lookUp } from "../model/shelf.ts";
import { hexOf } from "../model/users.ts";
import { pauseContainer, unpauseContainer } from "./control.ts";
import { applyChanges } from "./dockerfile-changes.ts";
import type { Engine } from "./engine.ts";
import { sealImage } from "./image-json.ts";
import { repositoryTag } from "./image-tag.ts";
import { addImage, noSuchContent, tagImage } from "./images.ts";
import { mergeConfig } from "./merge-config.ts";

export interface CommitRequest {
  readonly container: string;
  readonly repository: string;
  readonly tag: string;
  readonly author: string;
  readonly comment: string;
  readonly pause: boolean;
  /** Dockerfile instructions */
  readonly changes: readonly string[];
  /** instead of the container's */
  readonly config: ContainerConfig | undefined;
}

/** A tar without entries: such a layer is not put into an image (moby layer/empty.go). */
export const EMPTY_LAYER = "sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef";

export function commitContainer(engine: Engine, request: CommitRequest): Result<string> {
  const name = repositoryTag(request.repository, request.tag);
  if (!name.ok) return name;
  const found = findContainer(engine.state, request.container);
  if (!found.ok) return found;
  const container = found.value;
  if (container.state === "dead")
    return dockerError("conflict", `You cannot commit container ${container.id} which is Dead`);
  if (container.state === "removing")
    return dockerError("conflict", `You cannot commit container ${container.id} which is being removed`);
  const paused = request.pause && container.state === "running" && pauseContainer(engine, container.id).ok;
  const done = commit(engine, container, request, name.value);
  if (paused) void unpauseContainer(engine, container.id);
  return done;
}

function commit(
  engine: Engine,
  container: Container,
  request: CommitRequest,
  name: string | undefined,
): Result<string> {
  const changed = applyChanges(request.config ?? container.config, request.changes);
  if (!changed.ok) return changed;
  const { imageId } = container;
  if (imageId !== "" && lookUp(engine.state.images, hexOf(imageId)) === undefined)
    return noSuchContent(engine, imageId);
  const image = createChild(engine, container, mergeConfig(changed.value, container.config), request);
  const named = name === undefined ? ok(undefined) : tagImage(engine, image, name);
  if (!named.ok) return named;
  engine.commit({
    kind: "container-committed",
    id: container.id,
    image: image.id,
    comment: request.comment,
    reference: name ?? "",
  });
  return ok(image.id);
}

function createChild(
  engine: Engine,
  container: Container,
  config: ContainerConfig,
  { author, comment }: CommitRequest,
): Image {
  const parent = container.imageId === "" ? undefined : lookUp(engine.state.images, hexOf(container.imageId));
  const layer = layerOf(engine.kernel.fileSystems.tree(container.tree));
  const digester = new Digester();
  for (const piece of encodeLayer(layer)) digester.update(piece);
  const diffId = digester.digest();
  const isEmpty = diffId === EMPTY_LAYER;
  const created = engine.now;
  const image = sealImage({
    parent: parent?.id ?? "",
    created,
    author,
    comment: "",
    dockerVersion: engine.settings.version,
    architecture: parent?.architecture ?? "amd64",
    os: "linux",
    config,
    diffIds: [...(parent?.diffIds ?? []), ...(isEmpty ? [] : [diffId])],
    history: [
      ...(parent?.history ?? []),
      {
        created,
        createdBy: (container.config.Cmd ?? []).join(" "),
        comment,
        author,
        emptyLayer: isEmpty,
      },
    ],
    size: (parent?.size ?? 0) + layerSize(layer.entries),
    container: container.id,
    containerConfig: container.config,
  });
  addImage(engine, image, [
    ...(parent?.diffIds ?? []).map((id) => ({ diffId: id, layer: () => layer })),
    ...(isEmpty ? [] : [{ diffId, layer: () => layer }]),
  ], "commit"); // prettier-ignore
  return image;
}
