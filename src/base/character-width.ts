// How many columns of a terminal a character takes, and a text of several. The ranges were measured on
// docker's own tables (go-runewidth, Unicode 17); the grapheme rules are UAX 29's, as far as they matter
// for width: joined emoji, flags, marks, Hangul and Indic conjuncts.

/** East Asian Wide and Fullwidth, as first and last code point, in hexadecimal */
const WIDE_RANGES =
  "1100-115f 231a-231b 2329-232a 23e9-23ec 23f0 23f3 25fd-25fe 2614-2615 2630-2637 2648-2653 267f 268a-268f " +
  "2693 26a1 26aa-26ab 26bd-26be 26c4-26c5 26ce 26d4 26ea 26f2-26f3 26f5 26fa 26fd 2705 270a-270b 2728 274c " +
  "274e 2753-2755 2757 2795-2797 27b0 27bf 2b1b-2b1c 2b50 2b55 2e80-2e99 2e9b-2ef3 2f00-2fd5 2ff0-303e " +
  "3041-3096 3099-30ff 3105-312f 3131-318e 3190-31e5 31ef-321e 3220-3247 3250-a48c a490-a4c6 a960-a97c " +
  "ac00-d7a3 f900-faff fe10-fe19 fe30-fe52 fe54-fe66 fe68-fe6b ff01-ff60 ffe0-ffe6 16fe0-16fe4 16ff2-16ff6 " +
  "17000-18cd5 18cff-18d1e 18d80-18df2 1aff0-1aff3 1aff5-1affb 1affd-1affe 1b000-1b122 1b132 1b150-1b152 " +
  "1b155 1b164-1b167 1b170-1b2fb 1d300-1d356 1d360-1d376 1f004 1f0cf 1f18e 1f191-1f19a 1f200-1f202 " +
  "1f210-1f23b 1f240-1f248 1f250-1f251 1f260-1f265 1f300-1f320 1f32d-1f335 1f337-1f37c 1f37e-1f393 " +
  "1f3a0-1f3ca 1f3cf-1f3d3 1f3e0-1f3f0 1f3f4 1f3f8-1f43e 1f440 1f442-1f4fc 1f4ff-1f53d 1f54b-1f54e " +
  "1f550-1f567 1f57a 1f595-1f596 1f5a4 1f5fb-1f64f 1f680-1f6c5 1f6cc 1f6d0-1f6d2 1f6d5-1f6d8 1f6dc-1f6df " +
  "1f6eb-1f6ec 1f6f4-1f6fc 1f7e0-1f7eb 1f7f0 1f90c-1f93a 1f93c-1f945 1f947-1f9ff 1fa70-1fa7c 1fa80-1fa8a " +
  "1fa8e-1fac6 1fac8 1facd-1fadc 1fadf-1faea 1faef-1faf8 20000-2fffd 30000-3fffd";

const WIDE = WIDE_RANGES.split(" ").map((range): readonly [number, number] => {
  const [first, last = first] = range.split("-");
  return [Number.parseInt(first as string, 16), Number.parseInt(last as string, 16)];
});

export function isWide(code: number): boolean {
  let low = 0;
  let high = WIDE.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [first, last] = WIDE[middle] as readonly [number, number];
    if (code > last) low = middle + 1;
    else if (code < first) high = middle - 1;
    else return true;
  }
  return false;
}

/** Controls, what only directs, and marks that combine. */
const NO_WIDTH =
  /^[\0-\x1f\x7f-\x9f\u00ad\u070f\u180b-\u180e\u200b-\u200f\u2028-\u202e\u206a-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\p{Mn}\p{Me}\u{1d165}-\u{1d166}\u{1d16d}-\u{1d172}]$/u;

export function runeWidth(rune: string): number {
  if (rune >= " " && rune <= "~") return 1;
  if (NO_WIDTH.test(rune)) return 0;
  return isWide(rune.codePointAt(0) as number) ? 2 : 1;
}

const MARKS = String.raw`[\p{M}\u200c\u200d\u0e33\u0eb3\u{1f3fb}-\u{1f3ff}\u{e0020}-\u{e007f}]`;
const CONSONANT = String.raw`[\u0915-\u0939\u0958-\u095f\u0978-\u097f\u0995-\u09b9\u09dc-\u09df\u0a95-\u0ab9\u0b15-\u0b39\u0b5c-\u0b5f\u0c15-\u0c39\u0c58-\u0c5a\u0d15-\u0d3a]`;
const CONJUNCT = String.raw`${CONSONANT}(?:${MARKS}*[\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d]${MARKS}*${CONSONANT})+`;
const HANGUL = String.raw`[\u1100-\u115f]*[\u1160-\u11a7\uac00-\ud7a3][\u1160-\u11ff]*|[\u1100-\u115f]+|[\u11a8-\u11ff]+`;
const EMOJI = String.raw`\p{Extended_Pictographic}(?:${MARKS}*\u200d\p{Extended_Pictographic})*`;
const FLAG = String.raw`[\u{1f1e6}-\u{1f1ff}]{2}`;
const GRAPHEME = new RegExp(
  String.raw`[\0-\x1f\x7f-\x9f]|(?:${FLAG}|${HANGUL}|${EMOJI}|${CONJUNCT}|.)${MARKS}*`,
  "gsu",
);

const graphemeWidth = (grapheme: string): number =>
  Math.min(
    2,
    Array.from(grapheme, runeWidth).reduce((sum, width) => sum + width, 0),
  );

/** Columns of a text; nothing takes more than two. */
export function displayWidth(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  return (text.match(GRAPHEME) ?? []).reduce((sum, grapheme) => sum + graphemeWidth(grapheme), 0);
}
