// What history tells of a step that changed the config (BuildKit's dockerfile2llb, the texts given to
// commitToHistory). Steps that make layers are described where they are laid (graph.ts).

import { quote, quoteRune } from "../../base/go/quote.ts";
import { formatDuration } from "../../base/go/duration.ts";
import type { ContainerConfig } from "../../model/container-config.ts";
import { beginBuilding, changeConfig, pairs, type Building } from "../dockerfile-changes.ts";
import type { Argument } from "../dockerfile/instruction.ts";
import type { Node } from "../dockerfile/source.ts";
import { EMPTY_CONFIG } from "../image-json.ts";

const quotedList = (words: readonly string[] | null | undefined): string =>
  `[${(words ?? []).map(quote).join(" ")}]`;

const values = (building: Building, node: Node): string => {
  const given = pairs(building, node);
  return given.ok ? given.value.map(([name, value]) => `${name}=${value}`).join(" ") : "";
};

/** What one instruction alone sets, with the variables of its place. */
function alone({ env, escape }: Building, node: Node): ContainerConfig {
  const scratch = { ...beginBuilding(EMPTY_CONFIG, escape), env: new Map(env) };
  void changeConfig(scratch, node);
  return scratch.config;
}

type Describe = (building: Building, node: Node) => string;

const healthcheck: Describe = ({ config }) => {
  const { Test, Interval, Timeout, StartPeriod, StartInterval, Retries } = config.Healthcheck ?? {};
  const times = [Interval, Timeout, StartPeriod, StartInterval].map((time) =>
    quote(formatDuration(BigInt(time ?? 0))),
  );
  return `HEALTHCHECK &{${[quotedList(Test), ...times, quoteRune(String.fromCodePoint(Retries ?? 0))].join(" ")}}`;
};

const DESCRIPTIONS: ReadonlyMap<string, Describe> = new Map<string, Describe>([
  ["cmd", ({ config }) => `CMD ${quotedList(config.Cmd)}`],
  ["entrypoint", ({ config }) => `ENTRYPOINT ${quotedList(config.Entrypoint)}`],
  ["env", (building, node) => `ENV ${values(building, node)}`],
  ["label", (building, node) => `LABEL ${values(building, node)}`],
  ["expose", (building, node) => `EXPOSE [${[...(alone(building, node).ExposedPorts?.keys() ?? [])].sort().join(" ")}]`],
  ["volume", (building, node) => `VOLUME [${[...(alone(building, node).Volumes?.keys() ?? [])].join(" ")}]`],
  ["user", ({ config }) => `USER ${config.User}`],
  ["stopsignal", ({ config }) => `STOPSIGNAL ${config.StopSignal}`],
  ["healthcheck", healthcheck],
]); // prettier-ignore

/** After the instruction was carried out; undefined: history does not tell of it. */
export const describe = (building: Building, node: Node): string | undefined =>
  DESCRIPTIONS.get(node.name.toLowerCase())?.(building, node);

export const describeArgs = (args: readonly Argument[]): string =>
  `ARG ${args.map(({ name, value }) => (value === undefined ? name : `${name}=${value}`)).join(" ")}`;
