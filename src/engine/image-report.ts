// What the layers of an image of the daemon's did, out of the layers themselves: for who looks at the world from outside.
// What it comes to is base/formats/layer-report.ts; the `paperwhale` command inside of worlds asks the API instead.

import { reportLayers, type ImageReport, type LayerFile } from "../base/formats/layer-report.ts";
import { must } from "../base/assert.ts";
import { tarEntriesOf } from "../fs/layer-tar.ts";
import type { TarEntry } from "../fs/tar.ts";
import type { Image } from "../model/image.ts";
import type { Engine } from "./engine.ts";
import { chainIds } from "./images.ts";

const fileOf = ({ name, type, mode, uid, gid, mtime, content }: TarEntry): LayerFile => ({
  path: name.replace(/\/$/, ""),
  type,
  mode,
  uid,
  gid,
  mtime,
  size: content?.size ?? 0,
});

export function reportImage(engine: Engine, { diffIds, history }: Image): ImageReport {
  const steps = history.filter(({ emptyLayer }) => !emptyLayer);
  const sources = chainIds(diffIds).map((chainId, index) => {
    const { layer } = must(engine.snapshots.get(chainId), `no snapshot ${chainId}`);
    const files = [...tarEntriesOf(layer.entries)].map(fileOf);
    return { digest: diffIds[index] as string, createdBy: steps[index]?.createdBy ?? "", files };
  });
  return reportLayers(sources);
}
