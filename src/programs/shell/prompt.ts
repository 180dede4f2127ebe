// Prompts: PS1 and its like with their escapes (bash, "Controlling the Prompt"; busybox knows most of them) and,
// after that, parameters and substitutions. Relies on the civil calendar of base/time.ts; times are UTC.
// Not here: printing prompts and reading what is typed (interactive.ts).

import { civilOf } from "../../base/time.ts";
import type { Task } from "../../kernel/sys.ts";
import { parseZone, strftime } from "../libc/strftime.ts";
import { expandText, expandTextTask } from "./expand.ts";
import { parameterValue } from "./parameters.ts";
import { BASH_VERSION } from "./special-variables.ts";
import type { Shell } from "./shell.ts";
import { planDocument } from "./words.ts";

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (n: number): string => String(n).padStart(2, "0");

const SIMPLE = new Map([
  ["a", "\x07"], ["e", "\x1b"], ["n", "\n"], ["r", "\r"], ["\\", "\\"], ["[", "\x01"], ["]", "\x02"], ["s", "bash"], ["V", "5.3.15"],
  ["v", BASH_VERSION.slice(0, 3)], ["l", "0"],
]); // prettier-ignore

/** The text of a prompt with its escapes replaced. */
export function decodePrompt(sh: Shell, prompt: string): string {
  if (sh.dialect.name === "dash") return prompt;
  return prompt.replace(/\\(D\{[^}]*\}|[0-7]{1,3}|.)/gsu, (whole, escape: string) => {
    const simple = SIMPLE.get(escape);
    if (simple !== undefined) return escape === "s" && !sh.isBash ? "sh" : simple;
    if (/^[0-7]/.test(escape)) return String.fromCharCode(parseInt(escape, 8) & 0xff);
    return escapeValue(sh, escape) ?? whole;
  });
}

function escapeValue(sh: Shell, escape: string): string | undefined {
  switch (escape) {
    case "u":
      return parameterValue(sh, "USER") ?? parameterValue(sh, "LOGNAME") ?? "root";
    case "h":
      return sh.sys.uname().nodename.replace(/\..*/, "");
    case "H":
      return sh.sys.uname().nodename;
    case "w":
      return literally(shortened(sh));
    case "W": {
      const path = shortened(sh);
      return literally(path === "/" || path === "~" ? path : path.slice(path.lastIndexOf("/") + 1));
    }
    case "$":
      return sh.sys.credentials().euid === 0 ? "#" : "$";
    case "j":
      return String(sh.jobs.all.length);
    case "!":
    case "#":
      return String(sh.history.next);
    default:
      return timeValue(sh, escape);
  }
}

/** Nothing in it is expanded afterwards. */
const literally = (text: string): string => text.replace(/[\\$`]/g, "\\$&");

function shortened(sh: Shell): string {
  const path = parameterValue(sh, "PWD") ?? sh.state.cwd;
  const home = parameterValue(sh, "HOME");
  if (home === undefined || home === "" || home === "/") return path;
  if (path === home) return "~";
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

function timeValue(sh: Shell, escape: string): string | undefined {
  if (escape.startsWith("D{"))
    return strftime(escape.slice(2, -1) || "%X", sh.sys.now(), parseZone(parameterValue(sh, "TZ")));
  if (!/^[tTA@d]$/.test(escape)) return undefined;
  const c = civilOf(sh.sys.now());
  const twelve = ((c.hour + 11) % 12) + 1;
  switch (escape) {
    case "t":
      return `${two(c.hour)}:${two(c.minute)}:${two(c.second)}`;
    case "T":
      return `${two(twelve)}:${two(c.minute)}:${two(c.second)}`;
    case "A":
      return `${two(c.hour)}:${two(c.minute)}`;
    case "@":
      return `${two(twelve)}:${two(c.minute)} ${c.hour < 12 ? "AM" : "PM"}`;
    default:
      return `${DAYS[c.weekday]} ${MONTHS[c.month - 1]} ${two(c.day)}`;
  }
}

/** A backslash at the very end stays one. */
const planOfPrompt = (sh: Shell, prompt: string) =>
  planDocument(decodePrompt(sh, prompt).replace(/(?<!\\)((?:\\\\)*)\\$/, "$1\\\\"), {
    dialect: sh.dialect,
    line: 0,
  });

/** What \\[ and \\] became, which only a line editor wants to know. */
const withoutMarks = (text: string): string => text.replaceAll(/[\x01\x02]/g, "");

/** Without command substitutions: for ${x@P}. */
export const promptText = (sh: Shell, prompt: string): string =>
  withoutMarks(expandText(sh, planOfPrompt(sh, prompt)));

/** `marked`: with \\x01 and \\x02 around what takes no room. */
export function* expandPrompt(sh: Shell, prompt: string, marked = false): Task<string> {
  const { status } = sh;
  const text = yield* expandTextTask(sh, planOfPrompt(sh, prompt));
  sh.fault = undefined;
  sh.status = status;
  return marked ? text : withoutMarks(text);
}
