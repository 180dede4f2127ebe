// What redis-cli is asked for on its command line: options up to the first word that is none, the command after it.
// Relies on nothing. Not here: options of what is not modelled, which are named as such.

export interface CliOptions {
  readonly host: string;
  readonly port: number;
  readonly socket: string | undefined;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly passwordShown: boolean;
  readonly database: number;
  /** how often, and seconds between */
  readonly repeat: number;
  readonly interval: number;
  readonly style: "standard" | "raw" | "csv" | "json" | undefined;
  /** the last argument, or the one of this name, comes from standard input */
  readonly lastFromInput: boolean;
  readonly tagFromInput: string | undefined;
  readonly failsOnError: boolean;
  readonly mode: "command" | "scan" | "stat" | "pipe" | "version" | "help";
  readonly pattern: string | undefined;
  readonly count: number | undefined;
  readonly quotedInput: boolean;
  readonly askPassword: boolean;
  readonly words: readonly string[];
}

type Changing = { -readonly [K in keyof CliOptions]: CliOptions[K] };

const NOT_MODELLED = new Set([
  "--cluster", "--bigkeys", "--memkeys", "--keystats", "--hotkeys", "--latency", "--latency-history", "--latency-dist", "--lru-test",
  "--replica", "--slave", "--rdb", "--functions-rdb", "--eval", "--ldb", "--ldb-sync-mode", "--intrinsic-latency", "--tls", "-3", "-c",
  "--stat", "--vset-recall",
]); // prettier-ignore

const number = (text: string): number => Number.parseInt(text, 10) || 0;

/** Options that take a word. */
const VALUES = new Map<string, (options: Changing, value: string) => void>([
  ["-h", (o, v) => void (o.host = v)],
  ["-p", (o, v) => void (o.port = number(v))],
  ["-t", () => undefined],
  ["-s", (o, v) => void (o.socket = v)],
  ["-r", (o, v) => void (o.repeat = v === "-1" ? Infinity : number(v))],
  ["-i", (o, v) => void (o.interval = Number.parseFloat(v) || 0)],
  ["-n", (o, v) => void (o.database = number(v))],
  ["-a", (o, v) => void (o.password = v)],
  ["--pass", (o, v) => void (o.password = v)],
  ["--user", (o, v) => void (o.user = v)],
  ["-u", (o, v) => readUri(o, v)],
  ["-d", () => undefined],
  ["-D", () => undefined],
  ["-X", (o, v) => void (o.tagFromInput = v)],
  ["--pattern", (o, v) => void (o.pattern = v)],
  ["--count", (o, v) => void (o.count = number(v))],
  ["--pipe-timeout", () => undefined],
  ["--show-pushes", () => undefined],
]);

const SWITCHES = new Map<string, (options: Changing) => void>([
  ["-x", (o) => void (o.lastFromInput = true)],
  ["-e", (o) => void (o.failsOnError = true)],
  ["-2", () => undefined],
  ["-4", () => undefined],
  ["-6", () => undefined],
  ["--raw", (o) => void (o.style = "raw")],
  ["--no-raw", (o) => void (o.style = "standard")],
  ["--csv", (o) => void (o.style = "csv")],
  ["--json", (o) => void (o.style = "json")],
  ["--quoted-json", (o) => void (o.style = "json")],
  ["--quoted-input", (o) => void (o.quotedInput = true)],
  ["--no-auth-warning", (o) => void (o.passwordShown = false)],
  ["--askpass", (o) => void (o.askPassword = true)],
  ["--verbose", () => undefined],
  ["--scan", (o) => void (o.mode = "scan")],
  ["--pipe", (o) => void (o.mode = "pipe")],
  ["-v", (o) => void (o.mode = "version")],
  ["--version", (o) => void (o.mode = "version")],
  ["--help", (o) => void (o.mode = "help")],
]);

/** redis://user:password@host:port/database */
function readUri(options: Changing, uri: string): void {
  const parts = /^rediss?:\/\/(?:([^@]*)@)?([^:/]*)(?::(\d+))?(?:\/(\d+))?/.exec(uri);
  if (parts === null) return;
  const [, login, host, port, database] = parts;
  if (login !== undefined) {
    const colon = login.indexOf(":");
    if (colon > 0) options.user = login.slice(0, colon);
    options.password = login.slice(colon + 1);
  }
  if (host) options.host = host;
  if (port !== undefined) options.port = Number(port);
  if (database !== undefined) options.database = Number(database);
}

/** Or what is to be said before it gives up. */
export function parseCliOptions(args: readonly string[]): CliOptions | { readonly wrong: string; readonly status: number } {
  const options: Changing = {
    host: "127.0.0.1", port: 6379, socket: undefined, user: undefined, password: undefined, passwordShown: true, database: 0,
    repeat: 1, interval: 0, style: undefined, lastFromInput: false, tagFromInput: undefined, failsOnError: false, mode: "command",
    pattern: undefined, count: undefined, quotedInput: false, askPassword: false, words: [],
  };
  let i = 0;
  for (; i < args.length; i++) {
    const word = args[i] as string;
    const takes = VALUES.get(word);
    const value = args[i + 1];
    if (NOT_MODELLED.has(word)) return { wrong: `redis-cli ${word}: not modelled by paperwhale`, status: 1 };
    if (word === "-h" && value === undefined) options.mode = "help";
    else if (takes !== undefined && value !== undefined) {
      takes(options, value);
      i++;
    } else if (SWITCHES.has(word)) SWITCHES.get(word)?.(options);
    else if (word.startsWith("-") && word.length > 1)
      return { wrong: `Unrecognized option or bad number of args for: '${word}'`, status: 1 };
    else break;
  }
  if (options.password === undefined) options.passwordShown = false;
  return { ...options, words: args.slice(i) };
} // prettier-ignore
