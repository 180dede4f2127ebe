// Debian's packages as records, read from the table when somebody first asks: versions of Debian 13 and Ubuntu 24.04,
// sizes, dependencies and the files that count. One line of debian-table.ts is
//
//   name;flags;section;version;Ubuntu's version;bytes;kilobytes installed;depends;recommends;suggests;description;files
//
// with flags e essential, a for all architectures, s installable for several, and r, i, t for a priority above
// optional. Dependencies lead only to packages of the table. Not here: versions within dependencies, conflicts.

import { ALTERNATIVES_TABLE, DEBIAN_TABLE } from "./debian-table.ts";

export type Distribution = "debian" | "ubuntu";

export interface DebianPackage {
  readonly name: string;
  readonly essential: boolean;
  readonly architecture: "amd64" | "all";
  /** may be installed for several architectures, so dpkg writes `name:amd64` */
  readonly coinstallable: boolean;
  readonly priority: string;
  readonly section: string;
  readonly versions: Readonly<Record<Distribution, string>>;
  /** of the archive, in bytes */
  readonly size: number;
  /** in kilobytes */
  readonly installedSize: number;
  readonly depends: readonly string[];
  readonly recommends: readonly string[];
  /** `a|b` where one of several is meant */
  readonly suggests: readonly string[];
  readonly description: string;
  /** `LETTER NAME:SIZE[:MODE]` and `LETTER NAME>TARGET`, see installed-files.ts */
  readonly files: readonly string[];
}

const PRIORITIES = new Map([["r", "required"], ["i", "important"], ["t", "standard"]]); // prettier-ignore

const split = (text: string | undefined): string[] =>
  text === undefined || text === "" ? [] : text.split(" ");

function parseLine(line: string): DebianPackage {
  const [name = "", flags = "", section = "", version = "", ubuntu = "", size, installed, ...rest] =
    line.split(";");
  const [depends, recommends, suggests, description = "", files] = rest;
  return {
    name,
    essential: flags.includes("e"),
    architecture: flags.includes("a") ? "all" : "amd64",
    coinstallable: flags.includes("s"),
    priority: PRIORITIES.get(flags.replace(/[eas]/g, "")) ?? "optional",
    section,
    versions: { debian: version, ubuntu: ubuntu === "" ? version : ubuntu },
    size: Number(size),
    installedSize: Number(installed),
    depends: split(depends),
    recommends: split(recommends),
    suggests: split(suggests),
    description,
    files: split(files),
  };
}

let table: ReadonlyMap<string, DebianPackage> | undefined;

/** By name, in alphabetical order. */
export function debianPackages(): ReadonlyMap<string, DebianPackage> {
  return (table ??= new Map(
    DEBIAN_TABLE.split("\n")
      .map(parseLine)
      .map((one) => [one.name, one] as const),
  ));
}

/** Names that are no package: those that stand in for it. One stands in without a word but a note. */
export const VIRTUAL: ReadonlyMap<string, readonly string[]> = new Map([
  ["dnsutils", ["bind9-dnsutils"]],
  ["netcat", ["netcat-openbsd", "netcat-traditional"]],
  ["ping", ["iputils-ping"]],
  ["editor", ["nano", "vim", "vim-tiny"]],
  ["awk", ["mawk"]],
  ["c-compiler", ["gcc"]],
  ["httpd", ["apache2", "nginx"]],
  ["python3-distutils", ["python3-minimal"]],
]);

let links: ReadonlyMap<string, readonly string[]> | undefined;

/** What update-alternatives lets a file of /usr/bin be called besides. */
export function alternativesOf(file: string): readonly string[] {
  links ??= new Map(
    ALTERNATIVES_TABLE.split("\n").map((line) => {
      const [name = "", ...others] = line.split(" ");
      return [name, others] as const;
    }),
  );
  return links.get(file) ?? [];
}

/** As dpkg calls it: with the architecture where there may be others. */
export const binaryName = ({ name, coinstallable }: DebianPackage): string =>
  coinstallable ? `${name}:amd64` : name;
