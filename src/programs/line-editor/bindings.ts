// Commands with the keys that they are bound to, as tables for looking up what is typed: whole sequences, and what
// they begin with. Relies on nothing. Not here: the bindings (keymap.ts, busybox-keymap.ts).

import type { Command } from "./editor.ts";

export type Binding = readonly [Command, ...string[]];

export interface Keys {
  readonly commands: ReadonlyMap<string, Command>;
  /** what longer sequences begin with */
  readonly beginnings: ReadonlySet<string>;
}

export function keysOf(bindings: readonly Binding[]): Keys {
  const commands = new Map(
    bindings.flatMap(([command, ...keys]) => keys.map((key) => [key, command] as const)),
  );
  const beginnings = new Set([...commands.keys()].flatMap((key) => [...key].map((_, i) => key.slice(0, i))));
  beginnings.delete("");
  return { commands, beginnings };
}
