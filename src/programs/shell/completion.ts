// What completes the word under the cursor (bash, "Programmable Completion" and "Letting Readline Type For You"): a
// command's name, what `complete` says about the command, variables, users, files.
// Relies on completion-sources.ts for the lists. Not here: changing the line (line-editor/completing.ts).

import { failed } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import { isDirectory } from "../libc/file-mode.ts";
import type { CompletionKind, Completions } from "../line-editor/host.ts";
import { completeBySpec, type Request } from "./completion-by-spec.ts";
import { wordsOfLine, type LineWords } from "./completion-line.ts";
import { commandsBeginning, filesBeginning, isExecutableFile, variablesBeginning, wordsOfAction } from "./completion-sources.ts"; // prettier-ignore
import type { CompletionSpec } from "./completion-specs.ts";
import { parameterValue } from "./parameters.ts";
import type { Shell } from "./shell.ts";

export function* completeLine(
  sh: Shell,
  line: string,
  point: number,
  kind: CompletionKind,
): Task<Completions> {
  const at = wordsOfLine(line.slice(0, point));
  switch (kind) {
    case "file":
      return fileCompletions(sh, at);
    case "command":
      return plain(at, commandsBeginning(sh, at.word));
    case "variable":
      return at.word.startsWith("$")
        ? variableCompletions(sh, at, at.word)
        : plain(at, variablesBeginning(sh, at.word));
    case "user":
      return plain(at, (yield* wordsOfAction(sh, "user", at.word)) ?? []);
    case "host":
      return plain(at, []);
    case "default":
      return yield* completeByDefault(sh, line, point, at);
  }
}

function* completeByDefault(sh: Shell, line: string, point: number, at: LineWords): Task<Completions> {
  const { word } = at;
  if (at.quote !== "'" && /^\$\{?[A-Za-z0-9_]*$/.test(word)) return variableCompletions(sh, at, word);
  if (/^~[^/]*$/.test(word) && at.quote === undefined) {
    const users = yield* usersBeginning(sh, word);
    if (users.length > 0) return { ...plain(at, users), directories: new Set(users) };
  }
  if (at.isRedirection) return fileCompletions(sh, at);
  if (at.isCommand) return commandCompletions(sh, at);
  if (!sh.isBash && at.words[0] === "cd") return fileCompletions(sh, at, () => false);
  const spec = specOf(sh, at);
  if (spec === undefined) return fileCompletions(sh, at);
  const request: Request = { line, point, at };
  sh.compRetry = false;
  let found = yield* completeBySpec(sh, spec, request);
  const now = specOf(sh, at);
  if (sh.compRetry && now !== undefined) found = yield* completeBySpec(sh, now, request);
  if (found.words.length > 0 || !found.orFiles) return found;
  return fileCompletions(sh, at);
}

function specOf(sh: Shell, { words }: LineWords): CompletionSpec | undefined {
  const [name] = words as [string];
  const { completions } = sh;
  return (
    completions.get(name) ?? completions.get(name.slice(name.lastIndexOf("/") + 1)) ?? completions.get("-D")
  );
}

const plain = ({ start, quote }: LineWords, words: readonly string[]): Completions => ({
  start,
  words,
  files: false,
  ...(quote === undefined ? {} : { quote }),
});

function fileCompletions(sh: Shell, at: LineWords, accepts?: (path: string) => boolean): Completions {
  const { words, directories } = filesBeginning(sh, at.word, accepts);
  return { ...plain(at, words), files: true, directories };
}

/** Names with a slash are looked up as files that can be run; a name that nothing has may be a directory. */
function commandCompletions(sh: Shell, at: LineWords): Completions {
  const runs = (path: string): boolean => isExecutableFile(sh, path);
  if (at.word.includes("/")) return fileCompletions(sh, at, runs);
  const words = commandsBeginning(sh, at.word);
  return words.length > 0 ? plain(at, words) : fileCompletions(sh, at, () => false);
}

function variableCompletions(sh: Shell, at: LineWords, word: string): Completions {
  const braced = word.startsWith("${");
  const names = variablesBeginning(sh, word.slice(braced ? 2 : 1));
  const words = names.map((name) => (braced ? `\${${name}}` : `$${name}`));
  const directories = new Set(words.filter((_, i) => holdsDirectory(sh, names[i] as string)));
  const { quote } = at;
  return { start: at.start, words, files: false, directories, ...(quote === undefined ? {} : { quote }) };
}

function holdsDirectory(sh: Shell, name: string): boolean {
  const value = parameterValue(sh, name);
  const stat = value === undefined || value === "" ? "ENOENT" : sh.sys.stat(value);
  return !failed(stat) && isDirectory(stat);
}

function* usersBeginning(sh: Shell, word: string): Task<readonly string[]> {
  const names = (yield* wordsOfAction(sh, "user", word.replace(/^~/, ""))) ?? [];
  return names.map((name) => `~${name}`);
}
