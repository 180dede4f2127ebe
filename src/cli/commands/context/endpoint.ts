// What --docker of `docker context create` and `update` says: where the daemon is, and TLS files, which are read and kept
// (docker/cli cli/command/context/options.go).

import { quote } from "../../../base/go/quote.ts";
import { parseBool } from "../../../base/go/integers.ts";
import { fail, ok, type Result } from "../../../base/result.ts";
import type { Task } from "../../../kernel/sys.ts";
import { endpointOf } from "../../connection.ts";
import { readFile } from "../../surroundings.ts";
import type { Contexts } from "./contexts.ts";
import type { EndpointMeta } from "../../context/metadata.ts";
import type { TlsFiles } from "../../context/store.ts";

const KEYS = ["from", "host", "ca", "cert", "key", "skip-tls-verify"];
const TLS_FILES = ["ca", "cert", "key"];

export interface AskedEndpoint {
  readonly meta: EndpointMeta;
  readonly tls: TlsFiles;
}

type Answer<T> = Result<T, string>;

export function* askedEndpoint(
  contexts: Contexts,
  config: ReadonlyMap<string, string>,
): Task<Answer<AskedEndpoint>> {
  const endpoint = yield* readEndpoint(contexts, config);
  return endpoint.ok ? endpoint : fail(`unable to create docker endpoint config: ${endpoint.error}`);
}

function* readEndpoint(contexts: Contexts, config: ReadonlyMap<string, string>): Task<Answer<AskedEndpoint>> {
  const unknown = [...config.keys()].filter((key) => !KEYS.includes(key));
  if (unknown.length > 0) return fail(unknown.map((key) => `unrecognized config key: ${key}`).join("\n"));
  const from = config.get("from");
  if (from !== undefined) return yield* endpointFrom(contexts, from);
  const tls = yield* readTlsFiles(contexts, config);
  if (!tls.ok) return tls;
  const skip = parseSkip(config.get("skip-tls-verify"));
  if (!skip.ok) return skip;
  const host = config.get("host") ?? "";
  const parsed = host === "" ? ok(undefined) : endpointOf(host);
  if (!parsed.ok) return fail(`unable to apply docker endpoint options: ${parsed.error}`);
  return ok({ meta: { ...(host !== "" && { Host: host }), SkipTLSVerify: skip.value }, tls: tls.value });
}

/** Another context's endpoint, without its TLS files. */
function* endpointFrom(contexts: Contexts, name: string): Task<Answer<AskedEndpoint>> {
  const found = yield* contexts.get(name);
  if (!found.ok) return found;
  const meta = found.value.Endpoints?.get("docker");
  if (meta === undefined) return fail(`unable to get endpoint from context ${quote(name)}`);
  return ok({ meta, tls: new Map() });
}

function* readTlsFiles({ client }: Contexts, config: ReadonlyMap<string, string>): Task<Answer<TlsFiles>> {
  const files = new Map<string, Uint8Array>();
  for (const key of TLS_FILES) {
    const path = config.get(key) ?? "";
    if (path === "") continue;
    const bytes = yield* readFile(client.sys, path);
    if (!bytes.ok) return bytes;
    files.set(`${key}.pem`, bytes.value);
  }
  return ok(files.size === 0 ? new Map() : new Map([["docker", files]]));
}

function parseSkip(text: string | undefined): Answer<boolean> {
  if (text === undefined) return ok(false);
  const parsed = parseBool(text);
  return parsed.ok ? parsed : fail(`skip-tls-verify: parsing ${quote(text)}: invalid syntax`);
}
