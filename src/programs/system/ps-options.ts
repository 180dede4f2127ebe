// How procps' ps reads its words: UNIX letters after one dash, BSD letters without, GNU names after two; lists
// of pids, users, terminals (ps(1)). What comes out is a request; an error is text after `error: `.
// A word such as `-aux` that makes no sense as UNIX letters is read as BSD letters, as ps has always done.

export interface FormatItem {
  readonly name: string;
  readonly heading: string | undefined;
  readonly width: number | undefined;
}

/** Lists of who is meant; a process in any of them is selected. */
export type ListKind =
  "pid" | "quick" | "ppid" | "euser" | "ruser" | "egroup" | "rgroup" | "session" | "tty" | "command";

export interface PsRequest {
  every: boolean;
  /** -a, -d, and BSD's a, x, r */
  allWithTerminal: boolean;
  noLeaders: boolean;
  bsdAll: boolean;
  bsdNoTerminal: boolean;
  running: boolean;
  negate: boolean;
  /** `t` or `T` alone: the terminal of ps itself */
  ownTerminal: boolean;
  readonly lists: { readonly kind: ListKind; readonly values: readonly string[] }[];
  /** of -o, o, --format */
  readonly format: FormatItem[];
  /** -O, O: after the pid */
  readonly inserted: FormatItem[];
  readonly styles: Set<string>;
  bsd: boolean;
  forest: "none" | "art" | "indent";
  readonly sort: { readonly name: string; readonly descending: boolean }[];
  headings: boolean;
  wide: number;
  columns: number | undefined;
  environment: boolean;
  comm: boolean;
  info: "version" | "help" | "formats" | undefined;
}

export const newRequest = (): PsRequest => ({
  every: false, allWithTerminal: false, noLeaders: false, bsdAll: false, bsdNoTerminal: false, running: false, negate: false,
  ownTerminal: false, lists: [], format: [], inserted: [], styles: new Set(), bsd: false, forest: "none", sort: [], headings: true,
  wide: 0, columns: undefined, environment: false, comm: false, info: undefined,
}); // prettier-ignore

/** Carries out one letter; a string is an error, true that the value was taken. */
type Act = (request: PsRequest, value: () => string | undefined) => string | void;

const listOf =
  (kind: ListKind, what: string, option: string, check?: (value: string) => string | undefined): Act =>
  (request, value) => {
    const text = value();
    if (text === undefined) return `list of ${what} must follow ${option}`;
    const values = text.split(/[\s,]+/).filter((v) => v !== "");
    for (const one of values) {
      const wrong = check?.(one);
      if (wrong !== undefined) return wrong;
    }
    request.lists.push({ kind, values });
  };

const isPid = (value: string): string | undefined =>
  /^\d+$/.test(value) ? undefined : "process ID list syntax error";

/** `pid,comm=NAME,args:30`: a heading takes the rest of the text. */
export function parseFormat(text: string): FormatItem[] {
  const items: FormatItem[] = [];
  let rest = text.trim();
  while (rest !== "") {
    const word = /^[^\s,=]+/.exec(rest)?.[0];
    if (word === undefined) return [...items, { name: rest, heading: undefined, width: undefined }];
    rest = rest.slice(word.length);
    const [name = "", width] = word.split(":");
    let heading: string | undefined;
    if (rest.startsWith("=")) {
      // A heading of its own goes on to the end, but an empty one may be followed by more columns.
      const comma = rest.startsWith("=,");
      heading = comma ? "" : rest.slice(1);
      rest = comma ? rest.slice(1) : "";
    }
    items.push({ name, heading, width: width === undefined ? undefined : Number(width) });
    rest = rest.replace(/^[\s,]+/, "");
  }
  return items;
}

const format =
  (missing: string): Act =>
  (request, value) => {
    const text = value();
    if (text === undefined) return missing;
    request.format.push(...parseFormat(text));
  };

const insert: Act = (request, value) => {
  const text = value();
  if (text === undefined) return "format or sort specification must follow -O";
  request.inserted.push(...parseFormat(text));
};

const sortBy =
  (missing: string): Act =>
  (request, value) => {
    const text = value();
    if (text === undefined) return missing;
    for (const word of text.split(/[\s,]+/).filter((w) => w !== ""))
      request.sort.push({ name: word.replace(/^[-+]/, ""), descending: word.startsWith("-") });
  };

const style =
  (...names: string[]): Act =>
  (request) =>
    names.forEach((name) => request.styles.add(name));

const columns =
  (option: string): Act =>
  (request, value) => {
    const text = value();
    if (text === undefined) return `number of columns must follow ${option}`;
    request.columns = Number(text);
  };

const UNIX: Record<string, Act> = {
  A: (r) => void (r.every = true),
  e: (r) => void (r.every = true),
  a: (r) => void (r.allWithTerminal = true),
  d: (r) => void (r.noLeaders = true),
  N: (r) => void (r.negate = true),
  C: listOf("command", "command names", "-C"),
  G: listOf("rgroup", "real groups", "-G"),
  g: listOf("session", "session leaders OR effective group names", "-g"),
  p: listOf("pid", "process IDs", "-p", isPid),
  q: listOf("quick", "process IDs", "-q", isPid),
  s: listOf("session", "session IDs", "-s"),
  t: listOf("tty", "terminals (ttys)", "-t"),
  U: listOf("ruser", "real users", "-U"),
  u: listOf("euser", "users", "-u"),
  o: format("format specification must follow -o"),
  O: insert,
  F: style("F"),
  f: style("f"),
  j: style("j"),
  l: style("l"),
  y: style("y"),
  c: style("c"),
  L: style("L"),
  T: style("T"),
  M: style("M"),
  Z: style("M"),
  P: style("P"),
  m: style("m"),
  H: (r) => void (r.forest = "indent"),
  w: (r) => void r.wide++,
  n: (_r, value) => void value(),
  V: (r) => void (r.info = "version"),
};

const BSD: Record<string, Act> = {
  a: (r) => void (r.bsdAll = true),
  x: (r) => void (r.bsdNoTerminal = true),
  r: (r) => void (r.running = true),
  g: () => {},
  T: (r) => void (r.ownTerminal = true),
  t: (r, value) => {
    const text = value();
    if (text === undefined) r.ownTerminal = true;
    else r.lists.push({ kind: "tty", values: text.split(",") });
  },
  p: listOf("pid", "process IDs", "p", isPid),
  q: listOf("quick", "process IDs", "q", isPid),
  U: listOf("euser", "users", "U"),
  o: format("format specification must follow o"),
  O: insert,
  k: sortBy("long sort specification must follow 'k'"),
  c: (r) => void (r.comm = true),
  e: (r) => void (r.environment = true),
  f: (r) => void (r.forest = "art"),
  h: (r) => void (r.headings = false),
  H: style("L"),
  j: style("bj"),
  l: style("bl"),
  s: style("bs"),
  u: style("bu"),
  v: style("bv"),
  X: style("bX"),
  Z: style("M"),
  w: (r) => void r.wide++,
  n: () => {},
  S: () => {},
  m: () => {},
  L: (r) => void (r.info = "formats"),
  V: (r) => void (r.info = "version"),
};

const LONG: Record<string, Act> = {
  Group: listOf("rgroup", "real groups", "--Group"),
  User: listOf("ruser", "real users", "--User"),
  cols: columns("--cols, --width, or --columns"),
  columns: columns("--cols, --width, or --columns"),
  width: columns("--cols, --width, or --columns"),
  context: style("M"),
  cumulative: () => {},
  deselect: (r) => void (r.negate = true),
  forest: (r) => void (r.forest = "art"),
  format: format("format specification must follow --format"),
  group: listOf("egroup", "effective groups", "--group"),
  header: () => {},
  headers: () => {},
  heading: () => {},
  headings: () => {},
  help: (r) => void (r.info = "help"),
  info: (r) => void (r.info = "help"),
  lines: (_r, value) => void value(),
  rows: (_r, value) => void value(),
  "no-header": (r) => void (r.headings = false),
  "no-headers": (r) => void (r.headings = false),
  "no-heading": (r) => void (r.headings = false),
  "no-headings": (r) => void (r.headings = false),
  noheader: (r) => void (r.headings = false),
  noheaders: (r) => void (r.headings = false),
  noheading: (r) => void (r.headings = false),
  noheadings: (r) => void (r.headings = false),
  pid: listOf("pid", "process IDs", "--pid", isPid),
  ppid: listOf("ppid", "process IDs", "--ppid", isPid),
  "quick-pid": listOf("quick", "process IDs", "--quick-pid", isPid),
  sid: listOf("session", "session IDs", "--sid"),
  signames: () => {},
  sort: sortBy("long sort specification must follow --sort"),
  tty: listOf("tty", "terminals (ttys)", "--tty"),
  user: listOf("euser", "users", "--user"),
  version: (r) => void (r.info = "version"),
};

/** Letters of one word; the value of one is the rest of the word, else the next word. */
function readLetters(
  table: Record<string, Act>,
  letters: string,
  next: () => string | undefined,
  request: PsRequest,
  unknown: string,
): string | undefined {
  for (let at = 0; at < letters.length; at++) {
    const letter = letters[at] as string;
    const act = Object.hasOwn(table, letter) ? table[letter] : undefined;
    if (act === undefined) return unknown;
    let taken = false;
    const wrong = act(request, () => {
      taken = true;
      const rest = letters.slice(at + 1);
      return rest === "" ? next() : rest;
    });
    if (typeof wrong === "string") return wrong;
    if (taken) return undefined;
  }
  return undefined;
}

function readLong(word: string, next: () => string | undefined, request: PsRequest): string | undefined {
  const equals = word.indexOf("=");
  const name = equals < 0 ? word.slice(2) : word.slice(2, equals);
  const act = Object.hasOwn(LONG, name) ? LONG[name] : undefined;
  if (act === undefined) return "unknown gnu long option";
  const wrong = act(request, () => (equals < 0 ? next() : word.slice(equals + 1)));
  return typeof wrong === "string" ? wrong : undefined;
}

/** UNIX letters, or where those make no sense BSD letters, with pids at the end. */
function readDashed(letters: string, next: () => string | undefined, request: PsRequest): string | undefined {
  const known = [...letters].every((letter) => Object.hasOwn(UNIX, letter)) || TAKES_REST.test(letters);
  const [, words = "", pids = ""] = /^(.*?)(\d*)$/.exec(letters) as RegExpExecArray;
  if (known || ![...words].every((letter) => Object.hasOwn(BSD, letter)))
    return readLetters(UNIX, letters, next, request, "unsupported SysV option");
  request.bsd = true;
  if (pids !== "") request.lists.push({ kind: "pid", values: [pids] });
  const wrong = readLetters(BSD, words, next, request, "");
  return wrong === undefined ? undefined : "unsupported SysV option";
}

/** What follows one of these in the same word is its value. */
const TAKES_REST = /[CGOUgnopqstu]/;

function readWord(word: string, next: () => string | undefined, request: PsRequest): string | undefined {
  if (word.startsWith("--")) return readLong(word, next, request);
  if (/^-?\d/.test(word)) {
    if (!/^-?[\d,]+$/.test(word)) return "process ID list syntax error";
    request.lists.push({
      kind: "pid",
      values: word
        .replace("-", "")
        .split(",")
        .filter((v) => v !== ""),
    });
    request.bsd = true;
    return undefined;
  }
  if (word.startsWith("-")) return readDashed(word.slice(1), next, request);
  request.bsd = true;
  return readLetters(BSD, word, next, request, "unsupported option (BSD syntax)");
}

/** `isUser` tells whether a list of users can be meant: `-aux` is BSD's unless there is a user x. */
export function parsePs(
  args: readonly string[],
  isUser: (name: string) => boolean,
): PsRequest | { readonly error: string } {
  const request = newRequest();
  for (let at = 0; at < args.length; at++) {
    const word = args[at] as string;
    const next = (): string | undefined => args[++at];
    const asBsd = /^-[aeglw]*u([a-z]*)$/.exec(word);
    const looksBsd = asBsd !== null && word.length > 2 && (asBsd[1] === "" || !isUser(asBsd[1] as string));
    const wrong = readWord(looksBsd ? word.slice(1) : word, next, request);
    if (wrong !== undefined) return { error: wrong };
  }
  return request;
}

/** What cannot be had together with -q, in ps's own words. */
export function quickComplaint(request: PsRequest): string | undefined {
  if (!request.lists.some(({ kind }) => kind === "quick")) return undefined;
  if (request.ownTerminal || request.lists.some(({ kind }) => kind !== "quick"))
    return "q/-q/--quick-pid cannot be combined with other selection options.";
  if (request.negate) return "q/-q/--quick-pid cannot be used together with negation switches.";
  if (request.sort.length > 0) return "q/-q,--quick-pid cannot be used together with sort options.";
  return request.forest === "none"
    ? undefined
    : "q/-q/--quick-pid cannot be used together with forest type listings.";
}
