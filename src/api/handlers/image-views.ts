// What the API shows of images: lists and inspect (moby daemon/images/image_list.go, image_inspect.go). Which
// names are shown follows the filters of the request.

import { SECOND } from "../../base/time.ts";
import { createdTextOf } from "../../engine/image-json.ts";
import { imageDirectories } from "../../engine/layer-directories.ts";
import type { EngineSettings } from "../../engine/settings.ts";
import type { Image } from "../../model/image.ts";
import type { EngineState } from "../../model/state.ts";
import { usersOfImage } from "../../model/users.ts";
import type { ImageInspect, ImageSummary } from "../wire/image.ts";

/** Familiar names, those with a tag and those with a digest apart. */
export interface Names {
  readonly tags: readonly string[];
  readonly digests: readonly string[];
}

export function namesOf(state: EngineState, id: string): Names {
  const { names } = usersOfImage(state, id);
  return { tags: names.filter((n) => !n.includes("@")), digests: names.filter((n) => n.includes("@")) };
}

export function summariseImage(state: EngineState, image: Image, { tags, digests }: Names): ImageSummary {
  return {
    Containers: usersOfImage(state, image.id).containers.count,
    Created: image.created === undefined ? 0 : Math.floor(image.created / SECOND),
    Id: image.id,
    Labels: image.config.Labels,
    ParentId: image.parent,
    RepoDigests: digests,
    RepoTags: tags,
    SharedSize: -1,
    Size: image.size,
  };
}

export function inspectImage(state: EngineState, image: Image, settings: EngineSettings): ImageInspect {
  const { tags, digests } = namesOf(state, image.id);
  return {
    Id: image.id,
    RepoTags: tags,
    RepoDigests: digests,
    Parent: image.parent,
    Comment: image.comment || (image.history.at(-1)?.comment ?? ""),
    Created: createdTextOf(image) ?? "",
    DockerVersion: image.dockerVersion,
    Author: image.author,
    Architecture: image.architecture,
    Variant: image.variant ?? "",
    Os: image.os || "linux",
    Size: image.size,
    GraphDriver: { Data: imageDirectories(image, settings), Name: settings.storageDriver },
    RootFS: { Type: "layers", Layers: image.diffIds.length === 0 ? null : image.diffIds },
    Metadata: { LastTagTime: image.lastTagged ?? null },
    Config: image.config,
  };
}
