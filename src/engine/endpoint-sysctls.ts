// The option of an endpoint that sets what the kernel keeps for its link: net.ipv4.conf.IFNAME.log_martians=1, where the
// link's name is put in (moby daemon/container_operations.go validateEndpointSettings, libnetwork/osl/interface_linux.go).

import type { EndpointSettings } from "../model/container-config.ts";

const OPTION = "com.docker.network.endpoint.sysctls";
const FAMILIES = ["ipv4", "ipv6", "mpls"];

const asked = ({ DriverOpts }: EndpointSettings): readonly string[] => {
  const text = DriverOpts?.get(OPTION) ?? "";
  return text === "" ? [] : text.split(",");
};

/** One for each that does not say for which link it is. */
export const sysctlComplaints = (settings: EndpointSettings): string[] =>
  asked(settings).flatMap((text) => {
    const [, family = "", , link = "", rest] = text.split(".");
    const fits = rest !== undefined && FAMILIES.includes(family) && link.toUpperCase() === "IFNAME";
    return fits
      ? []
      : [
          `unrecognised network interface sysctl '${text}'; represent 'net.X.Y.ethN.Z=V' as 'net.X.Y.IFNAME.Z=V', 'X' must be 'ipv4', 'ipv6' or 'mpls'`,
        ];
  });

export const linkSysctls = (settings: EndpointSettings, device: string): [name: string, value: string][] =>
  asked(settings).flatMap((text): [string, string][] => {
    const equals = text.indexOf("=");
    return equals < 0
      ? []
      : [[text.slice(0, equals).replace(/\.IFNAME\./i, `.${device}.`), text.slice(equals + 1)]];
  });
