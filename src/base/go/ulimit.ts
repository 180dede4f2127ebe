// go-units' ulimits, as --ulimit and the API have them: `nofile=100:200`. That the daemon puts the limits of
// a container together with its defaults is not here.

import { fail, ok, type Result } from "../result.ts";
import { type GoInt, parseInteger } from "./integers.ts";

export interface Ulimit {
  readonly name: string;
  readonly soft: GoInt;
  readonly hard: GoInt;
}

/** Names and the numbers of setrlimit(2). */
export const RLIMITS: ReadonlyMap<string, number> = new Map([
  ["cpu", 0],
  ["fsize", 1],
  ["data", 2],
  ["stack", 3],
  ["core", 4],
  ["rss", 5],
  ["nproc", 6],
  ["nofile", 7],
  ["memlock", 8],
  ["locks", 10],
  ["sigpending", 11],
  ["msgqueue", 12],
  ["nice", 13],
  ["rtprio", 14],
  ["rttime", 15],
]);

function checkOrder(soft: GoInt, hard: GoInt): string | undefined {
  if (hard === -1) return undefined;
  const rule = "ulimit soft limit must be less than or equal to hard limit";
  if (soft === -1) return `${rule}: soft: -1 (unlimited), hard: ${hard}`;
  return soft > hard ? `${rule}: ${soft} > ${hard}` : undefined;
}

/** ParseUlimit; -1 is no limit, and a single number is both limits. */
export function parseUlimit(text: string): Result<Ulimit, string> {
  const equals = text.indexOf("=");
  if (equals < 0) return fail(`invalid ulimit argument: ${text}`);
  const name = text.slice(0, equals);
  const values = text.slice(equals + 1);
  if (!RLIMITS.has(name)) return fail(`invalid ulimit type: ${name}`);
  const parts = values.split(":");
  if (parts.length > 2)
    return fail(`too many limit value arguments - ${values}, can only have up to two, \`soft[:hard]\``);
  const hard = parts[1] === undefined ? undefined : parseInteger(parts[1], 10);
  if (hard && !hard.ok) return hard;
  const soft = parseInteger(parts[0] as string, 10);
  if (!soft.ok) return soft;
  const limit = { name, soft: soft.value, hard: hard?.value ?? soft.value };
  const wrong = checkOrder(limit.soft, limit.hard);
  return wrong === undefined ? ok(limit) : fail(wrong);
}

export const formatUlimit = ({ name, soft, hard }: Ulimit): string => `${name}=${soft}:${hard}`;
