// What dpkg knows of the packages that an image or a host was made of: /var/lib/dpkg/status, the lists of files, and
// apt's empty note of what came along by itself. Packages are named; those that they depend on come with them.

import { debianPackages, type DebianPackage, type Distribution } from "../../base/packages/debian.ts";
import { listFile, listText, statusParagraph } from "../../base/packages/dpkg-record.ts";
import { words, type Layout } from "../layout.ts";
import { BASE_PACKAGES } from "./debian-data.ts";

function withDependencies(names: readonly string[]): DebianPackage[] {
  const table = debianPackages();
  const found = new Map<string, DebianPackage>();
  const todo = [...names];
  for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
    const one = table.get(name);
    if (one === undefined || found.has(name)) continue;
    found.set(name, one);
    todo.push(...one.depends);
  }
  return [...table.values()].filter(({ name }) => found.has(name));
}

/** `further` are packages beside those that every Debian has, between blanks. */
export const recordPackages =
  (distribution: Distribution, further = "") =>
  (layout: Layout): void => {
    const all = withDependencies([...BASE_PACKAGES, ...words(further)]);
    layout
      .file("var/lib/dpkg/status", all.map((one) => `${statusParagraph(one, distribution)}\n`).join(""))
      .file("var/lib/apt/extended_states", "");
    for (const one of all) layout.file(listFile(one), listText(one));
  };
