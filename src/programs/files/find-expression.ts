// find's expressions: what they are made of, and what must be known to carry them out.
// Read by find-parse.ts; tests are in find-tests.ts, actions in find-actions.ts.

import type { Task } from "../../kernel/sys.ts";
import type { FoundFile } from "./find-file.ts";

/** What actions change about the walk. */
export interface Walk {
  /** the directory is not entered */
  pruned: boolean;
  /** nothing more is looked at */
  ended: boolean;
}

export type Primary = (file: FoundFile, walk: Walk) => Task<boolean>;

export type Expression =
  | { readonly kind: "primary"; readonly run: Primary }
  | { readonly kind: "not"; readonly of: Expression }
  | { readonly kind: "and" | "or" | "comma"; readonly left: Expression; readonly right: Expression };

export function* evaluate(expression: Expression, file: FoundFile, walk: Walk): Task<boolean> {
  switch (expression.kind) {
    case "primary":
      return yield* expression.run(file, walk);
    case "not":
      return !(yield* evaluate(expression.of, file, walk));
    case "and":
      return (
        (yield* evaluate(expression.left, file, walk)) &&
        !walk.ended &&
        (yield* evaluate(expression.right, file, walk))
      );
    case "or":
      return (
        (yield* evaluate(expression.left, file, walk)) ||
        (!walk.ended && (yield* evaluate(expression.right, file, walk)))
      );
    case "comma":
      yield* evaluate(expression.left, file, walk);
      return !walk.ended && (yield* evaluate(expression.right, file, walk));
  }
}

/** A test that needs no waiting. */
export const test = (judge: (file: FoundFile) => boolean): Primary =>
  function* (file) {
    return judge(file);
  };

/** Options that hold for the whole walk, whereever they stand. */
export interface Settings {
  maxDepth: number;
  minDepth: number;
  depthFirst: boolean;
  sameDevice: boolean;
  follow: "never" | "command-line" | "always";
  /** days are counted from the end of today */
  fromDayStart: boolean;
  regexType: string;
  /** no action has been named: what is found is printed */
  printsAll: boolean;
  deletes: boolean;
  prunes: boolean;
  /** carried out when the walk is over: the last batch of -exec … + */
  readonly atEnd: (() => Task<void>)[];
}
