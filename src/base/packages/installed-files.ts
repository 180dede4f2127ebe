// The files of a Debian package as they lie in the tree once it is installed: executables, libraries, the names that
// update-alternatives gives, settings, and one file that stands for all that nobody looks into, so that the whole is as
// large as the real package. Not here: manuals and translations one by one.

import { alternativesOf, type DebianPackage } from "./debian.ts";
import { ALTERNATIVES, ONE_LINERS, PROGRAM_NAMES, TOOLS } from "./debian-tools.ts";
import { SETTINGS } from "./package-settings.ts";

export type PackageFile =
  | { readonly kind: "program"; readonly path: string; readonly program: string; readonly size: number; readonly mode: number }
  | { readonly kind: "data"; readonly path: string; readonly size: number; readonly mode: number }
  | { readonly kind: "text"; readonly path: string; readonly text: string; readonly mode: number }
  | { readonly kind: "link"; readonly path: string; readonly target: string }; // prettier-ignore

const FOLDERS = new Map([
  ["b", "usr/bin"],
  ["s", "usr/sbin"],
  ["g", "usr/games"],
  ["l", "usr/lib/x86_64-linux-gnu"],
]);

/** `vim.basic` runs vi, `python3.13` python3. */
const programOf = (file: string): string =>
  PROGRAM_NAMES.get(file) ?? (/^python3\.\d+$/.test(file) ? "python3" : file);

function described(folder: string, word: string): PackageFile[] {
  const arrow = word.indexOf(">");
  if (arrow > 0)
    return [{ kind: "link", path: `${folder}/${word.slice(0, arrow)}`, target: word.slice(arrow + 1) }];
  const [file = "", bytes = "0", octal = ""] = word.split(":");
  const path = `${folder}/${file}`;
  const size = Number(bytes);
  if (!folder.endsWith("gnu"))
    return [{ kind: "program", path, program: programOf(file), size, mode: octal === "" ? 0o755 : parseInt(octal, 8) }]; // prettier-ignore
  const data: PackageFile = { kind: "data", path, size, mode: 0o644 };
  const short = /^(.*\.so\.\d+)\./.exec(file)?.[1];
  return short === undefined ? [data] : [data, { kind: "link", path: `${folder}/${short}`, target: file }];
}

const chosen = (file: string, names: readonly string[]): PackageFile[] =>
  names.flatMap((name) => [
    { kind: "link", path: `usr/bin/${name}`, target: `/etc/alternatives/${name}` },
    { kind: "link", path: `etc/alternatives/${name}`, target: `/usr/bin/${file}` },
  ]);

function* toolsOf({ name, files }: DebianPackage): Generator<PackageFile> {
  const tools = TOOLS.get(name);
  for (const [listing, folder] of [
    [tools?.bin, "usr/bin"],
    [tools?.sbin, "usr/sbin"],
  ])
    // prettier-ignore
    for (const word of (listing ?? "").split(/\s+/))
      if (word !== "") yield* described(folder as string, word);
  for (const word of files) yield* described(FOLDERS.get(word[0] as string) as string, word.slice(1));
  for (const [names, file] of ALTERNATIVES.get(name) ?? []) yield* chosen(file, names.split(" "));
  for (const [tool, line] of ONE_LINERS.get(name) ?? [])
    yield { kind: "text", path: `usr/bin/${tool}`, text: `#!/bin/sh\nexec ${line} "$@"\n`, mode: 0o755 };
}

const sizeOf = (file: PackageFile): number =>
  file.kind === "link" ? 0 : file.kind === "text" ? file.text.length : file.size;

/** All files, without the directories on the way, in the order in which they are unpacked. */
export function filesOf(one: DebianPackage): readonly PackageFile[] {
  const { name, installedSize } = one;
  const all = [...toolsOf(one)];
  const named = new Set((TOOLS.has(name) ? ALTERNATIVES.get(name) : undefined)?.map(([, file]) => file));
  for (const { path } of [...all])
    if (path.startsWith("usr/bin/") && !named.has(path.slice(8)))
      all.push(...chosen(path.slice(8), alternativesOf(path.slice(8))));
  for (const [path, text] of SETTINGS.get(name) ?? [])
    all.push({ kind: "text", path, text, mode: text.startsWith("#!") ? 0o755 : 0o644 });
  const copyright = `usr/share/doc/${name}/copyright`;
  all.push({ kind: "data", path: copyright, size: Math.min(1200, installedSize * 512), mode: 0o644 });
  const rest = installedSize * 1024 - all.reduce((sum, file) => sum + sizeOf(file), 0);
  if (rest > 8192) all.push({ kind: "data", path: `usr/lib/${name}/${name}.dat`, size: rest, mode: 0o644 });
  return all;
}

/** Whether ldconfig has something to do once it is there. */
export const hasLibraries = ({ files }: DebianPackage): boolean => files.some((file) => file.startsWith("l"));

/** The paths that dpkg lists, with the directories on the way, each once; names that were chosen are nobody's. */
export function pathsOf(one: DebianPackage): readonly string[] {
  const paths = new Set(["/."]);
  for (const file of filesOf(one)) {
    if (file.path.startsWith("etc/alternatives/")) continue;
    if (file.kind === "link" && file.target.startsWith("/etc/alternatives/")) continue;
    const parts = file.path.split("/");
    for (let i = 1; i <= parts.length; i++) paths.add(`/${parts.slice(0, i).join("/")}`);
  }
  return [...paths];
}
