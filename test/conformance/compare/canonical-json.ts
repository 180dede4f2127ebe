// JSON as Go prints it, with those lists and objects put in order that the real engine keeps in the order of a
// Go map: objects with ids for keys, mounts, binds, the environment, labels. Everything else keeps its order.

import { mask, order, sortPieces } from "./patterns.ts";
import type { Side } from "./side.ts";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

export function canonicalJson(lines: readonly string[], side: Side): string[] {
  const out: string[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? "";
    if (/^[[{].*[\]}]$/.test(line)) {
      out.push(reordered(line, side) ?? line);
      continue;
    }
    const end = line === "[" ? lines.indexOf("]", i) : line === "{" ? lines.indexOf("}", i) : -1;
    const whole = end > 0 ? reordered(lines.slice(i, end + 1).join("\n"), side) : undefined;
    if (whole === undefined) out.push(line);
    else {
      out.push(...whole.split("\n"));
      i = end;
    }
  }
  return out;
}

const CONCERNED =
  /"[0-9a-f]{64}": ?\{|"Mounts": ?[["]|"Destination":|"Mountpoint":|"(?:Binds|Env)": ?\[|"Labels": ?"|"Networks": ?"/;

const asIs = (text: string): string => text;
const forHtml = (text: string): string =>
  text.replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** The ways in which Go prints JSON: indented or not, with or without escapes for HTML. */
const STYLES = [undefined, 4, 2].flatMap((indent) => [asIs, forHtml].map((escape) => ({ indent, escape })));

function reordered(text: string, side: Side): string | undefined {
  if (!CONCERNED.test(text)) return undefined;
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
  const style = STYLES.find(({ indent, escape }) => escape(JSON.stringify(value, null, indent)) === text);
  if (style === undefined) return undefined; // not as Go prints it: compared as it is
  return style.escape(JSON.stringify(inOrder(value, side), null, style.indent));
}

const isId = (text: unknown): boolean => typeof text === "string" && /^[0-9a-f]{64}$/.test(text);

const isObject = (value: Json): value is JsonObject =>
  value !== null && typeof value === "object" && !Array.isArray(value);

function inOrder(value: Json, side: Side): Json {
  if (Array.isArray(value))
    return listInOrder(
      value.map((one) => inOrder(one, side)),
      side,
    );
  return isObject(value) ? objectInOrder(value, side) : value;
}

function listInOrder(list: Json[], side: Side): Json[] {
  if (list.length < 2 || !list.every(isObject)) return list;
  const text = (one: JsonObject, key: string): string => one[key] as string;
  if (list.every((one) => one["Destination"] !== undefined && one["Type"] !== undefined))
    return list.sort((a, b) => order(text(a, "Destination"), text(b, "Destination")));
  if (list.every((one) => one["Mountpoint"] !== undefined) && list.some((one) => isId(one["Name"])))
    return list.sort((a, b) =>
      byMaskThenAge(text(a, "Name"), text(b, "Name"), text(a, "Name"), text(b, "Name"), side),
    );
  return list;
}

function objectInOrder(value: JsonObject, side: Side): Json {
  const entries = Object.entries(value).map(([key, one]): [string, Json] => {
    if ((key === "Binds" || key === "Env") && Array.isArray(one)) return [key, (one as string[]).sort()];
    if (/^(?:Mounts|Labels|Networks)$/.test(key) && typeof one === "string") return [key, sortPieces(one)];
    return [key, inOrder(one, side)];
  });
  if (entries.length > 1 && entries.every(([key]) => isId(key)))
    entries.sort(([a, x], [b, y]) => byMaskThenAge(JSON.stringify(x), JSON.stringify(y), a, b, side));
  return Object.fromEntries(entries);
}

/** By text without ids, then by which id came up first in the scenario. */
function byMaskThenAge(a: string, b: string, idOfA: string, idOfB: string, side: Side): number {
  const ageOf = (id: string): number => side.seen.get(id) ?? Infinity;
  return order(mask(a), mask(b)) || order(ageOf(idOfA), ageOf(idOfB));
}
