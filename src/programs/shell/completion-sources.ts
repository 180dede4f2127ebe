// Where completions come from: files, directories, commands, variables, users, jobs and the like, as lists of whole
// words that begin with what is there (bash, compgen -A). Relies on the shell's tables and on the file system.
// Not here: which of them a word of a line is completed by (completion.ts).

import { failed } from "../../base/errno.ts";
import { decode } from "../../base/utf8.ts";
import { O_RDONLY, X_OK, type Task } from "../../kernel/sys.ts";
import { byteOrder } from "../libc/byte-order.ts";
import { isDirectory } from "../libc/file-mode.ts";
import { jobText } from "./jobs.ts";
import { parameterValue } from "./parameters.ts";
import { reservedWords } from "./reserved.ts";
import type { Shell } from "./shell.ts";

export interface FileMatches {
  readonly words: readonly string[];
  readonly directories: ReadonlySet<string>;
}

/** A tilde in front stands for a home directory. */
function withoutTilde(sh: Shell, path: string): string {
  if (path !== "~" && !path.startsWith("~/")) return path;
  return (parameterValue(sh, "HOME") ?? "") + path.slice(1);
}

export function filesBeginning(
  sh: Shell,
  word: string,
  accepts: (path: string) => boolean = () => true,
): FileMatches {
  const cut = word.lastIndexOf("/") + 1;
  const head = word.slice(0, cut);
  const begin = word.slice(cut);
  const folder = withoutTilde(sh, head);
  const items = sh.sys.list(head === "" ? "." : folder);
  const words: string[] = [];
  const directories = new Set<string>();
  if (failed(items)) return { words, directories };
  const dots = begin.startsWith(".") ? [".", ".."] : [];
  const names = new Set([...dots, ...items.map(({ name }) => name)]);
  for (const name of names) {
    if ((dots.length === 0 && /^\.\.?$/.test(name)) || !name.startsWith(begin)) continue;
    const stat = sh.sys.stat(folder + name);
    const isFolder = !failed(stat) && isDirectory(stat);
    if (!isFolder && !accepts(folder + name)) continue;
    words.push(head + name);
    if (isFolder) directories.add(head + name);
  }
  return { words: words.sort(byteOrder), directories };
}

export const isExecutableFile = (sh: Shell, path: string): boolean => {
  const stat = sh.sys.stat(path);
  return !failed(stat) && !isDirectory(stat) && !failed(sh.sys.access(path, X_OK));
};

export function commandsBeginning(sh: Shell, word: string): string[] {
  const names = new Set([...sh.aliases.keys(), ...sh.functions.keys(), ...sh.interpreter.builtinNames(sh)]);
  if (sh.isBash) for (const name of [...reservedWords(sh.dialect), "]]"]) names.add(name);
  for (const folder of (parameterValue(sh, "PATH") ?? "").split(":")) {
    const items = sh.sys.list(folder === "" ? "." : folder);
    if (failed(items)) continue;
    for (const { name } of items)
      if (name.startsWith(word) && !names.has(name) && isExecutableFile(sh, `${folder}/${name}`))
        names.add(name);
  }
  return [...names].filter((name) => name.startsWith(word)).sort(byteOrder);
}

export const variablesBeginning = (sh: Shell, word: string): string[] =>
  [...sh.variables.names()]
    .filter((name) => name.startsWith(word) && sh.variables.find(name)?.value !== undefined)
    .sort(byteOrder);

function* firstFields(sh: Shell, path: string): Task<string[]> {
  const fd = yield* sh.sys.open(path, O_RDONLY);
  if (failed(fd)) return [];
  const bytes = yield* sh.sys.read(fd, 1 << 16);
  void sh.sys.close(fd);
  if (failed(bytes)) return [];
  return decode(bytes)
    .split("\n")
    .map((line) => line.split(":")[0] as string)
    .filter((name) => name !== "");
}

/** All words of one kind; undefined if there is no such kind. */
export function* wordsOfAction(sh: Shell, action: string, word: string): Task<readonly string[] | undefined> {
  const beginning = (names: Iterable<string>): string[] =>
    [...names].filter((name) => name.startsWith(word)).sort(byteOrder);
  switch (action) {
    case "file":
      return filesBeginning(sh, word).words;
    case "directory":
      return [...filesBeginning(sh, word, () => false).words];
    case "command":
      return commandsBeginning(sh, word);
    case "variable":
    case "arrayvar":
      return variablesBeginning(sh, word);
    case "export":
      return variablesBeginning(sh, word);
    case "alias":
      return beginning(sh.aliases.keys());
    case "builtin":
    case "enabled":
    case "helptopic":
      return beginning(sh.interpreter.builtinNames(sh));
    case "function":
      return beginning(sh.functions.keys());
    case "keyword":
      return beginning(reservedWords(sh.dialect));
    case "job":
    case "running":
    case "stopped":
      return beginning(sh.jobs.all.map((job) => jobText(job).split(" ")[0] as string));
    case "user":
      return beginning(yield* firstFields(sh, "/etc/passwd"));
    case "group":
      return beginning(yield* firstFields(sh, "/etc/group"));
    case "hostname":
      return [];
    case "shopt":
      return beginning(sh.shopts);
    default:
      return undefined;
  }
}
