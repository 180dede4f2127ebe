// What dpkg and apt write down of a package, as text: a paragraph of /var/lib/dpkg/status and of a repository's Packages
// file (deb-control(5)), and the list of its files. Maintainers and long descriptions are left out.

import { binaryName, type DebianPackage, type Distribution } from "./debian.ts";
import { pathsOf } from "./installed-files.ts";

const field = (name: string, value: string): string => (value === "" ? "" : `${name}: ${value}\n`);

const relations = (one: DebianPackage): string =>
  field("Depends", one.depends.join(", ")) +
  field("Recommends", one.recommends.join(", ")) +
  field("Suggests", one.suggests.map((choice) => choice.replaceAll("|", " | ")).join(", "));

export const statusParagraph = (one: DebianPackage, distribution: Distribution, status = "install ok installed"): string =>
  field("Package", one.name) +
  (one.essential ? "Essential: yes\n" : "") +
  field("Status", status) +
  field("Priority", one.priority) +
  field("Section", one.section) +
  field("Installed-Size", String(one.installedSize)) +
  field("Architecture", one.architecture) +
  (one.coinstallable ? "Multi-Arch: same\n" : "") +
  field("Version", one.versions[distribution]) +
  relations(one) +
  field("Description", one.description); // prettier-ignore

/** The directory under pool/ is named by the first letter, or four for libraries. */
export function poolPath(
  { name, versions, architecture }: DebianPackage,
  distribution: Distribution,
): string {
  const letter = name.startsWith("lib") ? name.slice(0, 4) : name.slice(0, 1);
  const version = versions[distribution].replace(/^\d+:/, "");
  return `pool/main/${letter}/${name}/${name}_${version}_${architecture}.deb`;
}

export const archiveParagraph = (one: DebianPackage, distribution: Distribution): string =>
  field("Package", one.name) +
  field("Version", one.versions[distribution]) +
  field("Installed-Size", String(one.installedSize)) +
  field("Architecture", one.architecture) +
  relations(one) +
  field("Description-en", one.description) +
  (one.coinstallable ? "Multi-Arch: same\n" : "") +
  field("Section", one.section) +
  field("Priority", one.priority) +
  field("Filename", poolPath(one, distribution)) +
  field("Size", String(one.size));

export const listText = (one: DebianPackage): string => `${pathsOf(one).join("\n")}\n`;

export const listFile = (one: DebianPackage): string => `var/lib/dpkg/info/${binaryName(one)}.list`;
