// Alpine's packages as records, read from the table when somebody first asks. Versions within dependencies and
// conflicts are left out, as with Debian's.

import { ALPINE_TABLE } from "./alpine-table.ts";

export interface AlpinePackage {
  readonly name: string;
  readonly version: string;
  /** of the archive, in bytes */
  readonly size: number;
  /** in bytes */
  readonly installedSize: number;
  readonly depends: readonly string[];
  readonly description: string;
  /** `DIRECTORY/NAME:SIZE[:MODE]`, `DIRECTORY/NAME>TARGET` */
  readonly files: readonly string[];
}

const split = (text: string | undefined): string[] =>
  text === undefined || text === "" ? [] : text.split(" ");

function parseLine(line: string): AlpinePackage {
  const [name = "", version = "", size, installed, depends, description = "", files] = line.split(";");
  return {
    name,
    version,
    size: Number(size),
    installedSize: Number(installed),
    depends: split(depends),
    description,
    files: split(files),
  };
}

let table: ReadonlyMap<string, AlpinePackage> | undefined;

export function alpinePackages(): ReadonlyMap<string, AlpinePackage> {
  return (table ??= new Map(
    ALPINE_TABLE.split("\n")
      .map(parseLine)
      .map((one) => [one.name, one] as const),
  ));
}

/** What an image of Alpine is made of. */
export const ALPINE_BASE: readonly string[] =
  "alpine-baselayout alpine-baselayout-data alpine-keys alpine-release apk-tools busybox busybox-binsh ca-certificates-bundle libapk libcrypto3 libssl3 musl musl-utils scanelf ssl_client zlib".split(
    " ",
  );

/** A paragraph of apk's database of what is installed, without its files. */
export const apkParagraph = ({ name, version, size, installedSize, depends, description }: AlpinePackage): string =>
  `P:${name}\nV:${version}\nA:x86_64\nS:${size}\nI:${installedSize}\nT:${description}\n` +
  (depends.length > 0 ? `D:${depends.join(" ")}\n` : ""); // prettier-ignore

/** Its files, as apk's database lists them: directories without a slash, then names. */
export function apkFiles(paths: readonly string[]): string {
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    const slash = path.lastIndexOf("/");
    const folder = path.slice(0, slash);
    folders.set(folder, [...(folders.get(folder) ?? []), path.slice(slash + 1)]);
  }
  return [...folders].map(([folder, names]) => `F:${folder}\n${names.map((name) => `R:${name}\n`).join("")}`).join(""); // prettier-ignore
}

export const pathOf = (file: string): string => file.replace(/[:>].*/, "");
