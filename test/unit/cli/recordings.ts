// Reads what the scripts record-*.mjs have written.

import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

export interface Recorded {
  readonly args: readonly string[];
  readonly env?: Record<string, string>;
  readonly columns?: number;
  readonly daemon?: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
}

type Stored = Omit<Recorded, "stdout" | "stderr"> & { readonly stdout: number; readonly stderr: number };

export const readJson = <T>(url: URL): T => JSON.parse(gunzipSync(readFileSync(url)).toString()) as T;

export function readRecordings(url: URL): Recorded[] {
  const { texts, cases } = readJson<{ texts: string[]; cases: Stored[] }>(url);
  return cases.map((c) => ({ ...c, stdout: texts[c.stdout] as string, stderr: texts[c.stderr] as string }));
}

export const nameOf = ({ args, env, columns, daemon }: Recorded): string =>
  [
    ["docker", ...args].join(" "),
    columns === undefined ? "" : `in ${columns} columns`,
    daemon === undefined ? "" : `of daemon ${daemon}`,
    env === undefined ? "" : JSON.stringify(env),
  ]
    .filter((part) => part !== "")
    .join(" ");
