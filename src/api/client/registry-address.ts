// Where a registry is, by the domain of an image's name (distribution/reference, moby registry). Docker and dockerd both
// go there.

const HUB = "registry-1.docker.io";

/** The host that answers for a domain. */
export const registryHost = (domain: string): string => (domain === "docker.io" ? HUB : domain);

export function hostAndPort(domain: string, scheme: string): readonly [host: string, port: number] {
  const [, host = domain, port = ""] = /^(.*?)(?::(\d+))?$/.exec(domain) ?? [];
  return [host, Number(port) || (scheme === "https" ? 443 : 80)];
}
