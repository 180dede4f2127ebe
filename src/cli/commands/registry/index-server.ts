// What Docker Hub is called where credentials are kept (docker/cli registry.IndexServer).
// Registries have their own names.

export const INDEX_SERVER = "https://index.docker.io/v1/";
