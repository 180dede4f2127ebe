// "did you mean …?": the known word that is nearest to one that is not known (BuildKit's util/suggest). What the words are
// is told by who asks.

const LEAST = 3;

/** Fewer than three edits away; undefined also if it is among them, as it is not the fault then. */
export function nearest(given: string, words: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = LEAST;
  for (const word of words) {
    if (word === given) return undefined;
    const distance = editsBetween(given, word);
    if (distance < least) [best, least] = [word, distance];
  }
  return best;
}

/** A message with the nearest of the words, if one is near. */
export function withSuggestion(message: string, given: string, words: Iterable<string>): string {
  const near = nearest(given, words);
  return near === undefined ? message : `${message} (did you mean ${near}?)`;
}

/** Levenshtein's distance. */
function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, (row[j - 1] as number) + same));
    }
    row = next;
  }
  return row.at(-1) as number;
}
