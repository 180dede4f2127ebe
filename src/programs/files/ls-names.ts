// How ls shows a name: quoted in one of GNU's styles, with unprintable characters hidden on terminals, with a
// letter for its kind, in colour; and how wide that is.

import { failed } from "../../base/errno.ts";
import { S_IFDIR, S_IFIFO, S_IFLNK, S_IFMT, S_IFREG, S_IFSOCK } from "../libc/file-mode.ts";
import { cString, escapeName, localeQuote, questionMarks, shellQuote } from "../libc/quote.ts";
import { encode } from "../../base/utf8.ts";
import { textWidth } from "../text/display-width.ts";
import { colored } from "./ls-colors.ts";
import type { Entry } from "./ls-entry.ts";
import type { LsOptions, Quoting } from "./ls-options.ts";

export interface Shown {
  readonly text: string;
  /** columns of a terminal, without colours */
  readonly width: number;
}

const NOT_ASCII = /[^\x00-\x7f]/;
/** What shell-escape would quote, roughly: quickly says no to ordinary names. */
const ORDINARY = /^[A-Za-z0-9_.@%+,:/-]+$/;

function styled(name: string, style: Quoting, o: LsOptions): string {
  switch (style) {
    case "literal":
      return o.hideControls ? questionMarks(name, o.utf8) : name;
    case "shell":
    case "shell-always": {
      const always = style === "shell-always";
      const shown = o.hideControls ? questionMarks(name, o.utf8) : name;
      return shellQuote(shown, o.utf8 || !o.hideControls, always);
    }
    case "shell-escape":
      return shellQuote(name, o.utf8);
    case "shell-escape-always":
      return shellQuote(name, o.utf8, true);
    case "c":
      return cString(name, o.utf8);
    case "c-maybe": {
      const text = cString(name, o.utf8);
      return text === `"${name}"` ? name : text;
    }
    case "escape":
      return escapeName(name, o.utf8);
    case "locale":
      return localeQuote(name, o.utf8);
    case "clocale":
      return o.utf8 ? localeQuote(name, true) : cString(name, false);
  }
}

export class Namer {
  /** some name is quoted: the others get a space in front, so that they stand below each other */
  private aligned = false;
  private readonly used = { any: false };

  constructor(private readonly options: LsOptions) {}

  /** The name as it is quoted, without what comes before and after it. */
  quote(name: string): string {
    const { options } = this;
    if (options.quoting === "literal" && !options.hideControls) return name;
    if (
      ORDINARY.test(name) &&
      options.quoting.startsWith("shell-escape") &&
      !options.quoting.endsWith("always")
    )
      return name;
    return styled(name, options.quoting, options);
  }

  /** Looks at the names that are shown together. */
  align(entries: readonly Entry[]): void {
    const { options } = this;
    const style = options.quoting;
    const varies = style === "shell" || style === "shell-escape" || style === "c-maybe";
    const spaced =
      options.format === "long" ||
      ((options.format === "columns" || options.format === "across") && options.width > 0);
    this.aligned = varies && spaced && entries.some((entry) => /^['"]/.test(this.quote(entry.name)));
  }

  show(entry: Entry): Shown {
    const quoted = this.quote(entry.name);
    const space = this.aligned && !/^['"]/.test(quoted) ? " " : "";
    const mark = this.options.format === "long" && entry.target !== undefined ? "" : this.mark(entry);
    const { colors } = this.options;
    const text = colors === undefined ? quoted : colored(colors, entry, quoted, false, this.used);
    return { text: space + text + mark, width: space.length + this.width(quoted) + mark.length };
  }

  /** ` -> target`, in long listings */
  arrow(entry: Entry): string {
    if (entry.target === undefined) return "";
    const target = this.quote(entry.target);
    const { colors } = this.options;
    const text = colors === undefined ? target : colored(colors, entry, target, true, this.used);
    const { behind } = entry;
    const mark = behind === undefined || failed(behind) ? "" : this.markOf(behind.mode & S_IFMT, behind.mode);
    return ` -> ${text}${mark}`;
  }

  private mark(entry: Entry): string {
    const mode = entry.node?.mode ?? entry.type;
    return this.markOf(mode & S_IFMT, mode);
  }

  private markOf(type: number, mode: number): string {
    const { indicator } = this.options;
    if (indicator === "none") return "";
    if (type === S_IFDIR) return "/";
    if (indicator === "slash") return "";
    if (type === S_IFLNK) return "@";
    if (type === S_IFIFO) return "|";
    if (type === S_IFSOCK) return "=";
    return indicator === "classify" && type === S_IFREG && (mode & 0o111) !== 0 ? "*" : "";
  }

  private width(text: string): number {
    if (!NOT_ASCII.test(text)) return text.length;
    return this.options.utf8 ? textWidth(text) : encode(text).length;
  }
}
