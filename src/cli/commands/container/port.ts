// `docker port`: where ports of a container are published, all of them or one (docker/cli container/port.go).
// Relies on what inspect says of the network settings.

import { parseUint } from "../../../base/go/integers.ts";
import { clientError } from "../../client-error.ts";
import { joinHostPort } from "../../host-port.ts";
import { byNaturalOrder } from "../../natural-order.ts";
import { cut } from "../../opts/key-value.ts";
import type { Verb } from "../verb.ts";

const PORT_BITS = 16;

interface Binding {
  readonly HostIp: string;
  readonly HostPort: string;
}

const frontend = ({ HostIp, HostPort }: Binding): string => joinHostPort(HostIp, HostPort);

export const showPorts: Verb = function* (client, { args: [target = "", wanted = ""] }) {
  const inspected = yield* client.call("ContainerInspect", { target });
  if (!inspected.ok) return inspected.error;
  const ports = inspected.value.NetworkSettings?.Ports ?? new Map<string, readonly Binding[] | null>();
  const lines: string[] = [];
  if (wanted === "") {
    for (const [port, bindings] of ports)
      lines.push(...(bindings ?? []).map((binding) => `${port} -> ${frontend(binding)}`));
  } else {
    const [port, protocol] = cut(wanted, "/");
    const number = parseUint(port, 10, PORT_BITS);
    if (!number.ok) return clientError(`Error: invalid port (${port}): ${number.error}`);
    const bindings = ports.get(`${port}/${protocol || "tcp"}`) ?? [];
    if (bindings.length === 0)
      return clientError(`Error: No public port '${wanted}' published for ${target}`);
    lines.push(...bindings.map(frontend));
  }
  if (lines.length > 0) yield* client.print(`${lines.sort(byNaturalOrder).join("\n")}\n`);
  return undefined;
};
