// What `complete` has said about the arguments of commands (bash, "Programmable Completion"): data that is never
// changed, so that images of shells can share it. Not here: the builtins (builtins/complete.ts) and carrying it out
// (completion.ts).

export interface CompletionSpec {
  readonly options: ReadonlySet<string>;
  /** names of -A: file, directory, variable, … */
  readonly actions: readonly string[];
  readonly words: string | undefined;
  readonly functionName: string | undefined;
  readonly command: string | undefined;
  readonly globs: string | undefined;
  readonly prefix: string;
  readonly suffix: string;
}

/** By command; "" for -E, the empty line; "-D" for all that have none. */
export type CompletionSpecs = ReadonlyMap<string, CompletionSpec>;

export const NO_SPECS: CompletionSpecs = new Map();
