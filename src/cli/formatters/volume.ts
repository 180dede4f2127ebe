// Rows of `docker volume ls` (docker/cli cli/command/formatter/volume.go). Cluster volumes, of which several columns
// speak, are a swarm's and not modelled.

import { humanSize } from "../../base/go/human-size.ts";
import { method, string } from "../../base/go/types.ts";
import { type WireVolume, volumeType } from "../../api/wire/volume.ts";
import { column, rowContext } from "../format/rows.ts";
import { joinLabels } from "./labels.ts";

export interface VolumeRow {
  readonly v: WireVolume;
}

const NOT_KNOWN = "N/A";

export const volumeContext = rowContext<VolumeRow>(
  "formatter.volumeContext",
  {
    Name: column("VOLUME NAME", ({ v }) => v.Name),
    Driver: column("DRIVER", ({ v }) => v.Driver),
    Scope: column("SCOPE", ({ v }) => v.Scope),
    Mountpoint: column("MOUNTPOINT", ({ v }) => v.Mountpoint),
    Labels: column("LABELS", ({ v }) => joinLabels(v.Labels)),
    Label: method([string], string, ({ v }: VolumeRow, name: string) => v.Labels?.get(name) ?? ""),
    Links: column("LINKS", ({ v }) => (v.UsageData ? String(v.UsageData.RefCount) : NOT_KNOWN)),
    Size: column("SIZE", ({ v }) => (v.UsageData ? humanSize(v.UsageData.Size) : NOT_KNOWN)),
    Group: column("GROUP", () => NOT_KNOWN),
    Availability: column("AVAILABILITY", () => NOT_KNOWN),
    Status: column("STATUS", () => NOT_KNOWN),
  },
  { v: volumeType },
);

export function volumeFormat(source: string, quiet: boolean): string {
  if (source === "table") return quiet ? "{{.Name}}" : "table {{.Driver}}\t{{.Name}}";
  if (source === "raw") return quiet ? "name: {{.Name}}" : "name: {{.Name}}\\ndriver: {{.Driver}}\\n";
  return source;
}
