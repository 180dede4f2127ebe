// `docker top`: the processes of a container as the host's ps shows them, in columns (docker/cli container/top.go).
// What stands in the columns is the daemon's.

import { alignTabs } from "../../format/tabwriter.ts";
import type { Verb } from "../verb.ts";

const LAYOUT = { minWidth: 20, tabWidth: 1, padding: 3, padChar: " " } as const;

export const showProcesses: Verb = function* (client, { args: [target = "", ...options] }) {
  const query = options.length === 0 ? {} : { ps_args: options.join(" ") };
  const top = yield* client.call("ContainerTop", { target, query });
  if (!top.ok) return top.error;
  const lines = [top.value.Titles, ...(top.value.Processes ?? [])].map((cells) => (cells ?? []).join("\t"));
  yield* client.print(alignTabs(`${lines.join("\n")}\n`, LAYOUT));
  return undefined;
};
