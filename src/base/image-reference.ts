// Names of images: how they are spelled, what is filled in, what is refused (distribution/reference, familiar
// and canonical forms). Relies on nothing.

import { fail, ok, type Result } from "./result.ts";

const COMPONENT = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const NAME = `${COMPONENT}(?:/${COMPONENT})*`;
const DOMAIN_LABEL = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
const HOST = `(?:${DOMAIN_LABEL}(?:\\.${DOMAIN_LABEL})*|\\[[a-fA-F0-9:]+\\])`;
const DOMAIN = `${HOST}(?::[0-9]+)?`;
const TAG = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}";
const DIGEST = "[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}";
const REFERENCE = new RegExp(`^((?:${DOMAIN}/)?${NAME})(?::(${TAG}))?(?:@(${DIGEST}))?$`);
const ANCHORED_NAME = new RegExp(`^(?:(${DOMAIN})/)?(${NAME})$`);
const IDENTIFIER = /^[a-f0-9]{64}$/;
const MAX_NAME = 255;
const DEFAULT_DOMAIN = "docker.io";
const HEX_LENGTH = new Map([
  ["sha256", 64],
  ["sha384", 96],
  ["sha512", 128],
]);

export interface ImageReference {
  /** `docker.io` */
  readonly domain: string;
  /** `library/busybox` */
  readonly path: string;
  readonly tag: string;
  readonly digest: string;
}

/** A name as people write it, with what they leave out filled in. An id is none. */
export function parseImageReference(text: string): Result<ImageReference, string> {
  if (IDENTIFIER.test(text))
    return fail(`invalid repository name (${text}), cannot specify 64-byte hexadecimal strings`);
  const [domain, remainder] = splitDomain(text);
  const colon = remainder.indexOf(":");
  const remote = colon < 0 ? remainder : remainder.slice(0, colon);
  if (remote.toLowerCase() !== remote)
    return fail(`invalid reference format: repository name (${remote}) must be lowercase`);
  return parseWhole(`${domain}/${remainder}`);
}

function parseWhole(text: string): Result<ImageReference, string> {
  const m = REFERENCE.exec(text);
  if (!m)
    return fail(
      REFERENCE.test(text.toLowerCase()) ? "repository name must be lowercase" : "invalid reference format",
    );
  const [, domain = "", path = ""] = ANCHORED_NAME.exec(m[1] as string) ?? [];
  if (path.length > MAX_NAME) return fail(`repository name must not be more than ${MAX_NAME} characters`);
  const wrong = m[3] === undefined ? undefined : digestError(m[3]);
  return wrong === undefined ? ok({ domain, path, tag: m[2] ?? "", digest: m[3] ?? "" }) : fail(wrong);
}

function digestError(digest: string): string | undefined {
  const [algorithm = "", hex = ""] = digest.split(":");
  const length = HEX_LENGTH.get(algorithm);
  if (length === undefined) return "unsupported digest algorithm";
  if (hex.length !== length) return "invalid checksum digest length";
  return /^[a-f0-9]+$/.test(hex) ? undefined : "invalid checksum digest format";
}

function splitDomain(name: string): readonly [domain: string, remainder: string] {
  const slash = name.indexOf("/");
  if (slash < 0) return [DEFAULT_DOMAIN, `library/${name}`];
  const [first, rest] = [name.slice(0, slash), name.slice(slash + 1)];
  const isDomain = first === "localhost" || /[.:]/.test(first) || first.toLowerCase() !== first;
  const domain = isDomain ? (first === "index.docker.io" ? DEFAULT_DOMAIN : first) : DEFAULT_DOMAIN;
  const remainder = isDomain ? rest : name;
  return domain === DEFAULT_DOMAIN && !remainder.includes("/")
    ? [domain, `library/${remainder}`]
    : [domain, remainder];
}

/** The name as people write it: without docker.io and library/. */
export function familiarName({ domain, path }: ImageReference): string {
  if (domain !== DEFAULT_DOMAIN) return `${domain}/${path}`;
  const rest = path.startsWith("library/") ? path.slice("library/".length) : path;
  return rest.includes("/") ? path : rest;
}

/** `busybox:latest`, the form in which the client speaks of an image. */
export const familiarReference = (reference: ImageReference): string =>
  familiarName(reference) +
  (reference.tag === "" ? "" : `:${reference.tag}`) +
  (reference.digest === "" ? "" : `@${reference.digest}`);

/** With docker.io and library/, as names are sorted: a name that is none stays as it is. */
export function canonicalName(familiar: string): string {
  const parsed = parseImageReference(familiar);
  if (!parsed.ok) return familiar;
  const { domain, path, tag, digest } = parsed.value;
  return `${domain}/${path}${tag === "" ? "" : `:${tag}`}${digest === "" ? "" : `@${digest}`}`;
}

/** :latest where neither tag nor digest is said. */
export const withDefaultTag = (reference: ImageReference): ImageReference =>
  reference.tag === "" && reference.digest === "" ? { ...reference, tag: "latest" } : reference;
