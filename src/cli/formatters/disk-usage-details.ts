// `docker system df -v` (docker/cli cli/command/formatter/disk_usage.go verboseWrite): everything of each kind, in tables
// or by a template over all of it.

import { humanSize } from "../../base/go/human-size.ts";
import { pointer, slice, struct } from "../../base/go/types.ts";
import { GoValue } from "../../base/go/value.ts";
import { familiarName, parseImageReference } from "../../base/image-reference.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import type { Instant } from "../../base/time.ts";
import type { ImageSummary } from "../../api/wire/image.ts";
import type { DiskUsage } from "../../api/wire/system.ts";
import { formatRows } from "../format/rows.ts";
import { executeTemplate } from "../format/template/execute.ts";
import { parseTemplate } from "../format/template/template.ts";
import { type BuildCacheRow, buildCacheContext, sortedBuildCache } from "./build-cache.ts";
import { containerContext, containerFormat, type ContainerRow } from "./container.ts";
import { builderSize, present } from "./disk-usage.ts";
import { imageContext, imageFormat, type ImageRow, isDangling } from "./image.ts";
import { volumeContext, volumeFormat, type VolumeRow } from "./volume.ts";

const IMAGE_TABLE =
  "table {{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}\t{{.SharedSize}}\t{{.UniqueSize}}\t{{.Containers}}";
const CONTAINER_TABLE =
  "table {{.ID}}\t{{.Image}}\t{{.Command}}\t{{.LocalVolumes}}\t{{.Size}}\t{{.RunningFor}}\t{{.Status}}\t{{.Names}}";
const VOLUME_TABLE = "table {{.Name}}\t{{.Links}}\t{{.Size}}";
const CACHE_TABLE =
  "table {{.ID}}\t{{.CacheType}}\t{{.Size}}\t{{.CreatedSince}}\t{{.LastUsedSince}}\t{{.UsageCount}}\t{{.Shared}}";

interface Everything {
  readonly Images: readonly ImageRow[];
  readonly Containers: readonly ContainerRow[];
  readonly Volumes: readonly VolumeRow[];
  readonly BuildCache: readonly BuildCacheRow[];
}

const everythingType = struct("formatter.diskUsageContext", {
  Images: slice(imageContext.type),
  Containers: slice(containerContext.type),
  Volumes: slice(volumeContext.type),
  BuildCache: slice(buildCacheContext.type),
});

/** Only the first tag names an image here; one whose name is none is left out. */
function imageRow(i: ImageSummary, trunc: boolean, now: Instant): ImageRow[] {
  const row = (repo: string, tag: string): ImageRow => ({ trunc, i, repo, tag, digest: "", now });
  const [first] = i.RepoTags ?? [];
  if (first === undefined || isDangling(i)) return [row("<none>", "<none>")];
  const reference = parseImageReference(first);
  if (!reference.ok) return [];
  const { tag } = reference.value;
  return [tag === "" ? row("<none>", "<none>") : row(familiarName(reference.value), tag)];
}

function everything(usage: DiskUsage, trunc: boolean, now: Instant): Everything {
  return {
    Images: present(usage.Images).flatMap((i) => imageRow(i, trunc, now)),
    Containers: present(usage.Containers).map((c) => ({ trunc, c: { ...c, SizeRootFs: 0 }, now })),
    Volumes: present(usage.Volumes).map((v) => ({ v })),
    BuildCache: sortedBuildCache(present(usage.BuildCache)).map((v) => ({ trunc, v, now })),
  };
}

const RAW_EVERYTHING = `{{range .Images}}type: Image
${imageFormat({ source: "raw", quiet: false, digests: true })}
{{end -}}
{{range .Containers}}type: Container
${containerFormat({ source: "raw", quiet: false, size: true })}
{{end -}}
{{range .Volumes}}type: Volume
${volumeFormat("raw", false)}
{{end -}}
{{range .BuildCache}}type: Build Cache
build_cache_id: {{.ID}}
parent_id: {{.Parent}}
build_cache_type: {{.CacheType}}
description: {{.Description}}
created_at: {{.CreatedAt}}
created_since: {{.CreatedSince}}
last_used_at: {{.LastUsedAt}}
last_used_since: {{.LastUsedSince}}
usage_count: {{.UsageCount}}
in_use: {{.InUse}}
shared: {{.Shared}}

{{end -}}`;

/** The error is the client's. */
export function formatEverything(usage: DiskUsage, source: string, now: Instant): Result<string, string> {
  const all = everything(usage, source.startsWith("table"), now);
  if (source === "table") return tables(all, builderSize(present(usage.BuildCache)));
  const text =
    source === "raw" ? RAW_EVERYTHING : source === "json" ? "{{json .}}" : source.replace(/^table/, "");
  const template = parseTemplate(
    text
      .replace(/^ +| +$/g, "")
      .replaceAll("\\t", "\t")
      .replaceAll("\\n", "\n"),
  );
  if (!template.ok) return fail(`template parsing error: ${template.error}`);
  const { output, error } = executeTemplate(template.value, new GoValue(pointer(everythingType), all));
  return error === undefined ? ok(output) : fail(error);
}

function tables(all: Everything, cacheSize: number): Result<string, string> {
  const parts = [
    ["Images space usage:\n\n", formatRows({ format: IMAGE_TABLE, context: imageContext, rows: all.Images })],
    [
      "\nContainers space usage:\n\n",
      formatRows({ format: CONTAINER_TABLE, context: containerContext, rows: all.Containers }),
    ],
    [
      "\nLocal Volumes space usage:\n\n",
      formatRows({ format: VOLUME_TABLE, context: volumeContext, rows: all.Volumes }),
    ],
    [
      `\nBuild cache usage: ${humanSize(cacheSize)}\n\n`,
      formatRows({ format: CACHE_TABLE, context: buildCacheContext, rows: all.BuildCache }),
    ],
  ] as const;
  let text = "";
  for (const [title, table] of parts) {
    if (!table.ok) return table;
    text += title + table.value;
  }
  return ok(text);
}
