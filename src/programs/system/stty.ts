// stty: what the terminal on standard input is set to, and changes of it: size, echo, raw, sane and the modes
// that the terminals here have. Other modes are known by name, shown as they always are, and not changed.

import { failed, strerror } from "../../base/errno.ts";
import { O_RDWR, type Fd, type Task } from "../../kernel/sys.ts";
import { COOKED, type Termios, type WindowSize } from "../../kernel/terminal.ts";
import { command, type Io } from "../libc/command.ts";

type Mode = keyof Termios;

/** Names by which modes of ours go. */
const MODES = new Map<string, Mode>([
  ["icanon", "canonical"],
  ["echo", "echo"],
  ["isig", "signals"],
  ["icrnl", "crToNl"],
  ["opost", "nlToCrNl"],
  ["onlcr", "nlToCrNl"],
  ["echoctl", "echoControl"],
  ["ctlecho", "echoControl"],
  ["ixon", "flowControl"],
]);

const FIXED = new Set(
  (
    "parenb parodd cmspar cs5 cs6 cs7 cs8 hupcl hup cstopb cread clocal crtscts ignbrk brkint ignpar parmrk inpck istrip inlcr igncr " +
    "ixoff tandem iuclc ixany imaxbel iutf8 olcuc ocrnl onocr onlret ofill ofdel nl0 nl1 cr0 tab0 bs0 vt0 ff0 iexten echoe crterase " +
    "echok echonl noflsh xcase tostop echoprt prterase echoke crtkill flusho extproc nl evenp parity oddp decctlq dec crt"
  ).split(" "),
);

const COMBINED = new Map<string, Partial<Termios>>([
  ["sane", COOKED],
  ["raw", { canonical: false, signals: false, crToNl: false, nlToCrNl: false, flowControl: false }],
  ["-cooked", { canonical: false, signals: false, crToNl: false, nlToCrNl: false, flowControl: false }],
  ["cooked", { canonical: true, signals: true, crToNl: true, nlToCrNl: true, flowControl: true }],
  ["-raw", { canonical: true, signals: true, crToNl: true, nlToCrNl: true, flowControl: true }],
  ["cbreak", { canonical: false }],
  ["-cbreak", { canonical: true }],
]);

const KEYS = [
  "intr",
  "quit",
  "erase",
  "kill",
  "eof",
  "eol",
  "eol2",
  "swtch",
  "start",
  "stop",
  "susp",
  "rprnt",
  "werase",
  "lnext",
  "discard",
  "min",
  "time",
];

const sign = (on: boolean): string => (on ? "" : "-");

function allLines(t: Termios, size: WindowSize, busybox: boolean): string {
  const keys = [
    "intr = ^C; quit = ^\\; erase = ^?; kill = ^U; eof = ^D; eol = <undef>;",
    "eol2 = <undef>; swtch = <undef>; start = ^Q; stop = ^S; susp = ^Z; rprnt = ^R;",
    `werase = ^W; lnext = ^V; ${busybox ? "flush" : "discard"} = ^O; min = 1; time = 0;`,
  ];
  const modes = [
    "-parenb -parodd -cmspar cs8 -hupcl -cstopb cread -clocal -crtscts",
    `-ignbrk -brkint -ignpar -parmrk -inpck -istrip -inlcr -igncr ${sign(t.crToNl)}icrnl ${sign(t.flowControl)}ixon -ixoff`,
    "-iuclc -ixany -imaxbel -iutf8",
    `${sign(t.nlToCrNl)}opost -olcuc -ocrnl onlcr -onocr -onlret -ofill -ofdel nl0 cr0 tab0 bs0 vt0 ff0`,
    `${sign(t.signals)}isig ${sign(t.canonical)}icanon iexten ${sign(t.echo)}echo echoe echok -echonl -noflsh -xcase -tostop -echoprt`,
    `${sign(t.echoControl)}echoctl echoke -flusho -extproc`,
  ];
  return [
    `speed 38400 baud; rows ${size.rows}; columns ${size.columns}; line = 0;`,
    ...keys,
    ...modes,
    "",
  ].join("\n");
}

/** Only what differs from sane. */
function changedLines(t: Termios): string {
  const lines = ["speed 38400 baud; line = 0;"];
  if (!t.canonical) lines.push("min = 1; time = 0;");
  const flow = t.flowControl ? "" : "-ixon ";
  lines.push(t.crToNl ? `-brkint ${flow}-imaxbel` : `-brkint -icrnl ${flow}-imaxbel`);
  if (!t.nlToCrNl) lines.push("-opost");
  const local = [
    t.signals ? "" : "-isig",
    t.canonical ? "" : "-icanon",
    t.echo ? "" : "-echo",
    t.echoControl ? "" : "-echoctl",
  ];
  const words = local.filter((word) => word !== "");
  if (words.length > 0) lines.push(words.join(" "));
  return `${lines.join("\n")}\n`;
}

interface State {
  termios: Termios;
  size: WindowSize;
  /** words that print: size, speed */
  printed: string;
}

/** How many words were taken; 0 for one that is none of stty's. */
function change(state: State, words: readonly string[], at: number): number {
  const word = words[at] as string;
  const value = words[at + 1];
  const combined = COMBINED.get(word);
  if (combined !== undefined) state.termios = { ...state.termios, ...combined };
  else if (word === "size") state.printed += `${state.size.rows} ${state.size.columns}\n`;
  else if (word === "speed") state.printed += "38400\n";
  else if ((word === "rows" || word === "cols" || word === "columns") && /^\d+$/.test(value ?? "")) {
    state.size =
      word === "rows" ? { ...state.size, rows: Number(value) } : { ...state.size, columns: Number(value) };
    return 2;
  } else if (KEYS.includes(word) || word === "ispeed" || word === "ospeed" || word === "line")
    return value === undefined ? 0 : 2;
  else if (/^\d+$/.test(word)) return 1;
  else if (/^[0-9a-f]+(?::[0-9a-f]+){10,}$/.test(word)) state.termios = restored(word);
  else {
    const off = word.startsWith("-");
    const name = off ? word.slice(1) : word;
    const mode = MODES.get(name);
    if (mode === undefined && !FIXED.has(name)) return 0;
    if (mode !== undefined) state.termios = { ...state.termios, [mode]: !off };
  }
  return 1;
}

/** What -g prints, and what it is read back from: flags of input, output, control and local modes. */
const saved = (t: Termios): string => {
  const input = (0x2002 | (t.crToNl ? 0x100 : 0) | (t.flowControl ? 0x400 : 0)).toString(16);
  const output = t.nlToCrNl ? "5" : "4";
  const local =
    0x8830 | (t.signals ? 1 : 0) | (t.canonical ? 2 : 0) | (t.echo ? 8 : 0) | (t.echoControl ? 0x200 : 0);
  return `${input}:${output}:bf:${local.toString(16)}:3:1c:7f:15:4:0:1:0:11:13:1a:0:12:f:17:16:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0`;
};

function restored(text: string): Termios {
  const [input = 0, output = 0, , local = 0] = text.split(":").map((part) => parseInt(part, 16));
  return {
    crToNl: (input & 0x100) !== 0,
    nlToCrNl: (output & 1) !== 0,
    signals: (local & 1) !== 0,
    canonical: (local & 2) !== 0,
    echo: (local & 8) !== 0,
    echoControl: (local & 0x200) !== 0,
    flowControl: (input & 0x400) !== 0,
  };
}

/** The terminal of -F, or standard input; undefined after a complaint. */
function* device(
  io: Io,
  path: string | undefined,
): Task<{ readonly fd: Fd; readonly name: string } | undefined> {
  if (path === undefined)
    return { fd: 0, name: io.family === "busybox" ? "standard input" : "'standard input'" };
  const fd = yield* io.sys.open(path, O_RDWR);
  if (!failed(fd)) return { fd, name: path };
  yield* io.complainOf(path, fd);
  return undefined;
}

export const stty = command(
  { name: "stty", gnu: "", busybox: "", raw: true, usage: "[-a|g] [-F DEVICE] [SETTING]..." },
  function* (io) {
    const words = [...io.operands];
    const options = takeOptions(words);
    const target = yield* device(io, options.device);
    if (target === undefined) return 1;
    const termios = io.sys.termios(target.fd);
    const size = io.sys.windowSize(target.fd);
    if (termios === undefined || failed(size))
      return yield* io.complain(`${target.name}: ${strerror("ENOTTY")}`);
    if (options.all || options.save || words.length === 0) {
      yield* io.print(
        options.all
          ? allLines(termios, size, io.family === "busybox")
          : options.save
            ? `${saved(termios)}\n`
            : changedLines(termios),
      );
      return 0;
    }
    const state: State = { termios, size, printed: "" };
    for (let at = 0; at < words.length;) {
      const taken = change(state, words, at);
      if (taken === 0)
        return io.family === "busybox"
          ? yield* io.complain(`invalid argument '${words[at]}'`)
          : yield* io.misuse(`invalid argument '${words[at]}'`);
      at += taken;
    }
    if (state.termios !== termios) void io.sys.setTermios(target.fd, state.termios);
    if (state.size !== size) void io.sys.setWindowSize(target.fd, state.size);
    yield* io.print(state.printed);
    return 0;
  },
);

interface SttyOptions {
  all: boolean;
  save: boolean;
  device: string | undefined;
}

/** Takes -a, -g and -F out of the words; what is left are settings. */
function takeOptions(words: string[]): SttyOptions {
  const options: SttyOptions = { all: false, save: false, device: undefined };
  for (let at = 0; at < words.length;) {
    const word = words[at] as string;
    if (word === "-a" || word === "--all") options.all = true;
    else if (word === "-g" || word === "--save") options.save = true;
    else if (word === "-F" || word === "--file") options.device = words.splice(at + 1, 1)[0];
    else if (word.startsWith("-F")) options.device = word.slice(2);
    else if (word.startsWith("--file=")) options.device = word.slice("--file=".length);
    else {
      at++;
      continue;
    }
    words.splice(at, 1);
  }
  return options;
}
