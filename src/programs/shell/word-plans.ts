// The plans of a word, one for each use: as arguments (with braces expanded), as one value, as a pattern. They
// are made when they are first asked for and kept with the word, as nothing but its text goes into them.
// Not here: following a plan (expand.ts).

import { expandBraces } from "./braces.ts";
import type { Dialect } from "./dialect.ts";
import type { Word } from "./syntax.ts";
import { planOf, planRegex, planWord, type Plan } from "./words.ts";

export interface WordPlans {
  arguments: readonly Plan[] | undefined;
  value: Plan | undefined;
  pattern: Plan | undefined;
  /** the arguments were made with brace expansion on */
  braces: boolean;
}

/** More words than this, made from braces, are not kept. */
const MOST_KEPT = 1000;

function plansOf(word: Word): WordPlans {
  return (word.plans ??= { arguments: undefined, value: undefined, pattern: undefined, braces: true });
}

export function argumentPlans(word: Word, dialect: Dialect, braces: boolean): readonly Plan[] {
  const plans = word.plans;
  if (plans?.arguments !== undefined && plans.braces === braces) return plans.arguments;
  const { line } = word;
  const texts = braces ? expandBraces(word.text) : [word.text];
  const made = texts.map((text) => argumentPlan(text, dialect, line));
  if (made.length <= MOST_KEPT) Object.assign(plansOf(word), { arguments: made, braces });
  return made;
}

/** bash expands tildes in what looks like an assignment wherever it stands. */
function argumentPlan(text: string, dialect: Dialect, line: number): Plan {
  const head = dialect.name === "bash" && text.includes("~") ? /^[A-Za-z_]\w*\+?=/.exec(text) : null;
  if (head === null) return planWord(text, { dialect, line });
  const value = planWord(text.slice(head[0].length), { dialect, line, assignment: true });
  return planOf([{ kind: "text", text: head[0], quoted: false }, ...value.parts]);
}

/** As the value of an assignment, or wherever one word gives one text. */
export function valuePlan(word: Word, dialect: Dialect, assignment: boolean): Plan {
  const plans = plansOf(word);
  return (plans.value ??= planWord(word.text, { dialect, line: word.line, assignment }));
}

export function patternPlan(word: Word, dialect: Dialect): Plan {
  const plans = plansOf(word);
  return (plans.pattern ??= planWord(word.text, { dialect, line: word.line, pattern: true }));
}

export function regexPlan(word: Word, dialect: Dialect): Plan {
  const plans = plansOf(word);
  return (plans.pattern ??= planRegex(word.text, { dialect, line: word.line }));
}
