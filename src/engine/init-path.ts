// The program that --init puts before a container's own: docker-init of the host, which is mounted into the container
// (moby daemon/oci_linux.go withMounts). A host without one refuses to start such containers.

import { failed } from "../base/errno.ts";
import type { Engine } from "./engine.ts";

/** Where the container sees it. */
export const INIT_INSIDE = "/sbin/docker-init";

const DIRECTORIES = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/** Where the host has it, as dockerd finds it along its PATH. */
export const initPath = (engine: Engine): string | undefined =>
  DIRECTORIES.map((directory) => `${directory}/docker-init`).find((path) => !failed(engine.files.find(path)));
