// The image that FROM, `COPY --from` and mounts name: here, or to be had from a registry (BuildKit's
// util/imageutil, source/containerimage). Registries are a later issue: the way to them fails as it does in a
// host without a network.

import { familiarReference, parseImageReference, withDefaultTag } from "../../base/image-reference.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import { failed } from "../../base/errno.ts";
import { quote } from "../../base/go/quote.ts";
import { decode } from "../../base/utf8.ts";
import type { Image } from "../../model/image.ts";
import type { Engine } from "../engine.ts";
import { findImage } from "../images.ts";

export interface Resolved {
  /** in full: docker.io/library/busybox:latest */
  readonly reference: string;
  readonly image: Image;
}

interface Wanted {
  readonly name: string;
  readonly platform: string;
  readonly pull: boolean;
  readonly what: string;
}

interface Resolving {
  /** the full name that is looked up; "" if it is none */
  readonly shown: string;
  readonly result: Result<Resolved, string>;
}

const SYSTEMS: ReadonlySet<string> = new Set(["linux", "windows", "darwin", "freebsd"]);
const ARCHITECTURES: ReadonlySet<string> = new Set([
  "386", "amd64", "arm", "arm64", "loong64", "mips64le", "ppc64le", "riscv64", "s390x", "wasm",
]); // prettier-ignore

function platformComplaint(platform: string): string | undefined {
  const parts = platform.split("/");
  const known =
    parts.length === 1 ? SYSTEMS.has(platform) || ARCHITECTURES.has(platform) : SYSTEMS.has(parts[0] ?? "");
  if (platform === "" || known) return undefined;
  const unknown =
    parts.length === 1
      ? "unknown operating system or architecture"
      : `unknown operating system ${quote(parts[0] ?? "")}`;
  return `failed to parse platform ${platform}: ${quote(platform)}: ${unknown}: invalid argument`;
}

export function resolveBase(engine: Engine, { name, platform, pull, what }: Wanted): Resolving {
  const complaint = platformComplaint(platform);
  if (complaint !== undefined) return { shown: "", result: fail(complaint) };
  const parsed = parseImageReference(name);
  if (!parsed.ok)
    return { shown: "", result: fail(`failed to parse ${what} ${quote(name)}: ${parsed.error}`) };
  const { domain, path, tag, digest } = withDefaultTag(parsed.value);
  const reference = `${domain}/${path}${tag === "" ? "" : `:${tag}`}${digest === "" ? "" : `@${digest}`}`;
  const found = findImage(engine, familiarReference(withDefaultTag(parsed.value)), platform);
  if (found.ok && !pull) return { shown: reference, result: ok({ reference, image: found.value }) };
  return {
    shown: reference,
    result: fail(unreachable(engine, name, reference, path, digest || tag, domain)),
  };
}

/** The full name of a frontend's image, and why it is not to be had. */
export function resolveFrontend(
  engine: Engine,
  name: string,
): { readonly shown: string; readonly error: string | undefined } {
  const { shown, result } = resolveBase(engine, { name, platform: "", pull: false, what: "stage name" });
  return { shown, error: result.ok ? undefined : result.error.replace(`${name}: `, "") };
}

function unreachable(
  engine: Engine,
  name: string,
  reference: string,
  path: string,
  version: string,
  domain: string,
): string {
  const host = domain === "docker.io" ? "registry-1.docker.io" : domain;
  const url = `https://${host}/v2/${path}/manifests/${version}`;
  const server = `${nameserver(engine)}:53`;
  const lookup = `lookup ${host.replace(/:\d+$/, "")} on ${server}: dial udp ${server}: connect: network is unreachable`;
  return `${name}: failed to resolve source metadata for ${reference}: failed to do request: Head ${quote(url)}: dial tcp: ${lookup}`;
}

/** The first server of the host's /etc/resolv.conf. */
function nameserver(engine: Engine): string {
  const bytes = engine.files.read("/etc/resolv.conf");
  const text = failed(bytes) ? "" : decode(bytes);
  return /^nameserver\s+(\S+)/m.exec(text)?.[1] ?? "127.0.0.1";
}
