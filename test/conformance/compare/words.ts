// From a printed line to words and tokens: what the real Docker prints differently from one run to the next
// becomes a token. What stands literally in a command of the scenario is kept as it is. The order of the rules
// matters: an id is not looked at for numbers once it is known to be an id.

import { Line, type Replacer } from "./line.ts";
import { DAY, HEX64, isShortId, L, lone, MON, R, RANDOM_NAME, re, SPAN, ZERO_TIME } from "./patterns.ts";
import type { Side } from "./side.ts";

const UUID = re(`${L}[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}${R}`);
const UNIX_DATE = re(`${DAY} ${MON} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d(?: [A-Z]{3,4})? \\d{4}`);
const RFC1123 = re(`${DAY}, \\d\\d ${MON} \\d{4} \\d\\d:\\d\\d:\\d\\d(?: [A-Z]{3}| [+-]\\d{4})`);
const LS_DATE = re(`${L}${MON} [ \\d]\\d (?:[ \\d]\\d:\\d\\d| \\d{4})(?!\\d)`);
const SHORT_ID = re(`${L}([0-9a-f]{6,63})(…?)${R}`);
const SWARM_ID = re(`${L}(?=[0-9a-z]*[0-9])(?=[0-9a-z]*[a-z])[0-9a-z]{25}${R}`);
const VETH = re(`${L}veth[0-9a-f]{7}${R}`);
const MAC = re(`${L}(?:[0-9a-f]{2}:){5}[0-9a-f]{2}(?![0-9A-Za-z:])`);
const LINK_LOCAL = re(`${L}fe80::[0-9a-f:]+`);
const UNIQUE_LOCAL = re(`${L}fd[0-9a-f]{2}:[0-9a-f]{1,4}:[0-9a-f]{1,4}(?=:)`);
const PORT = lone("\\d{5}");
const SECONDS = lone("1[2-9]\\d{8}(?:\\.\\d{1,9})?");
const NANOSECONDS = lone("1[2-9]\\d{17}");
const AGO = re(`${L}${SPAN} ago`);
const UP = re(`(?<=\\bUp )${SPAN}`);
const BYTES = lone("\\d{6,}");
const NUMBER = lone("\\d+");

export interface Context {
  readonly command: string;
  readonly side: Side;
  /** a cell of a table of processes, whose columns say what is a process */
  readonly isCell?: boolean;
}

/** A line with the context in which it was printed. */
interface Work extends Context {
  readonly line: Line;
  /** Like line.replace, but keeps what stands in a command; no answer keeps the text as well. */
  readonly replace: (pattern: RegExp, replacer: Replacer<string | undefined>) => void;
}

export function words(text: string, context: Context): Line {
  const line = new Line(text);
  const { side } = context;
  const replace: Work["replace"] = (pattern, replacer) =>
    line.replace(pattern, (all, ...rest) => (side.isFixed(all) ? all : (replacer(all, ...rest) ?? all)));
  const work: Work = { ...context, line, replace };
  for (const rule of [dates, ids, addresses, ports, epochs, spans, sizes, names, processes]) rule(work);
  return line;
}

function dates({ line, replace }: Work): void {
  const time = (style: string): string => line.mark("time", style);
  const fraction = (digits: string | undefined): string => (digits === undefined ? "" : " .n");
  line.replace(ZERO_TIME, (all) => line.mark("text", all));
  replace(UUID, (all) => line.mark("uuid", "", all));
  replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/g, (_, digits, zone) =>
    time(`rfc3339 ${zone}${fraction(digits)}`),
  );
  replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)? [+-]\d{4} [A-Z]{3,4}(?: m=\+[\d.]+)?/g, (_, digits) =>
    time(`go${fraction(digits)}`),
  );
  replace(/(?<!\d)\d{4}[-/]\d\d[-/]\d\d \d\d:\d\d(:\d\d)?(?:\.\d+)?/g, (_, seconds) =>
    time(seconds === undefined ? "date m" : "date s"),
  );
  replace(UNIX_DATE, () => time("unix"));
  replace(RFC1123, () => time("rfc1123"));
  replace(LS_DATE, () => time("ls"));
}

function ids({ line, replace, side }: Work): void {
  const id = (all: string, style: string): string => line.mark("id", style, all);
  replace(HEX64, (all) => id(all, "64"));
  replace(/SWMTKN-1-[0-9a-z]{50}-[0-9a-z]{25}/g, (all) => line.mark("token", "", all));
  replace(SHORT_ID, (_, hex = "", dots = "") => {
    const whole = side.idOf(hex);
    const looksShort = dots !== "" || (hex.length === 12 && isShortId(hex));
    return whole === undefined && !looksShort ? undefined : id(whole ?? hex, String(hex.length)) + dots;
  });
  replace(SWARM_ID, (all) => id(all, "25"));
  replace(/(?<=\/l\/)[A-Z2-7]{26}\b/g, (all) => id(all, "26"));
  replace(VETH, (all) => line.mark("veth", "", all));
}

/** MACs are random in Engine 28, whatever the IP; IPv4 addresses are not. */
function addresses({ line, replace }: Work): void {
  const isWellKnown = (mac: string): boolean => /^(?:00:){5}00$|^(?:ff:){5}ff$|^33:33:|^01:00:5e:/.test(mac);
  replace(MAC, (all) => (isWellKnown(all) ? undefined : line.mark("mac", "", all)));
  replace(LINK_LOCAL, (all) => line.mark("ll6", "", all));
  replace(UNIQUE_LOCAL, (all) => line.mark("ula", "", all));
  line.replace(/@if\d+/g, () => `@if${line.mark("num", "if")}`);
  line.replace(/^\d+(?=: (?:br-|docker0|[\u{f0000}-\u{ffffd}]))/gu, () => line.mark("num", "if"));
}

/** Ports that the engine picked. */
function ports({ line, side, command }: Work): void {
  const port = (digits: string): string => {
    const isPicked = Number(digits) >= 32768 && Number(digits) <= 60999 && !side.isFixedNumber(digits);
    return isPicked ? line.mark("port", "", digits) : digits;
  };
  const range = (_: string, before = "", first = "", last?: string): string =>
    before + port(first) + (last === undefined ? "" : `-${port(last)}`);
  line.replace(
    /((?:[\d\]*:]|localhost|HostPort|PublicPort|PublishedPort):)(\d{5})(?:-(\d{5}))?(?!\d)/g,
    range,
  );
  line.replace(/("(?:HostPort|PublicPort|PublishedPort)": ?"?)(\d{5})(?:-(\d{5}))?(?!\d)/g, range);
  if (/\bport\b|HostPort|PublishedPort|PublicPort/.test(command)) line.replace(PORT, port);
  // IPv4 and IPv6 are tried at once, and either may fail first
  line.replace(/(?<=\bBind for )(?:0\.0\.0\.0|::|\[::\])(?=:\d)/g, () => line.mark("ip"));
}

/** Times as numbers, unless they are so round that a person must have chosen them. */
function epochs({ line, replace, command }: Work): void {
  const isEvents = /\bevents\b/.test(command);
  const epoch = (digits: string): string => line.mark("time", `epoch ${digits.length}`);
  const isRound = (number: number): boolean => number % 65536 === 0 || number % 100000 === 0;
  line.replace(
    /("(?:time|Created|created)": ?)(1\d{9})(?!\d)/g,
    (_, before = "", digits = "") => before + epoch(digits),
  );
  line.replace(/("timeNano": ?)(1\d{18})(?!\d)/g, (_, before = "", digits = "") => before + epoch(digits));
  replace(SECONDS, (all) => (isEvents || !isRound(Number(all)) ? epoch(all) : undefined));
  replace(NANOSECONDS, (all) => (isEvents || !/0{8}$/.test(all) ? epoch(all) : undefined));
}

function spans({ line, replace }: Work): void {
  const duration = (): string => line.mark("dur");
  line.replace(/(execDuration(?:=|": ?"))\d+/g, (_, before = "") => before + duration());
  replace(AGO, () => line.mark("ago"));
  replace(UP, () => line.mark("time", "span"));
  line.replace(/<dur>/g, duration);
  line.replace(/(?<=\bDONE )\d+\.\d+s/g, duration);
  line.replace(/\d+\.\d+s(?= done\b)/g, duration);
  line.replace(/(?<=\btime=)[\d.]+(?= ?ms\b)/g, duration);
  line.replace(/(?<=min\/avg\/max = )[\d./]+(?= ?ms\b)/g, duration);
}

/** Sizes differ, but not whether there is anything at all. */
function sizes({ line, replace, command }: Work): void {
  const isStats = /\bstats\b/.test(command);
  const bytes = (digits: string): string | undefined =>
    Number(digits) > 100_000 ? line.mark("bytes") : undefined;
  replace(/(?<![\w.])(\d+(?:\.\d+)?) ?(?:[kKMGTP]i?B|B)(?![\w])/g, (_, number) =>
    Number(number) === 0 && !isStats ? undefined : line.mark("size"),
  );
  if (isStats) line.replace(/(?<![\w.])\d+\.\d+%/g, () => line.mark("pct"));
  line.replace(
    /("(?:Size|VirtualSize|SizeRw|SizeRootFs|SharedSize)": ?)(\d{6,})(?!\d)/g,
    (_, before = "", digits = "") => before + (bytes(digits) ?? digits),
  );
  if (/\{\{/.test(command) && /\.(?:Size|VirtualSize|SizeRw|SizeRootFs)\b/.test(command))
    replace(BYTES, (all) => bytes(all));
}

/** Names that the engine picked, from its lists or by where they stand. */
function names({ line, replace, side }: Work): void {
  replace(RANDOM_NAME, (all) => line.mark("name", "", all));
  if (side.names.size === 0) return;
  replace(/(?<![\w.-])[a-z]+_[a-z]+\d?(?![\w-])/g, (all) =>
    side.names.has(all) ? line.mark("name", "", all) : undefined,
  );
}

/** Process ids: by their key, and on any lone number only where the command asks for one. 0 and 1 are told apart. */
function processes({ line, command, isCell = false }: Work): void {
  const pid = (digits: string, style = ""): string =>
    Number(digits) > 1 ? line.mark("pid", style, digits, digits) : digits;
  line.replace(/("Pid": ?)(\d+)/g, (_, before = "", digits = "") => before + pid(digits));
  if (isCell) return;
  const counts = /\bwc -l|\bgrep -c/.test(command);
  if (/\bPid\b/.test(command)) line.replace(NUMBER, (digits) => pid(digits, "host"));
  else if (counts) return;
  else if (/\bpid\b|\bpidof\b|\bpgrep\b/.test(command)) line.replace(NUMBER, (digits) => pid(digits));
  else if (/\b(?:exec|run)\b[^\n;]*\bps\b/.test(command))
    line.replace(/(?<=^ *)\d+(?= |$)/g, (digits) => pid(digits));
}
