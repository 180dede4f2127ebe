// What a real client sent to the daemon for some hundreds of command lines, or how it refused them; recorded by
// scripts/record-requests.mjs.

import { describe, expect, test } from "vitest";
import { encode } from "../../../../src/base/utf8.ts";
import { fail, ok, type Result } from "../../../../src/base/result.ts";
import { readCommandLine, type Invocation } from "../../../../src/cli/flags/command-line.ts";
import {
  createCommand,
  runCommand,
  withHelp,
  type CreateCommand,
} from "../../../../src/cli/opts/create-command.ts";
import { execConfig, updateConfig } from "../../../../src/cli/opts/exec-config.ts";
import type { Filters } from "../../../../src/cli/opts/filter.ts";
import { parseImageReference } from "../../../../src/cli/opts/image-reference.ts";
import { formatPlatform, parsePlatform } from "../../../../src/base/platform.ts";
import { parseTimeBound } from "../../../../src/base/go/time-bound.ts";
import { clientEnvironment } from "../client-environment.ts";
import { readJson } from "../recordings.ts";
import { createBody, plain, updateBody } from "./request-json.ts";

interface Recorded {
  readonly args: readonly string[];
  readonly files?: Record<string, string>;
  readonly env?: Record<string, string>;
  readonly stderr: string;
  readonly exit: number;
  readonly requests: readonly { readonly method: string; readonly url: string; readonly body: string }[];
}

const recorded = readJson<Recorded[]>(new URL("recorded-requests.json.gz", import.meta.url));

type Told =
  { readonly url: string; readonly body: unknown } | { readonly stderr: string; readonly exit: number };

function environment({ files = {}, env }: Recorded): ReturnType<typeof clientEnvironment> {
  const base = clientEnvironment({ env: { HOME: "/tmp/gr-home", SET: "set", ...env } });
  const readFile = (path: string): Result<Uint8Array, string> =>
    files[path] === undefined ? fail(`open ${path}: no such file or directory`) : ok(encode(files[path]));
  return { ...base, cwd: "/tmp/gr-work", readFile };
}

function tell(entry: Recorded): Told {
  const env = environment(entry);
  const reading = readCommandLine(entry.args, env);
  if (reading.kind === "answer") return { stderr: reading.stderr, exit: reading.exit };
  const { flags, args } = reading;
  switch (reading.command.id) {
    case "container exec": {
      const config = execConfig(flags, args.slice(1), env, "");
      return config.ok
        ? { url: `/containers/${args[0]}/exec`, body: plain(config.value) }
        : { stderr: `${config.error}\n`, exit: 1 };
    }
    case "container update": {
      const config = updateConfig(flags, flags.changedCount);
      return config.ok
        ? { url: `/containers/${args[0]}/update`, body: updateBody(config.value) }
        : { stderr: `${config.error}\n`, exit: 1 };
    }
    case "container logs":
      return bounds(reading);
    case "container ls":
    case "image ls":
    case "volume ls":
      return { url: "filters", body: plain(flags.get<Filters>("filter")) };
    default:
      return creation(reading, env);
  }
}

function bounds({ flags }: Invocation): Told {
  const body: Record<string, string> = {};
  for (const name of ["since", "until"]) {
    if (flags.string(name) === "") continue;
    const bound = parseTimeBound(flags.string(name), 0);
    if (!bound.ok) return { stderr: `invalid value for "${name}": ${bound.error}\n`, exit: 1 };
    body[name] = bound.value;
  }
  return { url: "bounds", body };
}

function creation({ command, flags, args }: Invocation, env: ReturnType<typeof clientEnvironment>): Told {
  const name = command.name === "run" ? "run" : "create";
  const helped = (message: string): Told => ({ stderr: `${withHelp(message, name)}\n`, exit: 125 });
  let created: CreateCommand;
  if (name === "run") {
    const run = runCommand(flags, args, env);
    if (!run.ok)
      return run.error.plain ? { stderr: `${run.error.message}\n`, exit: 1 } : helped(run.error.message);
    created = run.value;
  } else {
    const create = createCommand(flags, args, env);
    if (!create.ok) return helped(create.error);
    created = create.value;
  }
  const late = (message: string): Told =>
    name === "run" ? helped(message) : { stderr: `${message}\n`, exit: 1 };
  const image = created.request.Config.Image;
  const reference = /^(sha256:)?[a-f0-9]{64}$/.test(image) ? undefined : parseImageReference(image);
  if (reference?.ok === false) return late(reference.error);
  const query = new URLSearchParams();
  if (created.name !== "") query.set("name", created.name);
  if (created.platform !== "") {
    const platform = parsePlatform(created.platform, { os: "linux", architecture: "amd64", variant: "" });
    if (!platform.ok) return late(`error parsing specified platform: ${platform.error}`);
    query.set("platform", formatPlatform(platform.value));
  }
  return { url: `/containers/create${query.size > 0 ? `?${query}` : ""}`, body: createBody(created.request) };
}

/** What the real client sends in the order of a map of Go's, which is any. */
function ordered(body: unknown): unknown {
  const { HostConfig, Env, ...rest } = body as {
    HostConfig?: { Binds: string[] | null };
    Env?: string[] | null;
  };
  const sorted = (list: string[] | null | undefined): string[] | null | undefined =>
    list && [...list].sort((a, b) => (a < b ? -1 : 1));
  return {
    ...rest,
    ...(Env !== undefined && { Env: sorted(Env) }),
    ...(HostConfig && { HostConfig: { ...HostConfig, Binds: sorted(HostConfig.Binds) } }),
  };
}

/** {"a":{"b":true}} as {"a":["b"]} */
const filtersOf = (text: string): unknown =>
  Object.fromEntries(
    Object.entries(JSON.parse(text) as Record<string, object>).map(([name, values]) => [
      name,
      Object.keys(values),
    ]),
  );

function expected(entry: Recorded): Told {
  const asked = entry.requests
    .map((r) => new URL(r.url, "http://docker"))
    .find(
      (url) =>
        /\/(logs|json|images|volumes)$/.test(url.pathname) &&
        !/^\/containers\/[^/]+\/json$/.test(url.pathname),
    );
  if (asked?.pathname.endsWith("/logs")) {
    const given = ["since", "until"].filter((name) => asked.searchParams.has(name));
    return {
      url: "bounds",
      body: Object.fromEntries(given.map((name) => [name, asked.searchParams.get(name)])),
    };
  }
  if (asked !== undefined)
    return { url: "filters", body: filtersOf(asked.searchParams.get("filters") ?? "{}") };
  const request = entry.requests.find((r) => /\/(create|exec|update)(\?|$)/.test(r.url));
  return request === undefined
    ? { stderr: entry.stderr, exit: entry.exit }
    : { url: request.url, body: JSON.parse(request.body) };
}

const compared = (told: Told): unknown => ("body" in told ? { ...told, body: ordered(told.body) } : told);

describe("requests of a real client", () => {
  test.each(
    recorded.map(
      (entry) =>
        [
          `docker ${entry.args.join(" ")}${entry.files ? ` with ${JSON.stringify(entry.files)}` : ""}`,
          entry,
        ] as const,
    ),
  )("%s", (_name, entry) => {
    expect(compared(tell(entry))).toEqual(compared(expected(entry)));
  });
});
