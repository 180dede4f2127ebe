// Which columns a style of ps has, and how -f, -l, -j and BSD's letters make up one (ps(1)); and the art or the
// blanks that a forest puts before commands.

import { childrenAmong, type ProcessInfo } from "./process-info.ts";
import type { FormatItem, PsRequest } from "./ps-options.ts";

const items = (text: string): FormatItem[] =>
  text.split(" ").map((word) => {
    const [name = "", heading] = word.split("=");
    return { name, heading, width: undefined };
  });

const USER = "user=UID";

/** The UNIX styles, from the letters that were given. */
function unixFormat(styles: ReadonlySet<string>, bsdForest: boolean): string {
  const has = (letter: string): boolean => styles.has(letter);
  const threads = has("L") ? " lwp" : has("T") ? " spid" : "";
  const label = has("M") ? "label " : "";
  const end = bsdForest ? "tname stat bsdtime" : "tname time";
  const scheduling = has("c") ? " class pri" : "";
  const psr = has("P") ? " psr" : "";
  if (has("l") && (has("f") || has("F")))
    return `${label}f s ${USER} pid ppid${threads} c opri ni _addr_sz wchan stime ${end} cmd`;
  if (has("l")) {
    const head = has("y") ? "s uid" : "f s uid";
    const jobs = has("j") ? "pid ppid pgid sid" : "pid ppid";
    return has("y")
      ? `${label}${head} ${jobs}${threads} c opri ni rss sz wchan ${end} ucmd`
      : `${label}${head} ${jobs}${threads} c${psr} opri ni _addr_sz wchan ${end} ucmd`;
  }
  if (has("F"))
    return `${label}${USER} pid ppid${threads} c${has("L") ? " nlwp" : ""} sz rss psr stime ${end} cmd`;
  if (has("f")) {
    const jobs = has("j") ? " pgid sid" : "";
    const share = has("c") ? " class pri" : " c";
    return `${label}${USER} pid ppid${jobs}${threads}${share}${has("L") ? " nlwp" : ""}${psr} stime ${end} cmd`;
  }
  if (has("j")) return `${label}pid pgid sid${threads}${scheduling} ${end} ucmd`;
  return `${label}pid${threads}${scheduling}${psr} ${end} ucmd`;
}

function bsdFormat(styles: ReadonlySet<string>): string {
  const label = styles.has("M") ? "label " : "";
  const lwp = styles.has("L") ? " lwp" : "";
  if (styles.has("bu")) return `${label}user pid${lwp} pcpu pmem vsz rss tname stat start_time bsdtime args`;
  if (styles.has("bl"))
    return `${label}flags uid pid ppid${lwp} priority nice vsz rss wchan stat tname bsdtime args`;
  if (styles.has("bj")) return `${label}ppid pid pgid sid${lwp} tname tpgid stat uid bsdtime args`;
  if (styles.has("bv")) return `${label}pid tname stat bsdtime maj_flt m_trs m_drs rss pmem args`;
  if (styles.has("bs")) return `${label}uid pid pending blocked ignored caught stat tname bsdtime args`;
  return `${label}pid${lwp} tname stat bsdtime args`;
}

const UNIX_STYLES = ["f", "F", "l", "j", "c", "y", "P", "T"];

export function formatOf(request: PsRequest): FormatItem[] {
  if (request.format.length > 0) return request.format;
  const unix = UNIX_STYLES.some((letter) => request.styles.has(letter));
  const bsdLetters = ["bu", "bl", "bj", "bv", "bs"].some((letter) => request.styles.has(letter));
  const isBsd = bsdLetters || (request.bsd && !unix);
  if (request.inserted.length > 0) {
    const end = isBsd ? "state tname time command" : "s tname time command";
    return [...items("pid"), ...request.inserted, ...items(end)];
  }
  return items(isBsd ? bsdFormat(request.styles) : unixFormat(request.styles, request.bsd));
}

/** The way down from the first shown ancestor to a process, as branches. */
export function indentsOf(
  shown: readonly ProcessInfo[],
  kind: "art" | "indent",
): ReadonlyMap<number, string> {
  const children = childrenAmong(shown);
  const out = new Map<number, string>();
  const visit = (parent: ProcessInfo, above: string): void => {
    const below = children.get(parent.pid) ?? [];
    below.forEach((child, i) => {
      const last = i === below.length - 1;
      if (kind === "indent") {
        out.set(child.pid, `${above}  `);
        visit(child, `${above}  `);
      } else {
        out.set(child.pid, `${above} \\_ `);
        visit(child, `${above} ${last ? " " : "|"}  `);
      }
    });
  };
  // What has no shown parent, and what the first process took in, stands at the left.
  for (const root of children.get(0) ?? []) {
    if (kind === "indent" || root.pid !== 1) visit(root, "");
    else for (const child of children.get(1) ?? []) visit(child, "");
  }
  return out;
}
