// The config of an image as moby writes it, byte for byte, as its digest is the image's id (moby image/image.go
// MarshalJSON: members of the outermost object in order of their names, those inside in Go's order), and images out
// of configs that others wrote, whose bytes stay as they are.

import { digestOf } from "../base/digest.ts";
import { fromJson, jsonKind, parseJson } from "../base/go/json-decode.ts";
import { toJson } from "../base/go/json-encode.ts";
import { bool, field, pointer, slice, string, struct, type DataOf } from "../base/go/types.ts";
import { fail, ok, type Result } from "../base/result.ts";
import { parseRfc3339, rfc3339, type Instant } from "../base/time.ts";
import { containerConfigType, type ContainerConfig } from "../model/container-config.ts";
import type { HistoryEntry, Image } from "../model/image.ts";

const historyType = struct("v1.History", {
  Created: field(string, "created,omitempty"),
  CreatedBy: field(string, "created_by,omitempty"),
  Author: field(string, "author,omitempty"),
  Comment: field(string, "comment,omitempty"),
  EmptyLayer: field(bool, "empty_layer,omitempty"),
});

const rootFsType = struct("image.RootFS", {
  Type: field(string, "type"),
  DiffIDs: field(slice(string), "diff_ids,omitempty"),
});

const imageType = struct("image.Image", {
  Architecture: field(string, "architecture,omitempty"),
  Author: field(string, "author,omitempty"),
  Comment: field(string, "comment,omitempty"),
  Config: field(pointer(containerConfigType), "config,omitempty"),
  Container: field(string, "container,omitempty"),
  ContainerConfig: field(containerConfigType, "container_config,omitempty"),
  Created: field(pointer(string), "created"),
  DockerVersion: field(string, "docker_version,omitempty"),
  History: field(slice(historyType), "history,omitempty"),
  OS: field(string, "os,omitempty"),
  RootFS: field(pointer(rootFsType), "rootfs,omitempty"),
  Variant: field(string, "variant,omitempty"),
});

interface Made {
  readonly created: Instant | undefined;
  readonly createdText?: string | undefined;
}

/** When something was made, to the nanosecond if it came from elsewhere; undefined if nobody knows. */
export const createdTextOf = ({ created, createdText }: Made): string | undefined =>
  createdText ?? (created === undefined ? undefined : rfc3339(created));

const historyOf = (entry: HistoryEntry): DataOf<typeof historyType> => ({
  created: createdTextOf(entry) ?? "",
  created_by: entry.createdBy,
  author: entry.author,
  comment: entry.comment,
  empty_layer: entry.emptyLayer,
});

export type NewImage = Omit<Image, "id" | "json" | "lastTagged"> & {
  readonly container: string;
  /** what the container was that it was made from */
  readonly containerConfig: Image["config"];
};

/** The image with its bytes and its id. */
export function sealImage({ container, containerConfig, ...image }: NewImage): Image {
  const json = toJson(imageType, {
    architecture: image.architecture,
    author: image.author,
    comment: image.comment,
    config: image.config,
    container,
    container_config: containerConfig,
    created: createdTextOf(image) ?? null,
    docker_version: image.dockerVersion,
    history: image.history.map(historyOf),
    os: image.os,
    rootfs: { type: "layers", diff_ids: image.diffIds },
    variant: image.variant ?? "",
  });
  return { ...image, id: digestOf(json), json, lastTagged: undefined };
}

// ---- from elsewhere

export const EMPTY_CONFIG: ContainerConfig = Object.freeze({
  Hostname: "", Domainname: "", User: "", AttachStdin: false, AttachStdout: false, AttachStderr: false, Tty: false,
  OpenStdin: false, StdinOnce: false, Env: null, Cmd: null, Image: "", Volumes: null, WorkingDir: "", Entrypoint: null,
  OnBuild: null, Labels: null,
}); // prettier-ignore

/** What a config says, with Go's zero values for what it does not. */
export type ImageJson = DataOf<typeof imageType>;

/** moby's NewFromJSON. */
export function parseImageJson(json: string): Result<ImageJson, string> {
  const raw = parseJson(json);
  if (!raw.ok) return raw;
  if (raw.value !== null && !(raw.value instanceof Map))
    return fail(`json: cannot unmarshal ${jsonKind(raw.value)} into Go value of type image.Image`);
  const parsed = fromJson(imageType, json);
  if (!parsed.ok) return parsed;
  const {
    created = null,
    config = null,
    container_config,
    ...rest
  } = (parsed.value ?? {}) as Partial<ImageJson>;
  if (rest.rootfs === undefined || rest.rootfs === null) return fail("invalid image JSON, no RootFS key");
  return ok({
    ...rest,
    created,
    config: config === null ? null : { ...EMPTY_CONFIG, ...config },
    container_config: { ...EMPTY_CONFIG, ...container_config },
  });
}

/** Fractions of a second have no zeros at the end when Go writes a time. */
const asGoWrites = (time: string): string =>
  time.replace(/(\.\d*?)0+(?=[Z+-])/, "$1").replace(/\.(?=[Z+-])/, "");

/** A time that an Instant cannot hold whole is kept as it was written as well. */
function madeAt(text: string | null | undefined): Made {
  const created = text ? parseRfc3339(text) : undefined;
  if (!text || created === undefined) return { created };
  const exact = asGoWrites(text);
  return exact === rfc3339(created) ? { created } : { created, createdText: exact };
}

/** The image that a config stands for, with the size that its layers have here. */
export function openImage(json: string, said: ImageJson, size: number): Image {
  return {
    id: digestOf(json),
    parent: "",
    ...madeAt(said.created),
    author: said.author ?? "",
    comment: said.comment ?? "",
    dockerVersion: said.docker_version ?? "",
    architecture: said.architecture ?? "",
    ...(said.variant ? { variant: said.variant } : {}),
    os: said.os ?? "",
    config: said.config ?? EMPTY_CONFIG,
    diffIds: said.rootfs?.diff_ids ?? [],
    history: (said.history ?? []).map((entry) => ({
      ...madeAt(entry.created),
      createdBy: entry.created_by ?? "",
      comment: entry.comment ?? "",
      author: entry.author ?? "",
      emptyLayer: entry.empty_layer ?? false,
    })),
    size,
    json,
    lastTagged: undefined,
  };
}
