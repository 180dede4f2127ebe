// What cobra's `__complete` answers: words, each perhaps with a description after a tab, and a number that says what
// the shell is to do with them (cobra, ShellCompDirective). Relies on nothing.
// Not here: finding them (arguments.ts, flag-values.ts).

export const DEFAULT = 0;
export const NO_SPACE = 2;
export const NO_FILES = 4;
export const DIRECTORIES = 16;

const NAMES = new Map([
  [DEFAULT, "ShellCompDirectiveDefault"],
  [NO_SPACE, "ShellCompDirectiveNoSpace"],
  [NO_FILES, "ShellCompDirectiveNoFileComp"],
  [DIRECTORIES, "ShellCompDirectiveFilterDirs"],
]);

export interface Possibilities {
  readonly words: readonly string[];
  readonly directive: number;
}

export const words = (found: readonly string[], directive = NO_FILES): Possibilities => ({
  words: found,
  directive,
});

export const nothing = (directive = NO_FILES): Possibilities => words([], directive);

export const directiveName = (directive: number): string => NAMES.get(directive) ?? "ShellCompDirectiveError";
