// What buildx refuses of a build's options before anything is sent, and in which words (docker/buildx build/opt.go
// toSolveOpt, build/utils.go). What the options are for is build-request.ts.

import { HOST_PLATFORM, parsePlatform } from "../../base/platform.ts";
import { failed } from "../../base/errno.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import type { Client } from "../client.ts";
import { S_IFDIR, typeOf } from "../file-types.ts";
import type { FlagValues } from "../flags/flag-values.ts";
import type { Output } from "./build-request.ts";

/** In the order in which they are looked at. */
export function optionComplaint(client: Client, flags: FlagValues, output: Output): string | undefined {
  return (
    outputComplaint(output) ??
    platformComplaint(flags.list("platform")) ??
    networkComplaint(flags.string("network")) ??
    (flags.list("ssh").includes("default") && client.surroundings.env("SSH_AUTH_SOCK") === ""
      ? "failed to convert agent config {default [] false}: invalid empty ssh agent socket: make sure SSH_AUTH_SOCK is set"
      : undefined)
  );
}

const unsupported = (what: string, page: string): string =>
  `${what} is not supported for the docker driver.\nSwitch to a different driver, or turn on the containerd image store, and try again.\nLearn more at https://docs.docker.com/go/${page}/`;

function outputComplaint({ type, destination }: Output): string | undefined {
  if (type === "oci") return unsupported("OCI exporter", "build-exporters");
  return type === "docker" && destination !== ""
    ? unsupported("Docker exporter", "build-exporters")
    : undefined;
}

function platformComplaint(platforms: readonly string[]): string | undefined {
  const all = platforms.flatMap((list) => list.split(","));
  for (const written of all) {
    const platform = parsePlatform(written, HOST_PLATFORM);
    if (!platform.ok) return platform.error;
  }
  return all.length > 1 ? unsupported("Multi-platform build", "build-multi-platform") : undefined;
}

const networkComplaint = (mode: string): string | undefined =>
  ["", "default", "none", "host"].includes(mode)
    ? undefined
    : `network mode "${mode}" not supported by buildkit - you can define a custom network for your builder using the network driver-opt in buildx create`;

/** HOST:IP, each address by itself. */
export function extraHostsOf(words: readonly string[], gateway: string): Result<readonly string[], string> {
  const hosts: string[] = [];
  for (const word of words) {
    const [, host = "", addresses = ""] = /^([^=:]*)[=:](.*)$/.exec(word.replace(/^([^=]*)=/, "$1:")) ?? [];
    const all = addresses === "host-gateway" ? [gateway] : addresses.split(",");
    for (const written of all) {
      const address = written.replace(/^\[(.+)\]$/, "$1");
      if (host === "" || !/^(?:\d+\.\d+\.\d+\.\d+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)$/.test(address))
        return fail(`invalid host ${word}`);
      hosts.push(`${host}:${address}`);
    }
  }
  return ok(hosts);
}

/** Names that this git tells as a work tree of its own. */
const REPOSITORY = ["HEAD", "objects", "refs"];

/** A folder that looks like a repository and is none. */
export function commitWarning({ sys, surroundings }: Client, path: string): string {
  const git = `${surroundings.absolute(path)}/.git`;
  const node = sys.stat(git);
  if (failed(node) || typeOf(node.mode) !== S_IFDIR) return "";
  if (REPOSITORY.every((name) => !failed(sys.stat(`${git}/${name}`)))) return "";
  return "WARNING: current commit information was not captured by the build: failed to read current commit information with git rev-parse --is-inside-work-tree\n";
}
