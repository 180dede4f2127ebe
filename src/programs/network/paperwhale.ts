// paperwhale: what no real host has, a look at the simulated network from above. `trace` runs a command and tells of every
// step of every packet that went meanwhile; `reach` tells who reaches whom and what forbids it. Answers come from the
// kernel's captures and from the engine, where there is one.

import { failed, type Errno } from "../../base/errno.ts";
import type { Reach, SeenPacket } from "../../base/seen-packet.ts";
import { exitStatusOf, type Sys, type Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { execute, toStrings } from "../libc/execute.ts";

const USAGE = "usage: paperwhale trace COMMAND...\n       paperwhale reach\n";

interface Run {
  readonly argv: readonly string[];
  readonly env: readonly string[];
}

const become = function* (sys: Sys, { argv, env }: Run): Task<number> {
  const refused = yield* execute(sys, argv, env);
  return refused === "ENOENT" ? 127 : 126;
};

/** What is told of one step, after the place where it was. */
const VERBS: Readonly<Record<SeenPacket["kind"], string>> = {
  sent: "out",
  received: "in",
  bridged: "bridge",
  matched: "rule",
  translated: "translate",
  delivered: "socket",
  dropped: "drop",
};

/** What nothing would be different without: a policy that lets pass, a translation back to the same. */
const isPlain = (kind: SeenPacket["kind"], text: string): boolean =>
  (kind === "matched" && text.endsWith("policy ACCEPT")) || (kind === "translated" && text === "");

const column = (text: string, width: number): string => text.padEnd(width);

/** Containers have names, where an engine knows them. */
function nameOf(sys: Sys, namespace: number): string {
  const known = sys.invoke("reachability", "name", [namespace]) as string | undefined;
  return known ?? (namespace === 0 ? "host" : `namespace ${namespace}`);
}

function* trace(io: Io, words: readonly string[]): Task<number> {
  const { sys } = io;
  const id = sys.invoke("packets", "watch-all", []) as number | Errno;
  if (typeof id === "string") return yield* io.complain("only root may look at all packets");
  const argv = words.length === 1 ? ["/bin/sh", "-c", words[0] as string] : words;
  const child = sys.fork({ entry: become, data: { argv, env: toStrings(io.env) } });
  if (failed(child)) return yield* io.complain(`fork failed: ${child}`);
  const reaped = yield* sys.wait(child);
  const steps = sys.invoke("packets", "take", [id]) as readonly SeenPacket[];
  void sys.invoke("packets", "end", [id]);
  const names = new Map<number, string>();
  for (const { namespace } of steps) if (!names.has(namespace)) names.set(namespace, nameOf(sys, namespace));
  const width = Math.max(4, ...[...names.values()].map((name) => name.length));
  for (const { namespace, kind, link, text } of steps)
    if (!isPlain(kind, text))
      yield* io.print(
        `${column(names.get(namespace) ?? "", width)}  ${column(VERBS[kind], 9)}  ${column(link === "" ? "-" : link, 11)}  ${text}\n`,
      );
  return failed(reaped) ? 1 : exitStatusOf(reaped.change);
}

function* reach(io: Io): Task<number> {
  const rows = io.sys.invoke("reachability", "all", []) as readonly Reach[] | Errno | undefined;
  if (rows === undefined || typeof rows === "string")
    return yield* io.complain(rows === "EPERM" ? "only root may ask for it" : "this host has no Docker");
  const cells = rows.map(({ from, to, network, address, port, reached, why }) => {
    const target = address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
    return [from, to, network, target, reached ? (why === "" ? "yes" : `yes, but ${why}`) : `no: ${why}`];
  });
  const all = [["FROM", "TO", "NETWORK", "ADDRESS", "REACHED"], ...cells];
  const widths = [0, 1, 2, 3].map((i) => Math.max(...all.map((row) => (row[i] as string).length)));
  for (const row of all)
    yield* io.print(
      `${row.map((cell, i) => (i < 4 ? cell.padEnd(widths[i] as number) : cell)).join("   ")}\n`,
    );
  return 0;
}

export const paperwhale = command({ name: "paperwhale", gnu: "", raw: true }, function* (io) {
  const [verb, ...words] = io.argv.slice(1);
  if (verb === "trace" && words.length > 0) return yield* trace(io, words);
  if (verb === "reach") return yield* reach(io);
  yield* io.tell(USAGE);
  return 2;
});
