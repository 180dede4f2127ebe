// `--chmod` of COPY and ADD: an octal number, or changes such as `u+x,go-w` (BuildKit takes chmod's words, through
// tonistiigi/dchapes-mode). Relies on nothing.

/** The mode that a file has afterwards. */
export type ModeChange = (mode: number, isDirectory: boolean) => number;

const WHO: Readonly<Record<string, number>> = { u: 0o700, g: 0o070, o: 0o007 };
const CLAUSE = /^([ugoa]*)((?:[-+=][rwxXstugo]*)+)$/;

/** undefined: neither */
export function modeChangeOf(text: string): ModeChange | undefined {
  if (text === "") return undefined;
  if (!/^[0-7]+$/.test(text)) return parseModeChange(text);
  const mode = parseInt(text, 8);
  return () => mode;
}

/** undefined if it is no list of changes */
export function parseModeChange(text: string): ModeChange | undefined {
  const clauses = text.split(",").map((clause) => CLAUSE.exec(clause));
  if (text === "" || clauses.includes(null)) return undefined;
  return (mode, isDirectory) =>
    clauses.reduce((now, clause) => applyClause(now, clause as RegExpExecArray, isDirectory), mode);
}

function applyClause(
  mode: number,
  [, who = "", actions = ""]: RegExpExecArray,
  isDirectory: boolean,
): number {
  const letters = who === "" || who.includes("a") ? ["u", "g", "o"] : [...new Set(who)];
  const mask = letters.reduce((bits, letter) => bits | (WHO[letter] as number), 0);
  let now = mode;
  for (const [, operator = "", permissions = ""] of actions.matchAll(/([-+=])([rwxXstugo]*)/g)) {
    const bits = bitsOf(now, permissions, letters, isDirectory) & (mask | 0o7000);
    if (operator === "+") now |= bits;
    else if (operator === "-") now &= ~bits;
    else now = (now & ~(mask | specialOf(letters))) | bits;
  }
  return now;
}

const specialOf = (letters: readonly string[]): number =>
  (letters.includes("u") ? 0o4000 : 0) | (letters.includes("g") ? 0o2000 : 0);

function bitsOf(mode: number, permissions: string, letters: readonly string[], isDirectory: boolean): number {
  let bits = 0;
  for (const permission of permissions) {
    if (permission === "r") bits |= 0o444;
    else if (permission === "w") bits |= 0o222;
    else if (permission === "x") bits |= 0o111;
    else if (permission === "X") bits |= isDirectory || (mode & 0o111) !== 0 ? 0o111 : 0;
    else if (permission === "s") bits |= specialOf(letters);
    else if (permission === "t") bits |= 0o1000;
    else bits |= copied(mode, permission);
  }
  return bits;
}

/** `g=u`: what another has. */
function copied(mode: number, from: string): number {
  const own = from === "u" ? (mode >> 6) & 7 : from === "g" ? (mode >> 3) & 7 : mode & 7;
  return own * 0o111;
}
