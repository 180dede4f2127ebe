// How tar shows members: names with C's escapes for what cannot be printed, and the long lines of -v, whose columns
// GNU's widens as it goes. Not here: which members are shown.

import { BLOCK_DEVICE, CHARACTER_DEVICE, DIRECTORY, FIFO, HARD_LINK, SYMBOLIC_LINK } from "../../../base/formats/tar-header.ts"; // prettier-ignore
import { SECOND } from "../../../base/time.ts";
import { encode } from "../../../base/utf8.ts";
import { permissionLetters } from "../../libc/file-mode.ts";
import { strftime } from "../../libc/strftime.ts";
import type { Zone } from "../../libc/strftime.ts";

/** What a long line tells of a member. */
export interface Shown {
  readonly name: string;
  readonly type: string;
  readonly linkname: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly uname: string;
  readonly gname: string;
  readonly size: number;
  readonly mtime: number;
  readonly devmajor: number;
  readonly devminor: number;
}

const LETTERS = new Map([
  [HARD_LINK, "h"],
  [SYMBOLIC_LINK, "l"],
  [CHARACTER_DEVICE, "c"],
  [BLOCK_DEVICE, "b"],
  [DIRECTORY, "d"],
  [FIFO, "p"],
]);

const ESCAPES = new Map([["\x07", "\\a"], ["\b", "\\b"], ["\f", "\\f"], ["\n", "\\n"], ["\r", "\\r"], ["\t", "\\t"], ["\v", "\\v"], ["\\", "\\\\"], ["\x7f", "\\177"]]); // prettier-ignore

/** Quoting style "escape". */
export function escapeMemberName(name: string, utf8: boolean): string {
  let out = "";
  for (const char of name) {
    const known = ESCAPES.get(char);
    if (known !== undefined) out += known;
    else if (char < " " || (char > "~" && (!utf8 || (char >= "\udc80" && char <= "\udcff"))))
      for (const byte of encode(char)) out += `\\${byte.toString(8).padStart(3, "0")}`;
    else out += char;
  }
  return out;
}

export interface ListingOptions {
  readonly busybox: boolean;
  readonly numeric: boolean;
  readonly fullTime: boolean;
  readonly utf8: boolean;
  readonly zone: Zone;
}

export class Listing {
  private ownersWidth = 19;
  private dateWidth = 16;

  constructor(private readonly options: ListingOptions) {}

  name(name: string): string {
    return this.options.busybox ? name : escapeMemberName(name, this.options.utf8);
  }

  /** Without the newline. */
  line(member: Shown): string {
    const { busybox, numeric, zone } = this.options;
    const device = member.type === CHARACTER_DEVICE || member.type === BLOCK_DEVICE;
    const letter = LETTERS.get(member.type) ?? "-";
    const mode = (busybox && letter === "h" ? "-" : letter) + permissionLetters(member.mode);
    const names = busybox || !numeric;
    const user = names && member.uname !== "" ? member.uname : String(member.uid);
    const group = names && member.gname !== "" ? member.gname : String(member.gid);
    const link = this.link(member);
    if (busybox) {
      const time = strftime("%Y-%m-%d %H:%M:%S", member.mtime, zone);
      return `${mode} ${user}/${group} ${String(device ? 0 : member.size).padStart(9)} ${time} ${member.name}${link}`;
    }
    const size = device ? `${member.devmajor},${member.devminor}` : String(member.size);
    const owners = `${user}/${group}`;
    const width = owners.length + 1 + size.length;
    this.ownersWidth = Math.max(this.ownersWidth, width);
    const time = this.time(member.mtime);
    this.dateWidth = Math.max(this.dateWidth, time.length);
    const padding = " ".repeat(this.ownersWidth - width + 1);
    return `${mode} ${owners}${padding}${size} ${time.padEnd(this.dateWidth)} ${this.name(member.name)}${link}`;
  }

  private time(mtime: number): string {
    const { fullTime, zone } = this.options;
    if (!fullTime) return strftime("%Y-%m-%d %H:%M", mtime, zone);
    const rest = ((mtime % SECOND) + SECOND) % SECOND;
    const fraction = rest === 0 ? "" : `.${String(rest).padStart(6, "0")}000`;
    return strftime("%Y-%m-%d %H:%M:%S", mtime, zone) + fraction;
  }

  private link({ type, linkname }: Shown): string {
    if (type === SYMBOLIC_LINK) return ` -> ${this.name(linkname)}`;
    if (type !== HARD_LINK) return "";
    return this.options.busybox ? ` -> ${linkname}` : ` link to ${this.name(linkname)}`;
  }
}
