// --placement-pref, --generic-resource and --credential-spec of services, as far as they are checked while flags are
// read (docker/cli command/service/opts.go).

import { fail, ok, type Result } from "../../base/result.ts";
import { cut } from "./key-value.ts";

/** `spread=label` gives the label. */
export function parsePlacementPref(value: string): Result<string, string> {
  const [strategy, descriptor, found] = cut(value, "=");
  if (!found || strategy === "") return fail('placement preference must be of the format "<strategy>=<arg>"');
  return strategy === "spread"
    ? ok(descriptor)
    : fail(`unsupported placement preference ${strategy} (only spread is supported)`);
}

export const validateGenericResource = (value: string): Result<string, string> =>
  value.includes("=")
    ? ok(value)
    : fail(`invalid generic-resource format \`${value}\` expected \`name=value\``);

const SOURCES = ["config://", "file://", "registry://"];

export const validateCredentialSpec = (value: string): Result<string, string> =>
  value === "" || SOURCES.some((source) => value.startsWith(source))
    ? ok(value)
    : fail('invalid credential spec: value must be prefixed with "config://", "file://", or "registry://"');
