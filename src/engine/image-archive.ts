// What stands in an archive of images beside their layers (moby image/tarexport, OCI image-layout.md): names of files,
// and the shapes of manifest.json, index.json and the manifests that it leads to. save-images.ts writes them,
// load-images.ts reads manifest.json.

import { int, int64, field, map, slice, string, struct, type DataOf } from "../base/go/types.ts";

export const MANIFEST = "manifest.json";
export const REPOSITORIES = "repositories";
export const INDEX = "index.json";
export const LAYOUT = "oci-layout";
export const LAYOUT_CONTENT = '{"imageLayoutVersion": "1.0.0"}';

const PREFIX = "application/vnd.oci.image";
export const MEDIA_TYPES = {
  index: `${PREFIX}.index.v1+json`,
  manifest: `${PREFIX}.manifest.v1+json`,
  config: `${PREFIX}.config.v1+json`,
  layer: `${PREFIX}.layer.v1.tar`,
} as const;

/** Where something with a digest is. */
export const blobPath = (digest: string): string => `blobs/${digest.replace(":", "/")}`;

const layerSourceType = struct("distribution.Descriptor", {
  MediaType: field(string, "mediaType,omitempty"),
  Size: field(int64, "size,omitempty"),
  Digest: field(string, "digest,omitempty"),
});

export const manifestItemsType = slice(
  struct("tarexport.manifestItem", {
    Config: string,
    RepoTags: slice(string),
    Layers: slice(string),
    Parent: field(string, ",omitempty"),
    LayerSources: field(map(string, layerSourceType), ",omitempty"),
  }),
);

const descriptorType = struct("v1.Descriptor", {
  MediaType: field(string, "mediaType"),
  Digest: field(string, "digest"),
  Size: field(int64, "size"),
  Annotations: field(map(string, string), "annotations,omitempty"),
});

export const manifestType = struct("v1.Manifest", {
  SchemaVersion: field(int, "schemaVersion"),
  MediaType: field(string, "mediaType,omitempty"),
  Config: field(descriptorType, "config"),
  Layers: field(slice(descriptorType), "layers"),
});

export const indexType = struct("v1.Index", {
  SchemaVersion: field(int, "schemaVersion"),
  MediaType: field(string, "mediaType,omitempty"),
  Manifests: field(slice(descriptorType), "manifests"),
});

export const repositoriesType = map(string, map(string, string));

export type ManifestItem = NonNullable<DataOf<typeof manifestItemsType>>[number];
export type Descriptor = DataOf<typeof descriptorType>;
