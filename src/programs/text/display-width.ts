// How many columns of a terminal a character takes: none for control and combining characters, two for East
// Asian wide ones, one for the rest. The wide ranges are Unicode's blocks, not single characters.

const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x2329, 0x232a],
  [0x23e9, 0x23ec],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18cff],
  [0x1b000, 0x1b2ff],
  [0x1f1e6, 0x1f202],
  [0x1f210, 0x1f265],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x1fa70, 0x1faff],
  [0x20000, 0x3fffd],
];

const NARROW = /^[\x20-\x7e\xa0-\u02ff]$/;
const NO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}\ud800-\udfff]$/u;

export function displayWidth(char: string): number {
  if (NARROW.test(char)) return 1;
  if (NO_WIDTH.test(char)) return 0;
  const code = char.codePointAt(0) as number;
  return WIDE.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}

export function textWidth(text: string): number {
  let width = 0;
  for (const char of text) width += displayWidth(char);
  return width;
}
