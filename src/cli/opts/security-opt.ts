// --security-opt (docker/cli container/opts.go parseSecurityOpts, parseSystemPaths). A seccomp profile is a file of
// the client, whose JSON is sent in place of its name; systempaths=unconfined is not sent but unmasks /proc.

import { parseJson } from "../../base/go/json-decode.ts";
import { compactJson } from "../../base/go/json-indent.ts";
import { quote } from "../../base/go/quote.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import { decode } from "../../base/utf8.ts";
import type { ClientIo } from "./client-io.ts";
import { cut } from "./key-value.ts";

const BUILT_IN_PROFILES = new Set(["builtin", "unconfined"]);

export interface SecurityOptions {
  readonly options: readonly string[];
  /** systempaths=unconfined: no path of /proc and /sys is masked or read-only */
  readonly unmasked: boolean;
}

export function parseSecurityOpts(values: readonly string[], io: ClientIo): Result<SecurityOptions, string> {
  const options: string[] = [];
  for (const value of values) {
    const option = parseSecurityOpt(value, io);
    if (!option.ok) return option;
    if (option.value !== "systempaths=unconfined") options.push(option.value);
  }
  return ok({ options, unmasked: options.length < values.length });
}

function parseSecurityOpt(option: string, io: ClientIo): Result<string, string> {
  const byEquals = cut(option, "=");
  const [name, value, found] = byEquals[2] || option === "no-new-privileges" ? byEquals : cut(option, ":");
  if ((!found || value === "") && name !== "no-new-privileges")
    return fail(`Invalid --security-opt: ${quote(option)}`);
  return name === "seccomp" && !BUILT_IN_PROFILES.has(value) ? seccompProfile(value, io) : ok(option);
}

function seccompProfile(path: string, io: ClientIo): Result<string, string> {
  const bytes = io.readFile(path);
  if (!bytes.ok) return fail(`opening seccomp profile (${path}) failed: ${bytes.error}`);
  const text = decode(bytes.value);
  const json = parseJson(text);
  if (!json.ok) return fail(`compacting json for seccomp profile (${path}) failed: ${json.error}`);
  return ok(`seccomp=${compactJson(text.trim())}`);
}
