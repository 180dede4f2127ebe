// The order of names in docker's tables: numbers in them count as numbers, so that web10 comes after web9
// (fvbommel/sortorder NaturalLess). Relies on nothing.

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** Whether `a` stands before `b`. */
export function naturalLess(a: string, b: string): boolean {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(j);
    if (isDigit(x) !== isDigit(y)) return isDigit(x);
    if (!isDigit(x)) {
      if (x !== y) return x < y;
      i++;
      j++;
      continue;
    }
    const [left, right] = [numberAt(a, i), numberAt(b, j)];
    if (left.digits.length !== right.digits.length) return left.digits.length < right.digits.length;
    if (left.digits !== right.digits) return left.digits < right.digits;
    // of equal numbers the one with fewer zeros before it comes first
    if (left.zeros !== right.zeros) return left.zeros < right.zeros;
    i = left.end;
    j = right.end;
  }
  return a.length - i < b.length - j;
}

interface NumberAt {
  readonly digits: string;
  readonly zeros: number;
  readonly end: number;
}

function numberAt(text: string, at: number): NumberAt {
  let start = at;
  while (text[start] === "0") start++;
  let end = start;
  while (end < text.length && isDigit(text.charCodeAt(end))) end++;
  return { digits: text.slice(start, end), zeros: start - at, end };
}

/** For Array.sort. */
export const byNaturalOrder = (a: string, b: string): number =>
  naturalLess(a, b) ? -1 : naturalLess(b, a) ? 1 : 0;
