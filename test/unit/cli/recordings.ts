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

type Stored<T extends Recorded> = Omit<T, "stdout" | "stderr"> & {
  readonly stdout: number;
  readonly stderr: number;
};

interface File<T extends Recorded> {
  readonly texts: readonly string[];
  readonly cases: readonly Stored<T>[];
  readonly values?: readonly (readonly [path: string, flag: string, value: string, error: number])[];
}

export const readJson = <T>(url: URL): T => JSON.parse(gunzipSync(readFileSync(url)).toString()) as T;

export function readRecordings<T extends Recorded>(url: URL): T[] {
  const { texts, cases } = readJson<File<T>>(url);
  return cases.map((c) => ({ ...c, stdout: texts[c.stdout], stderr: texts[c.stderr] }) as unknown as T);
}

/** What a flag made of a value: an error, or "". */
export interface RecordedValue {
  readonly path: string;
  readonly flag: string;
  readonly value: string;
  readonly error: string;
}

export function readValues(url: URL): RecordedValue[] {
  const { texts, values = [] } = readJson<File<Recorded>>(url);
  return values.map(([path, flag, value, error]) => {
    const signs = {
      "\u0001": JSON.stringify(value),
      "\u0002": `docker ${path}`,
      "\u0003": `--${flag}`,
      "\u0004": value,
    };
    const text = (texts[error] as string).replace(
      /[\u0001-\u0004]/g,
      (sign) => signs[sign as keyof typeof signs],
    );
    return { path, flag, value, error: text };
  });
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
