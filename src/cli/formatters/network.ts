// Rows of `docker network ls` (docker/cli cli/command/network/formatter.go).
// What a network is, the daemon says; here it is only shown.

import { timeString } from "../../base/go/time-value.ts";
import { bool, method, string } from "../../base/go/types.ts";
import { type NetworkInspect, networkInspectType } from "../../api/wire/network.ts";
import { truncateId } from "../format/ellipsis.ts";
import { column, rowContext } from "../format/rows.ts";
import { joinLabels } from "./labels.ts";

export interface NetworkRow {
  readonly trunc: boolean;
  readonly n: NetworkInspect;
}

/** 0001-01-01 */
const NO_TIME = -62_135_596_800_000_000;

export const networkContext = rowContext<NetworkRow>(
  "network.networkContext",
  {
    ID: column("NETWORK ID", ({ trunc, n }) => (trunc ? truncateId(n.Id) : n.Id)),
    Name: column("NAME", ({ n }) => n.Name),
    Driver: column("DRIVER", ({ n }) => n.Driver),
    Scope: column("SCOPE", ({ n }) => n.Scope),
    IPv4: column("IPV4", ({ n }) => String(n.EnableIPv4)),
    IPv6: column("IPV6", ({ n }) => String(n.EnableIPv6)),
    Internal: column("INTERNAL", ({ n }) => String(n.Internal)),
    Labels: column("LABELS", ({ n }) => joinLabels(n.Labels)),
    Label: method([string], string, ({ n }: NetworkRow, name: string) => n.Labels?.get(name) ?? ""),
    CreatedAt: column("CREATED AT", ({ n }) => timeString(n.Created ?? NO_TIME)),
  },
  { trunc: bool, n: networkInspectType },
);

export function networkFormat(source: string, quiet: boolean): string {
  if (source === "table") return quiet ? "{{.ID}}" : "table {{.ID}}\t{{.Name}}\t{{.Driver}}\t{{.Scope}}";
  if (source !== "raw") return source;
  return quiet
    ? "network_id: {{.ID}}"
    : "network_id: {{.ID}}\\nname: {{.Name}}\\ndriver: {{.Driver}}\\nscope: {{.Scope}}\\n";
}
