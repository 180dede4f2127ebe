// How much a container has written, and what it holds with its image (moby daemon/images GetContainerLayerSize).
// Files that a container shares with its image count for the latter only.

import { entriesAbove } from "../fs/layer-walk.ts";
import { layerSize } from "../fs/layer.ts";
import { lookUp } from "../model/shelf.ts";
import type { Engine } from "./engine.ts";

export interface ContainerSizes {
  /** of its own layer */
  readonly rw: number;
  /** with all layers of its image */
  readonly rootFs: number;
}

export function containerSizes(engine: Engine, id: string): ContainerSizes | undefined {
  const container = lookUp(engine.state.containers, id);
  if (container === undefined) return undefined;
  const rw = layerSize(entriesAbove(engine.kernel.fileSystems.tree(container.tree)));
  const image = lookUp(engine.state.images, container.imageId.slice("sha256:".length));
  return { rw, rootFs: rw + (image?.size ?? 0) };
}
