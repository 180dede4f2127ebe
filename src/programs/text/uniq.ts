// uniq: lines that repeat one after the other, once, counted, only those that repeat or only those that do not.
// What is compared may begin after fields or characters and end after some.

import { failed, strerror } from "../../base/errno.ts";
import { O_CREAT, O_RDONLY, O_TRUNC, O_WRONLY, type Fd, type Task } from "../../kernel/sys.ts";
import { command, type Family, type Io } from "../libc/command.ts";
import { choose } from "../libc/choices.ts";
import { Output } from "../libc/output.ts";
import { named, quoted } from "../libc/quote.ts";
import { eachLine } from "./inputs.ts";

interface Settings {
  readonly counts: boolean;
  readonly unique: boolean;
  readonly repeated: boolean;
  readonly all: string | undefined;
  readonly group: string | undefined;
  readonly keyOf: (line: string) => string;
  readonly end: string;
}

export const uniq = command(
  {
    name: "uniq",
    gnu:
      "c/count d/repeated D all-repeated? group? f:/skip-fields: i/ignore-case s:/skip-chars: u/unique " +
      "w:/check-chars: z/zero-terminated",
    busybox: "c d u i z f: s: w:",
    usage: "[OPTION]... [INPUT [OUTPUT]]",
    prepare: modernise,
  },
  function* (io) {
    const settings = yield* settingsOf(io);
    if (settings === undefined) return 1;
    if (io.operands.length > 2)
      return yield* io.misuse(`extra operand ${quoted(io, io.operands[2] as string)}`);
    const [input = "-", output = "-"] = io.operands;
    const fd = input === "-" ? 0 : yield* io.sys.open(input, O_RDONLY);
    if (failed(fd)) return yield* io.complainOf(input, fd);
    const out = yield* openOutput(io, output);
    if (out === undefined) return 1;
    out.decoding = "bytes";
    return yield* filter(io, fd, input, out, settings);
  },
);

/** GNU's `-1` skips fields, `+1` characters. */
function modernise(args: readonly string[], family: Family): readonly string[] {
  if (family === "busybox") return args;
  return args.map((arg) =>
    /^-\d+$/.test(arg) ? `-f${arg.slice(1)}` : /^\+\d+$/.test(arg) ? `-s${arg.slice(1)}` : arg,
  );
}

function* openOutput(io: Io, path: string): Task<Output | undefined> {
  if (path === "-") return io.out;
  const fd = yield* io.sys.open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o666);
  if (!failed(fd)) return new Output(io.sys, fd);
  yield* io.complainOf(path, fd);
  return undefined;
}

function* settingsOf(io: Io): Task<Settings | undefined> {
  const fields = yield* number(io, "f", "number of fields to skip", 0);
  const chars = yield* number(io, "s", "number of bytes to skip", 0);
  const width = yield* number(io, "w", "number of bytes to compare", Infinity);
  if (fields === undefined || chars === undefined || width === undefined) return undefined;
  const method = io.value("all-repeated");
  const all = method === undefined ? (io.has("D") || io.has("all-repeated") ? "none" : undefined) : yield* choose(io, "--all-repeated", method, [["prepend"], ["separate"], ["none"]]); // prettier-ignore
  const given = io.value("group");
  const group = given === undefined ? (io.has("group") ? "separate" : undefined) : yield* choose(io, "--group", given, [["prepend"], ["append"], ["separate"], ["both"]]); // prettier-ignore
  if ((method !== undefined && all === undefined) || (given !== undefined && group === undefined))
    return undefined;
  const clash = clashOf(io, all !== undefined, group !== undefined);
  if (clash !== undefined) {
    yield* io.misuse(clash);
    return undefined;
  }
  const ignoreCase = io.has("i");
  const keyOf = (line: string): string => keyText(line, fields, chars, width, ignoreCase);
  return { counts: io.has("c"), unique: io.has("u"), repeated: io.has("d"), all, group, keyOf, end: io.has("z") ? "\0" : "\n" }; // prettier-ignore
}

function clashOf(io: Io, all: boolean, group: boolean): string | undefined {
  if (group && (io.has("c") || io.has("d") || io.has("u") || all))
    return "--group is mutually exclusive with -c/-d/-D/-u";
  if (all && io.has("c")) return "printing all duplicated lines and repeat counts is meaningless";
  return undefined;
}

function* number(io: Io, key: string, what: string, otherwise: number): Task<number | undefined> {
  const text = io.value(key);
  if (text === undefined) return otherwise;
  if (/^\d+$/.test(text)) return Number(text);
  yield* io.complain(io.family === "busybox" ? `invalid number '${text}'` : `${text}: invalid ${what}`);
  return undefined;
}

function keyText(line: string, fields: number, chars: number, width: number, ignoreCase: boolean): string {
  let at = 0;
  for (let left = fields; left > 0 && at < line.length; left--) {
    while (at < line.length && (line[at] === " " || line[at] === "\t")) at++;
    while (at < line.length && line[at] !== " " && line[at] !== "\t") at++;
  }
  const key = at + chars === 0 && width === Infinity ? line : line.slice(at + chars, at + chars + width);
  return ignoreCase ? key.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : key;
}

/** Lines with one key, as they come. */
class Groups {
  private first: string | undefined;
  private key = "";
  private count = 0;
  private readonly members: string[] = [];
  private shown = 0;

  constructor(
    private readonly settings: Settings,
    private readonly put: (text: string) => void,
  ) {}

  add(line: string): void {
    const { settings } = this;
    const key = settings.keyOf(line);
    if (this.first === undefined || key !== this.key) {
      this.finish();
      this.first = line;
      this.key = key;
      this.count = 0;
    }
    this.count++;
    if (settings.all !== undefined || settings.group !== undefined) this.members.push(line);
  }

  finish(): void {
    const { first, settings, count } = this;
    if (first === undefined) return;
    if (settings.group !== undefined || settings.all !== undefined) this.showMembers();
    else if (count > 1 ? !settings.unique : !settings.repeated)
      this.put((settings.counts ? `${String(count).padStart(7)} ` : "") + first + settings.end);
    this.members.length = 0;
    this.first = undefined;
  }

  /** After the last group. */
  end(): void {
    this.finish();
    const { group, end } = this.settings;
    if (this.shown > 0 && (group === "append" || group === "both")) this.put(end);
  }

  private showMembers(): void {
    const { all, group, end, unique } = this.settings;
    if (group === undefined && (this.count < 2 || unique)) return;
    const how = group ?? all;
    const before =
      how === "prepend" || how === "both" || (this.shown > 0 && (how === "separate" || how === "append"));
    if (before) this.put(end);
    this.shown++;
    for (const member of this.members) this.put(member + end);
  }
}

function* filter(io: Io, fd: Fd, path: string, out: Output, settings: Settings): Task<number> {
  const groups = new Groups(settings, (text) => out.put(text));
  const lines = io.lines(fd, "bytes", settings.end.charCodeAt(0));
  yield* eachLine(io, lines, (line) => groups.add(line));
  if (lines.error !== undefined)
    return yield* io.complain(io.family === "gnu" ? `error reading ${quoted(io, path)}: ${strerror(lines.error)}` : `${named(io, path)}: I/O error`); // prettier-ignore
  groups.end();
  yield* out.flush();
  return 0;
}
