// /etc/passwd, group, shadow and gshadow as the programs change them that add and remove users: lines of fields
// between colons, kept in their order, with lines that are none of these left alone. A file that is not there is
// not made, but for passwd and group.

import { failed, type Errno } from "../../base/errno.ts";
import { DAY } from "../../base/time.ts";
import { encode } from "../../base/utf8.ts";
import { O_CREAT, O_TRUNC, O_WRONLY, type Sys, type Task } from "../../kernel/sys.ts";
import { readText } from "../libc/input.ts";

export type Row = readonly string[];

export class AccountFile {
  changed = false;

  private constructor(
    private readonly sys: Sys,
    readonly path: string,
    public rows: readonly Row[],
    readonly exists: boolean,
    private readonly mode: number,
  ) {}

  static *read(sys: Sys, path: string, mode = 0o644): Task<AccountFile> {
    const file = yield* readText(sys, path);
    const lines = failed(file) ? [] : file.text.split("\n").filter((line) => line !== "");
    return new AccountFile(
      sys,
      path,
      lines.map((line) => line.split(":")),
      !failed(file),
      mode,
    );
  }

  find(name: string): Row | undefined {
    return this.rows.find((row) => row[0] === name);
  }

  has(field: number, value: string): boolean {
    return this.rows.some((row) => row[field] === value);
  }

  add(...fields: string[]): void {
    this.rows = [...this.rows, fields];
    this.changed = true;
  }

  remove(name: string): void {
    this.rows = this.rows.filter((row) => row[0] !== name);
    this.changed = true;
  }

  /** Sets fields by number of the line of that name. */
  set(name: string, fields: ReadonlyMap<number, string>): void {
    this.rows = this.rows.map((row) => (row[0] === name ? row.map((old, i) => fields.get(i) ?? old) : row));
    this.changed = true;
  }

  /** Where shadow's programs put a line under a new name. */
  moveToEnd(name: string): void {
    const row = this.find(name);
    if (row !== undefined) this.rows = [...this.rows.filter((other) => other !== row), row];
  }

  *save(): Task<Errno | undefined> {
    if (!this.changed) return undefined;
    const fd = yield* this.sys.open(this.path, O_WRONLY | O_CREAT | O_TRUNC, this.mode);
    if (failed(fd)) return fd;
    const written = yield* this.sys.write(fd, encode(this.rows.map((row) => `${row.join(":")}\n`).join("")));
    void this.sys.close(fd);
    this.changed = false;
    return failed(written) ? written : undefined;
  }
}

/** All four files together. */
export class AccountFiles {
  private constructor(
    readonly passwd: AccountFile,
    readonly group: AccountFile,
    readonly shadow: AccountFile,
    readonly gshadow: AccountFile,
  ) {}

  static *read(sys: Sys): Task<AccountFiles> {
    return new AccountFiles(
      yield* AccountFile.read(sys, "/etc/passwd"),
      yield* AccountFile.read(sys, "/etc/group"),
      yield* AccountFile.read(sys, "/etc/shadow", 0o640),
      yield* AccountFile.read(sys, "/etc/gshadow", 0o640),
    );
  }

  *save(): Task<Errno | undefined> {
    for (const file of [this.passwd, this.group, this.shadow, this.gshadow]) {
      if (!file.exists && file !== this.passwd && file !== this.group) continue;
      const refused = yield* file.save();
      if (refused !== undefined) return refused;
    }
    return undefined;
  }

  addGroup(name: string, gid: number, members = ""): void {
    this.group.add(name, "x", String(gid), members);
    if (this.gshadow.exists) this.gshadow.add(name, "!", "", members);
  }

  removeGroup(name: string): void {
    this.group.remove(name);
    this.gshadow.remove(name);
  }

  /** `change` gets and gives the members of a group. */
  changeMembers(group: string, change: (members: readonly string[]) => readonly string[]): void {
    for (const file of [this.group, this.gshadow]) {
      const row = file.find(group);
      if (row === undefined) continue;
      const members = (row[3] ?? "").split(",").filter((member) => member !== "");
      file.set(group, new Map([[3, change(members).join(",")]]));
    }
  }

  addMember(group: string, user: string): void {
    this.changeMembers(group, (members) => (members.includes(user) ? members : [...members, user]));
  }

  groupsOf(user: string): string[] {
    return this.group.rows
      .filter((row) => (row[3] ?? "").split(",").includes(user))
      .map((row) => row[0] as string);
  }

  /** The lowest free number from `least` on; system accounts count down from the top. */
  freeId(file: AccountFile, least: number, most: number, downwards = false): number {
    const taken = new Set(file.rows.map((row) => Number(row[2])));
    if (downwards) {
      for (let id = most; id >= least; id--) if (!taken.has(id)) return id;
      return least;
    }
    // One above the highest, as shadow's programs choose.
    const highest = Math.max(least - 1, ...[...taken].filter((id) => id >= least && id <= most));
    if (highest < most) return highest + 1;
    for (let id = least; id <= most; id++) if (!taken.has(id)) return id;
    return most;
  }

  /** A group by its name or number. */
  groupBy(text: string): Row | undefined {
    return this.group.find(text) ?? this.group.rows.find((row) => row[2] === text);
  }
}

/** Days since 1970, as shadow counts them. */
export const dayNumber = (sys: Sys): string => String(Math.floor(sys.now() / DAY));
