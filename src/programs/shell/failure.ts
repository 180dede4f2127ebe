// Why a text is no script: what the parser found instead of what it could take. The words that each shell has
// for it are in syntax-messages.ts. A failure that more input could cure is `incomplete`.

export interface Position {
  /** counted from 0 */
  readonly line: number;
  /** index in the text that was parsed */
  readonly at: number;
}

export type Expected = string | undefined;

export type Failure = Position &
  (
    | {
        readonly kind: "token";
        /** as bash shows it: its text, or `newline` */
        readonly token: string;
        /** as the others call it: `word`, `newline`, `redirection`, or its text in quotes */
        readonly called: string;
        readonly expected: Expected;
        /** commands in a substitution had just ended: only its bracket could stand here */
        readonly substitution?: true;
      }
    | {
        readonly kind: "end";
        readonly expected: Expected;
        /** the innermost compound command that is open, and the line that it begins on */
        readonly within: { readonly word: string; readonly line: number } | undefined;
        /** of [[ ]]: it misses its end, or something before that */
        readonly condition?: "closer" | "term";
      }
    /** a quote or bracket that is not closed; `line` is where it was opened */
    | { readonly kind: "open"; readonly closer: string; readonly lastLine: number; readonly regex?: true }
    /** a here-document without its delimiter: only while more input may come */
    | { readonly kind: "document"; readonly delimiter: string; readonly strip: boolean }
    /** what only some shells refuse, by a name of ours */
    | {
        readonly kind: "rule";
        readonly rule: Rule;
        readonly detail: string;
        readonly token: string;
        /** index after the token */
        readonly end: number;
        /** of [[ ]]: the line that it begins on, and its parentheses that are open */
        readonly condition?: { readonly line: number; readonly groups: number };
      }
  );

export type Rule =
  | "for-variable"
  | "function-name"
  | "fd-number"
  | "too-deep"
  | "for-expressions"
  | "test-unexpected-token"
  | "test-primary-missing"
  | "test-binary-expected"
  | "test-unexpected-argument"
  | "test-unary-argument"
  | "test-expected-paren";

export const needsMore = (failure: Failure): boolean =>
  failure.kind === "end" || failure.kind === "open" || failure.kind === "document";
