// What is installed, as dpkg keeps it: paragraphs of /var/lib/dpkg/status, lists of files in /var/lib/dpkg/info, and
// apt's note of what came along by itself (/var/lib/apt/extended_states). Paragraphs are kept as they are read, so that
// whatever else stands in them survives. Not here: which packages exist (base/packages), what is done to them.

import { failed, type Errno } from "../../base/errno.ts";
import type { DebianPackage, Distribution } from "../../base/packages/debian.ts";
import { listFile, listText, statusParagraph } from "../../base/packages/dpkg-record.ts";
import { encode } from "../../base/utf8.ts";
import { O_CREAT, O_TRUNC, O_WRONLY, type Sys, type Task } from "../../kernel/sys.ts";
import { readText } from "../libc/input.ts";

const STATUS = "/var/lib/dpkg/status";
const STATES = "/var/lib/apt/extended_states";

export interface Record {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  /** `install ok installed`, `deinstall ok config-files`, `hold ok installed` */
  readonly status: string;
  readonly coinstallable: boolean;
  readonly paragraph: string;
}

export const fieldOf = (paragraph: string, name: string): string =>
  new RegExp(`^${name}: ?(.*)$`, "m").exec(paragraph)?.[1] ?? "";

const recordOf = (paragraph: string): Record => ({
  name: fieldOf(paragraph, "Package"),
  version: fieldOf(paragraph, "Version"),
  architecture: fieldOf(paragraph, "Architecture"),
  status: fieldOf(paragraph, "Status"),
  coinstallable: fieldOf(paragraph, "Multi-Arch") === "same",
  paragraph,
});

const paragraphsOf = (text: string): string[] =>
  text.split(/\n\n+/).filter((paragraph) => paragraph.trim() !== "");

export const isInstalled = (record: Record | undefined): boolean =>
  record !== undefined && record.status.endsWith(" installed");

/** `libc6:amd64`, as dpkg and apt write it. */
export const labelOf = ({ name, coinstallable, architecture }: Record): string =>
  coinstallable ? `${name}:${architecture}` : name;

export const byName = (one: { readonly name: string }, other: { readonly name: string }): number =>
  one.name < other.name ? -1 : one.name > other.name ? 1 : 0;

export function* writeText(sys: Sys, path: string, text: string, mode = 0o644): Task<Errno | undefined> {
  const fd = yield* sys.open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);
  if (failed(fd)) return fd;
  const written = yield* sys.write(fd, encode(text));
  void sys.close(fd);
  return failed(written) ? written : undefined;
}

export class DpkgDatabase {
  private constructor(
    private readonly sys: Sys,
    readonly records: Map<string, Record>,
    /** packages that came along by themselves */
    readonly automatic: Set<string>,
    /** apt says that it reads it only where it is */
    readonly hasStates: boolean,
  ) {}

  static *read(sys: Sys): Task<DpkgDatabase> {
    const status = yield* readText(sys, STATUS);
    const states = yield* readText(sys, STATES);
    const records = failed(status) ? [] : paragraphsOf(status.text).map(recordOf);
    const automatic = failed(states)
      ? []
      : paragraphsOf(states.text)
          .filter((paragraph) => fieldOf(paragraph, "Auto-Installed") === "1")
          .map((paragraph) => fieldOf(paragraph, "Package"));
    return new DpkgDatabase(
      sys,
      new Map(records.map((record) => [record.name, record])),
      new Set(automatic),
      !failed(states),
    );
  }

  installed(name: string): Record | undefined {
    const record = this.records.get(name);
    return isInstalled(record) ? record : undefined;
  }

  *add(one: DebianPackage, distribution: Distribution): Task<void> {
    this.records.set(one.name, recordOf(statusParagraph(one, distribution).trimEnd()));
    yield* writeText(this.sys, `/${listFile(one)}`, listText(one));
  }

  setStatus(record: Record, status: string): void {
    this.records.set(record.name, recordOf(record.paragraph.replace(/^Status: .*$/m, `Status: ${status}`)));
  }

  remove(record: Record): void {
    this.records.delete(record.name);
    this.automatic.delete(record.name);
    void this.sys.unlink(listPath(record));
  }

  *write(): Task<Errno | undefined> {
    const all = [...this.records.values()].sort(byName);
    const refused = yield* writeText(
      this.sys,
      STATUS,
      all.map(({ paragraph }) => `${paragraph}\n\n`).join(""),
    );
    return refused ?? (yield* this.writeStates());
  }

  *writeStates(): Task<Errno | undefined> {
    const lines = [...this.automatic]
      .sort()
      .map((name) => `Package: ${name}\nArchitecture: amd64\nAuto-Installed: 1\n\n`);
    return yield* writeText(this.sys, STATES, lines.join(""));
  }

  /** The paths that a package brought, as dpkg lists them. */
  *filesOf(record: Record): Task<readonly string[]> {
    const list = yield* readText(this.sys, listPath(record));
    return failed(list) ? [] : list.text.split("\n").filter((line) => line !== "");
  }

  /** How many files and directories all packages have together. */
  *countFiles(): Task<number> {
    const paths = new Set<string>();
    for (const record of this.records.values())
      for (const path of yield* this.filesOf(record)) paths.add(path);
    return paths.size;
  }
}

const listPath = (record: Record): string => `/var/lib/dpkg/info/${labelOf(record)}.list`;
