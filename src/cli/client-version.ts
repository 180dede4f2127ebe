// What this client says of itself: the release of Docker's command line that it is a model of, as packaged by Docker.
// What the daemon says of itself is the engine's settings.

export const CLIENT = {
  version: "28.5.2",
  apiVersion: "1.51",
  gitCommit: "ecc6942",
  goVersion: "go1.25.3",
  buildTime: "Wed Nov  5 14:43:11 2025",
  os: "linux",
  arch: "amd64",
} as const;

/** The plugins that come with it. */
export const PLUGINS = [
  {
    name: "buildx",
    description: "Docker Buildx",
    vendor: "Docker Inc.",
    version: "v0.29.1",
    path: "/usr/libexec/docker/cli-plugins/docker-buildx",
  },
  {
    name: "compose",
    description: "Docker Compose",
    vendor: "Docker Inc.",
    version: "v2.40.3",
    path: "/usr/libexec/docker/cli-plugins/docker-compose",
  },
] as const;
