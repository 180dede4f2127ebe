// Defaults of flags that come from the environment. Keys are the `@` marks of the table; all other defaults are
// written there.

import { parseBool } from "../../base/go/integers.ts";
import type { Flag } from "../grammar/command.ts";
import type { ClientEnvironment } from "./client-environment.ts";

type Rule = (env: ClientEnvironment) => string;

const variable =
  (name: string): Rule =>
  (env) =>
    env.lookupEnv(name) ?? "";

const configFolder: Rule = (env) =>
  env.lookupEnv("DOCKER_CONFIG") || `${env.lookupEnv("HOME") ?? ""}/.docker`;
const certFolder: Rule = (env) => env.lookupEnv("DOCKER_CERT_PATH") || configFolder(env);

/** A bool as the flag has it: set at all, or set to what Go reads as true. */
const whenSet =
  (name: string): Rule =>
  (env) =>
    (env.lookupEnv(name) ?? "") === "" ? "" : "true";
const isTrue = (text: string): boolean => {
  const value = parseBool(text);
  return value.ok && value.value;
};
/** compose's own reading of yes and no */
const YES = new Set(["1", "t", "true", "y", "yes"]);

const RULES = new Map<string, Rule>([
  ["config", configFolder],
  ["ca", (env) => `${certFolder(env)}/ca.pem`],
  ["cert", (env) => `${certFolder(env)}/cert.pem`],
  ["key", (env) => `${certFolder(env)}/key.pem`],
  ["tls", whenSet("DOCKER_TLS")],
  ["tlsverify", whenSet("DOCKER_TLS_VERIFY")],
  ["platform", variable("DOCKER_DEFAULT_PLATFORM")],
  ["content-trust", (env) => (isTrue(env.lookupEnv("DOCKER_CONTENT_TRUST") ?? "") ? "" : "true")],
  ["builder", variable("BUILDX_BUILDER")],
  ["compose-progress", variable("COMPOSE_PROGRESS")],
  [
    "compose-env-files",
    (env) =>
      (env.lookupEnv("COMPOSE_ENV_FILES") ?? "")
        .split(",")
        .filter((file) => file !== "")
        .join(","),
  ],
  [
    "remove-orphans",
    (env) => (YES.has((env.lookupEnv("COMPOSE_REMOVE_ORPHANS") ?? "").toLowerCase()) ? "true" : ""),
  ],
  ["no-terminal", (env) => (env.outputIsTerminal ? "" : "true")],
]);

/** A flag's default as help would show it; "" for the zero value. */
export function defaultText(flag: Flag, env: ClientEnvironment): string {
  const rule = flag.defaultFrom === "" ? undefined : RULES.get(flag.defaultFrom);
  const text = rule === undefined ? flag.defaultText : rule(env);
  const isList = flag.kind === "stringArray" || flag.kind === "strings";
  return rule !== undefined && isList && text !== "" ? `[${text}]` : text;
}
