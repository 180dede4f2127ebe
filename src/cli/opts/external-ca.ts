// --external-ca, --ca-cert and --ca-key of a swarm (docker/cli command/swarm/opts.go). Files are read at once, while
// flags are.

import { fail, ok, type Result } from "../../base/result.ts";
import { decode } from "../../base/utf8.ts";
import type { ClientIo } from "./client-io.ts";
import { parseCsvRecord } from "./csv.ts";
import { cut } from "./key-value.ts";

/** The API's ExternalCA. */
export interface ExternalCa {
  readonly Protocol: string;
  readonly URL: string;
  readonly Options: ReadonlyMap<string, string>;
  readonly CACert: string;
}

const PEM = /-----BEGIN ([^-\n]*)-----\r?\n[^]*?-----END \1-----/;

/** A PEM file's contents. */
export function readPem(path: string, io: ClientIo): Result<string, string> {
  const bytes = io.readFile(path);
  if (!bytes.ok) return bytes;
  const text = decode(bytes.value);
  return PEM.test(text) ? ok(text) : fail("file contents must be in PEM format");
}

export function parseExternalCa(value: string, io: ClientIo): Result<ExternalCa, string> {
  const fields = parseCsvRecord(value);
  if (!fields.ok) return fields;
  const ca = { Protocol: "", URL: "", Options: new Map<string, string>(), CACert: "" };
  const seen = new Set<string>();
  for (const field of fields.value) {
    const [written, text, found] = cut(field, "=");
    if (!found) return fail(`invalid field '${field}' must be a key=value pair`);
    const key = written.toLowerCase();
    seen.add(key);
    if (key === "protocol") {
      if (text.toLowerCase() !== "cfssl") return fail(`unrecognized external CA protocol ${text}`);
      ca.Protocol = "cfssl";
    } else if (key === "url") ca.URL = text;
    else if (key === "cacert") {
      const bytes = io.readFile(text);
      if (!bytes.ok) return fail(`unable to read CA cert for external CA: ${bytes.error}`);
      ca.CACert = decode(bytes.value);
      if (!PEM.test(ca.CACert)) return fail("CA cert for external CA must be in PEM format");
    } else ca.Options.set(written, text);
  }
  if (!seen.has("protocol")) return fail("the external-ca option needs a protocol= parameter");
  return seen.has("url") ? ok(ca) : fail("the external-ca option needs a url= parameter");
}
