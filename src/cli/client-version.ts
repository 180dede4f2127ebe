// What a client says of itself: the releases of Docker's command line that there are here, as Docker packs them and as
// Debian does. Which one a host has, its packages say. What the daemon says of itself is the engine's settings.

interface Plugin {
  readonly name: string;
  readonly description: string;
  readonly vendor: string;
  readonly version: string;
  readonly path: string;
}

export interface ClientRelease {
  readonly version: string;
  readonly gitCommit: string;
  readonly goVersion: string;
  readonly buildTime: string;
  /** the plugins that come with it */
  readonly plugins: readonly Plugin[];
}

/** What is the same for all of them. */
export const CLIENT = { apiVersion: "1.51", os: "linux", arch: "amd64" } as const;

const plugins = (buildx: string, compose: string): readonly Plugin[] => [
  {
    name: "buildx",
    description: "Docker Buildx",
    vendor: "Docker Inc.",
    version: buildx,
    path: "/usr/libexec/docker/cli-plugins/docker-buildx",
  },
  {
    name: "compose",
    description: "Docker Compose",
    vendor: "Docker Inc.",
    version: compose,
    path: "/usr/libexec/docker/cli-plugins/docker-compose",
  },
];

/** docker-ce-cli of docker.com */
export const DOCKER_CE: ClientRelease = {
  version: "28.5.2",
  gitCommit: "ecc6942",
  goVersion: "go1.25.3",
  buildTime: "Wed Nov  5 14:43:11 2025",
  plugins: plugins("v0.29.1", "v2.40.3"),
};

/** docker-cli of Debian */
export const DOCKER_IO: ClientRelease = {
  version: "28.5.2+dfsg4",
  gitCommit: "9cc6dea35e9a963f281434761c656fba4ac43aed",
  goVersion: "go1.27.1",
  buildTime: "Tue Sep 15 11:02:57 2026",
  plugins: plugins("0.29.1+ds1", "2.40.3-3"),
};
