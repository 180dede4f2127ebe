// What tar is asked to do, from its options: the operation, the archive, the names in order with the directories that
// they are looked up in, and how members are changed on the way. Options that bundle without a dash and take their
// values from the words after it are made ordinary ones first. Options that are not modelled are refused.

import { failed, strerror } from "../../../base/errno.ts";
import type { Task } from "../../../kernel/sys.ts";
import type { Io } from "../../libc/command.ts";
import { parseMode, type ModeChange } from "../../libc/file-mode.ts";
import { readText } from "../../libc/input.ts";
import { WORD } from "../../libc/options.ts";
import { parseDate } from "../../libc/parse-date.ts";
import { localZone } from "../../libc/timezone.ts";
import { lastComponent } from "../../libc/paths.ts";
import type { TarFormat } from "./headers.ts";
import { NamePattern, parseTransforms, presetPatterns, type MatchMode, type Transform } from "./names.ts";
import { compressionAsked, type Filter } from "./filters.ts";

export type Operation = "A" | "c" | "d" | "r" | "t" | "u" | "x" | "delete";

/** A name on the command line, and where it is looked up. */
export interface Wanted {
  readonly name: string;
  /** directories to go to, one after the other */
  readonly directories: readonly string[];
  readonly mode: MatchMode;
}

export interface Owner {
  readonly name: string;
  readonly id: number | undefined;
}

export interface TarSettings {
  readonly operation: Operation;
  /** "-": standard input or output */
  readonly file: string;
  readonly wanted: readonly Wanted[];
  /** directories that were asked for after the last name */
  readonly directories: readonly string[];
  readonly excluded: readonly NamePattern[];
  readonly filter: Filter | undefined;
  readonly verbosity: number;
  readonly format: TarFormat;
  readonly strip: number;
  readonly transforms: readonly Transform[];
  readonly owner: Owner | undefined;
  readonly group: Owner | undefined;
  readonly mode: ModeChange | undefined;
  readonly mtime: number | undefined;
  readonly toOutput: boolean;
}

/** The words with a first bundle of letters made options. */
export function withDashes(args: readonly string[], takesValue: string): readonly string[] {
  const [first, ...rest] = args;
  if (first === undefined || first === "" || first.startsWith("-")) return args;
  const words: string[] = [];
  let next = 0;
  for (const letter of first) {
    words.push(`-${letter}`);
    if (takesValue.includes(letter) && next < rest.length) words.push(rest[next++] as string);
  }
  return [...words, ...rest.slice(next)];
}

const OPERATIONS = new Map<string, Operation>([
  ["A", "A"],
  ["catenate", "A"],
  ["concatenate", "A"],
  ["c", "c"],
  ["d", "d"],
  ["diff", "d"],
  ["compare", "d"],
  ["r", "r"],
  ["t", "t"],
  ["u", "u"],
  ["x", "x"],
  ["get", "x"],
  ["delete", "delete"],
]);

const UNMODELLED = [
  ["g", "listed-incremental"],
  ["G", "incremental"],
  ["M", "multi-volume"],
  ["L", "tape-length"],
  ["to-command", "to-command"],
  ["w", "interactive"],
  ["info-script", "info-script"],
  ["Z", "compress"],
] as const;

/** What is wrong was said; the status is the program's. */
export type Refused = number;

function* fatal(io: Io, message: string): Task<Refused> {
  yield* io.complain(message, 2);
  return yield* io.complain("Error is not recoverable: exiting now", 2);
}

function* usage(io: Io, message: string): Task<Refused> {
  yield* io.complain(message, 2);
  yield* io.tell("Try 'tar --help' or 'tar --usage' for more information.\n");
  return 2;
}

function* operationOf(io: Io): Task<Operation | Refused> {
  const asked = io.options.given.flatMap(({ key }) => OPERATIONS.get(key) ?? []);
  const [operation] = asked;
  if (io.family === "busybox") {
    if (operation === undefined || new Set(asked).size > 1) return yield* io.misuse("");
    return operation;
  }
  if (operation === undefined)
    return yield* usage(io, "You must specify one of the '-Acdtrux', '--delete' or '--test-label' options");
  if (asked.some((other) => other !== operation))
    return yield* usage(
      io,
      "You may not specify more than one '-Acdtrux', '--delete' or  '--test-label' option",
    );
  return operation;
}

/** Names and patterns, which depend on what stands before them. */
class Words {
  readonly wanted: Wanted[] = [];
  readonly excluded: NamePattern[] = [];
  directories: readonly string[] = [];
  private mode: MatchMode | undefined;

  constructor(
    private readonly io: Io,
    private readonly operation: Operation,
  ) {}

  private modeFor(kind: "exclude" | "member"): MatchMode {
    const exclude = kind === "exclude";
    return this.mode ?? { wildcards: exclude, anchored: !exclude, slash: true, ignoreCase: false };
  }

  private change(change: Partial<MatchMode>): void {
    const usual = { wildcards: true, anchored: this.mode?.anchored ?? false, slash: true, ignoreCase: false };
    this.mode = { ...(this.mode ?? usual), ...change };
  }

  exclude(text: string): void {
    this.excluded.push(new NamePattern(text, this.modeFor("exclude")));
  }

  want(name: string): void {
    const reads = this.operation !== "c" && this.operation !== "r" && this.operation !== "u";
    const mode = reads ? { ...this.modeFor("member"), anchored: true } : this.modeFor("member");
    this.wanted.push({ name, directories: this.directories, mode });
  }

  *take(key: string, value: string): Task<Refused | undefined> {
    switch (key) {
      case WORD:
      case "add-file":
        this.want(value);
        break;
      case "C":
        this.directories = [...this.directories, value];
        break;
      case "exclude":
        this.exclude(value);
        break;
      case "exclude-vcs":
        this.excluded.push(...presetPatterns("vcs"));
        break;
      case "exclude-backups":
        this.excluded.push(...presetPatterns("backups"));
        break;
      case "wildcards":
      case "no-wildcards":
        this.change({ wildcards: key === "wildcards" });
        break;
      case "anchored":
      case "no-anchored":
        this.change({ anchored: key === "anchored" });
        break;
      case "ignore-case":
      case "no-ignore-case":
        this.change({ ignoreCase: key === "ignore-case" });
        break;
      case "wildcards-match-slash":
      case "no-wildcards-match-slash":
        this.change({ slash: key === "wildcards-match-slash" });
        break;
      case "X":
      case "T":
        return yield* this.list(key, value);
    }
    return undefined;
  }

  private *list(key: "X" | "T", path: string): Task<Refused | undefined> {
    const { io } = this;
    const file = yield* readText(io.sys, path === "-" ? "/dev/stdin" : path);
    if (failed(file)) return yield* fatal(io, `${path}: Cannot open: ${strerror(file)}`);
    const separator = key === "T" && io.has("null") ? "\0" : "\n";
    const lines = file.text.split(separator).filter((line) => line !== "");
    for (const line of lines) {
      const directory = key === "T" && !io.has("null") ? /^-C\s*(.+)$/.exec(line)?.[1] : undefined;
      if (directory !== undefined) this.directories = [...this.directories, directory];
      else if (key === "X") this.exclude(line);
      else this.want(line);
    }
    return undefined;
  }
}

function formatOf(io: Io, operation: Operation): TarFormat | undefined {
  const asked = io.value("H");
  if (io.has("posix")) return "pax";
  if (asked === undefined) {
    const old = io.has("old-archive") || io.has("portability") || (io.has("o") && operation === "c");
    return old ? "v7" : "gnu";
  }
  const known: Record<string, TarFormat> = { gnu: "gnu", oldgnu: "gnu", pax: "pax", posix: "pax", ustar: "ustar", v7: "v7" }; // prettier-ignore
  return Object.hasOwn(known, asked) ? known[asked] : undefined;
}

function ownerOf(io: Io, key: "owner" | "group"): Owner | undefined {
  const text = io.value(key);
  if (text === undefined) return undefined;
  const match = /^(.*?)(?::(\d+))?$/s.exec(text);
  const name = match?.[1] ?? text;
  if (match?.[2] !== undefined) return { name, id: Number(match[2]) };
  return /^\+?\d+$/.test(text) ? { name: "", id: Number(text) } : { name, id: undefined };
}

/** --one-top-level without a name: the archive's without its suffix. */
function topLevel(io: Io): string | undefined {
  if (!io.has("one-top-level")) return undefined;
  const given = io.value("one-top-level");
  return given ?? lastComponent(io.value("f") ?? "").replace(/\.(?:tar(?:\.\w+)?|t[gbx]z\d?)$/, "");
}

export function* settingsOf(io: Io): Task<TarSettings | Refused> {
  for (const [key, name] of UNMODELLED)
    if (io.has(key)) return yield* io.complain(`--${name} is not modelled by paperwhale`, 2);
  const operation = yield* operationOf(io);
  if (typeof operation === "number") return operation;
  const words = new Words(io, operation);
  for (const { key, value = "" } of io.options.given) {
    const refused = yield* words.take(key, value);
    if (refused !== undefined) return refused;
  }
  const top = operation === "x" ? topLevel(io) : undefined;
  const format = formatOf(io, operation);
  if (format === undefined) return yield* usage(io, `${io.value("H")}: Invalid archive format`);
  const transforms = io.options.values("transform").concat(io.options.values("xform")).map(parseTransforms);
  if (transforms.includes(undefined)) return yield* fatal(io, "Invalid transform expression");
  const modeText = io.value("mode");
  const mode = modeText === undefined ? undefined : parseMode(modeText);
  if (modeText !== undefined && mode === undefined) return yield* fatal(io, "Invalid mode given on option");
  const mtime = yield* timeOf(io);
  if (mtime === "wrong") return 2;
  const file = io.value("f") ?? (io.family === "gnu" ? io.env.get("TAPE") : undefined) ?? "-";
  const { wanted, excluded, directories } = words;
  return {
    operation,
    file,
    wanted,
    directories: top === undefined ? directories : [...directories, top],
    excluded,
    filter: compressionAsked(io, file),
    verbosity: io.options.given.filter(({ key }) => key === "v").length,
    format,
    strip: Number(io.value("strip-components") ?? 0),
    transforms: transforms.flatMap((list) => list ?? []),
    owner: ownerOf(io, "owner"),
    group: ownerOf(io, "group"),
    mode,
    mtime,
    toOutput: io.has("O"),
  };
}

function* timeOf(io: Io): Task<number | undefined | "wrong"> {
  const text = io.value("mtime");
  if (text === undefined) return undefined;
  const now = io.sys.now();
  if (/^[./]/.test(text)) {
    const node = io.sys.stat(text);
    if (!failed(node)) return node.mtime;
    yield* fatal(io, `${text}: Cannot stat: ${strerror(node)}`);
    return "wrong";
  }
  const at = parseDate(text, now, yield* localZone(io.sys, io.env.get("TZ"), now));
  if (at !== undefined) return at;
  yield* fatal(io, `Date sample file not found: ${text}`);
  return "wrong";
}
