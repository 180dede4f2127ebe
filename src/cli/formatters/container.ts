// Rows of `docker ps`: what templates see of a container, and the formats that are there for nothing said
// (docker/cli cli/command/formatter/container.go).

import { humanDuration } from "../../base/go/human-duration.ts";
import { humanSize } from "../../base/go/human-size.ts";
import { quote } from "../../base/go/quote.ts";
import { timeString } from "../../base/go/time-value.ts";
import { any, bool, map, method, pointer, string, struct } from "../../base/go/types.ts";
import { familiarName, parseImageReference } from "../../base/image-reference.ts";
import { SECOND, type Instant } from "../../base/time.ts";
import { type ContainerSummary, containerSummaryType } from "../../api/wire/container.ts";
import { ellipsis, truncateId } from "../format/ellipsis.ts";
import { column, rowContext } from "../format/rows.ts";
import { joinLabels } from "./labels.ts";
import { displayPorts } from "./ports.ts";

export interface ContainerRow {
  readonly trunc: boolean;
  readonly c: ContainerSummary;
  readonly now: Instant;
  /** called when a template asks for the size */
  readonly sizeAsked?: () => void;
}

const COMMAND_WIDTH = 20;
const MOUNT_WIDTH = 15;
const SIZE_DIGITS = 3;

const TABLE = "table {{.ID}}\t{{.Image}}\t{{.Command}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}\t{{.Names}}";

const RAW = `container_id: {{.ID}}
image: {{.Image}}
command: {{.Command}}
created_at: {{.CreatedAt}}
state: {{- pad .State 1 0}}
status: {{- pad .Status 1 0}}
names: {{.Names}}
labels: {{- pad .Labels 1 0}}
ports: {{- pad .Ports 1 0}}
`;

export interface ContainerFormatChoice {
  readonly source: string;
  readonly quiet: boolean;
  readonly size: boolean;
}

export function containerFormat({ source, quiet, size }: ContainerFormatChoice): string {
  if (source === "raw") {
    if (quiet) return "container_id: {{.ID}}";
    return size ? `${RAW}size: {{.Size}}\\n` : RAW;
  }
  if (quiet) return "{{.ID}}";
  if (source !== "" && source !== "table") return source;
  return size ? `${TABLE}\t{{.Size}}` : TABLE;
}

/** Names by which links know it have a slash in them; they are shown only at full length. */
function names({ trunc, c }: ContainerRow): string {
  const all = (c.Names ?? []).map((name) => name.slice(1));
  const own = trunc ? all.find((name) => !name.includes("/")) : undefined;
  return own ?? all.join(",");
}

function image({ trunc, c }: ContainerRow): string {
  if (c.Image === "") return "<no image>";
  if (!trunc) return c.Image;
  const id = truncateId(c.ImageID);
  if (id === truncateId(c.Image)) return id;
  const reference = parseImageReference(c.Image);
  if (!reference.ok) return c.Image;
  const name = familiarName(reference.value);
  return reference.value.tag === "" ? name : `${name}:${reference.value.tag}`;
}

const command = ({ trunc, c }: ContainerRow): string =>
  quote(trunc ? ellipsis(c.Command, COMMAND_WIDTH) : c.Command);

function size({ c, sizeAsked }: ContainerRow): string {
  sizeAsked?.();
  const own = humanSize(c.SizeRw ?? 0, SIZE_DIGITS);
  return (c.SizeRootFs ?? 0) > 0 ? `${own} (virtual ${humanSize(c.SizeRootFs ?? 0, SIZE_DIGITS)})` : own;
}

const mounts = ({ trunc, c }: ContainerRow): string =>
  (c.Mounts ?? [])
    .map((mount) => mount.Name || mount.Source)
    .map((name) => (trunc ? ellipsis(name, MOUNT_WIDTH) : name))
    .join(",");

const localVolumes = ({ c }: ContainerRow): string =>
  String((c.Mounts ?? []).filter(({ Driver }) => Driver === "local").length);

const networks = ({ c }: ContainerRow): string => [...(c.NetworkSettings?.Networks?.keys() ?? [])].join(",");

const platform = pointer(struct("formatter.Platform", {}));

export const containerContext = rowContext<ContainerRow>(
  "formatter.ContainerContext",
  {
    ID: column("CONTAINER ID", ({ trunc, c }) => (trunc ? truncateId(c.Id) : c.Id)),
    Names: column("NAMES", names),
    Image: column("IMAGE", image),
    Command: column("COMMAND", command),
    CreatedAt: column("CREATED AT", ({ c }) => timeString(c.Created * SECOND)),
    RunningFor: column("CREATED", ({ c, now }) => `${humanDuration(now - c.Created * SECOND)} ago`),
    Platform: column("PLATFORM", () => null, platform),
    Ports: column("PORTS", ({ c }) => displayPorts(c.Ports ?? [])),
    State: column("STATE", ({ c }) => c.State),
    Status: column("STATUS", ({ c }) => c.Status),
    Size: column("SIZE", size),
    Labels: column("LABELS", ({ c }) => joinLabels(c.Labels)),
    Label: method([string], string, ({ c }: ContainerRow, name: string) => c.Labels?.get(name) ?? ""),
    Mounts: column("MOUNTS", mounts),
    LocalVolumes: column("LOCAL VOLUMES", localVolumes),
    Networks: column("NETWORKS", networks),
  },
  { trunc: bool, c: containerSummaryType, FieldsUsed: map(string, any) },
);

/** What a template is tried on before the daemon is asked. */
export const NO_CONTAINER: ContainerSummary = {
  Id: "", Names: [], Image: "", ImageID: "", Command: "", Created: 0, Ports: null, Labels: null, State: "", Status: "",
  HostConfig: {}, NetworkSettings: null, Mounts: null,
}; // prettier-ignore
