// Signals by number and name, as on Linux x86 (signal(7)), with what each does when nothing handles it.
// Real-time signals have numbers and names only.

const NAMES = [
  "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM",
  "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
] as const; // prettier-ignore

export type Signal = number;

export const SIGHUP = 1;
export const SIGINT = 2;
export const SIGQUIT = 3;
export const SIGILL = 4;
export const SIGTRAP = 5;
export const SIGABRT = 6;
export const SIGBUS = 7;
export const SIGFPE = 8;
export const SIGKILL = 9;
export const SIGUSR1 = 10;
export const SIGSEGV = 11;
export const SIGPIPE = 13;
export const SIGTERM = 15;
export const SIGCHLD = 17;
export const SIGCONT = 18;
export const SIGSTOP = 19;
export const SIGTSTP = 20;
export const SIGTTIN = 21;
export const SIGTTOU = 22;
export const SIGURG = 23;
export const SIGXCPU = 24;
export const SIGXFSZ = 25;
export const SIGWINCH = 28;
export const SIGRTMIN = 34;
export const SIGRTMAX = 64;

export type DefaultAction = "terminate" | "core" | "ignore" | "stop" | "continue";

const CORE = new Set([SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGXCPU, SIGXFSZ, 31]);
const IGNORED = new Set([SIGCHLD, SIGURG, SIGWINCH]);
const STOPPING = new Set([SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU]);

export function defaultAction(signal: Signal): DefaultAction {
  if (CORE.has(signal)) return "core";
  if (IGNORED.has(signal)) return "ignore";
  if (STOPPING.has(signal)) return "stop";
  return signal === SIGCONT ? "continue" : "terminate";
}

/** "TERM" for 15; real-time signals are RTMIN, RTMIN+1, … as bash's `kill -l` shows them. */
export function signalName(signal: Signal): string | undefined {
  if (signal > 0 && signal < NAMES.length) return NAMES[signal];
  if (signal === SIGRTMIN) return "RTMIN";
  if (signal === SIGRTMAX) return "RTMAX";
  if (signal > SIGRTMIN && signal <= SIGRTMIN + 15) return `RTMIN+${signal - SIGRTMIN}`;
  if (signal > SIGRTMIN + 15 && signal < SIGRTMAX) return `RTMAX-${SIGRTMAX - signal}`;
  return undefined;
}

const NUMBERS = new Map<string, Signal>(
  NAMES.flatMap((name, i) => (name === "" ? [] : [[name, i] as const])),
);
NUMBERS.set("IOT", SIGABRT).set("CLD", SIGCHLD).set("POLL", 29).set("UNUSED", 31);
for (let s = SIGRTMIN; s <= SIGRTMAX; s++) NUMBERS.set(signalName(s) as string, s);

/** Number of a name with or without SIG, in any case; undefined if there is none. */
export function signalNumber(name: string): Signal | undefined {
  const upper = name.toUpperCase();
  return NUMBERS.get(upper.startsWith("SIG") ? upper.slice(3) : upper);
}

const WORDS = [
  "", "Hangup", "Interrupt", "Quit", "Illegal instruction", "Trace/breakpoint trap", "Aborted", "Bus error",
  "Floating point exception", "Killed", "User defined signal 1", "Segmentation fault", "User defined signal 2", "Broken pipe",
  "Alarm clock", "Terminated", "Stack fault", "Child exited", "Continued", "Stopped (signal)", "Stopped", "Stopped (tty input)",
  "Stopped (tty output)", "Urgent I/O condition", "CPU time limit exceeded", "File size limit exceeded", "Virtual timer expired",
  "Profiling timer expired", "Window changed", "I/O possible", "Power failure", "Bad system call",
]; // prettier-ignore

/** strsignal(3) */
export const describeSignal = (signal: Signal): string =>
  WORDS[signal] ??
  (signal >= SIGRTMIN && signal <= SIGRTMAX
    ? `Real-time signal ${signal - SIGRTMIN}`
    : `Unknown signal ${signal}`);
