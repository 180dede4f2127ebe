// Where apt looks: the lines of /etc/apt/sources.list and the files of /etc/apt/sources.list.d, in both of their forms
// (sources.list(5)). Source packages are left out.

import { failed } from "../../base/errno.ts";
import type { Sys, Task } from "../../kernel/sys.ts";
import { readText } from "../libc/input.ts";

/** One suite of one archive. */
export interface Source {
  /** without a slash at the end */
  readonly uri: string;
  readonly suite: string;
  readonly components: readonly string[];
}

const bare = (uri: string): string => uri.replace(/\/+$/, "");

function parseLines(text: string): Source[] {
  return text.split("\n").flatMap((line) => {
    const words = line.replace(/#.*/, "").trim().split(/\s+/);
    if (words[0] !== "deb") return [];
    const rest = words.slice(words[1]?.startsWith("[") ? words.findIndex((word) => word.endsWith("]")) + 1 : 1);
    const [uri, suite, ...components] = rest;
    return uri === undefined || suite === undefined ? [] : [{ uri: bare(uri), suite, components }];
  });
} // prettier-ignore

function parseStanza(stanza: string): Source[] {
  const field = (name: string): string[] =>
    (new RegExp(`^${name}:(.*)$`, "im").exec(stanza)?.[1] ?? "").split(/\s+/).filter((word) => word !== "");
  if (!field("Types").includes("deb") || field("Enabled")[0] === "no") return [];
  return field("URIs").flatMap((uri) =>
    field("Suites").map((suite) => ({ uri: bare(uri), suite, components: field("Components") })),
  );
}

const parseStanzas = (text: string): Source[] =>
  text
    .replace(/^#.*\n?/gm, "")
    .split(/\n\s*\n/)
    .flatMap(parseStanza);

export function* sourcesOf(sys: Sys): Task<Source[]> {
  const main = yield* readText(sys, "/etc/apt/sources.list");
  const sources = failed(main) ? [] : parseLines(main.text);
  const folder = "/etc/apt/sources.list.d";
  const items = sys.list(folder);
  for (const { name } of failed(items) ? [] : [...items].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = yield* readText(sys, `${folder}/${name}`);
    if (failed(file)) continue;
    if (name.endsWith(".list")) sources.push(...parseLines(file.text));
    else if (name.endsWith(".sources")) sources.push(...parseStanzas(file.text));
  }
  return sources;
}

export const hostOf = (uri: string): string => /^\w+:\/\/([^/:]+)/.exec(uri)?.[1] ?? uri;

/** As apt names files after places: `deb.debian.org_debian_dists_trixie`. */
export const listName = ({ uri, suite }: Source, rest: string): string =>
  `${uri.replace(/^\w+:\/\//, "")}/dists/${suite}/${rest}`.replaceAll("/", "_");
