// Two lists of lines as one, for people: `-` only in the first, `+` only in the second, the rest as it is.

export function createPatch(before: readonly string[], after: readonly string[]): string {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  )
    end++;
  const mark = (sign: string, lines: readonly string[]): string[] =>
    lines.map((line) => `    ${sign} ${line}`);
  return [
    ...mark("-", before.slice(start, before.length - end)),
    ...mark("+", after.slice(start, after.length - end)),
  ].join("\n");
}
