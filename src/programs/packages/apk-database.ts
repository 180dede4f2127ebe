// What apk has installed: paragraphs of lib/apk/db/installed, and the names that were asked for, /etc/apk/world.
// A virtual package (`-t NAME`) is a paragraph without files.

import { failed, type Errno } from "../../base/errno.ts";
import { apkFiles, apkParagraph, pathOf, type AlpinePackage } from "../../base/packages/alpine.ts";
import type { Sys, Task } from "../../kernel/sys.ts";
import { readText } from "../libc/input.ts";
import { writeText } from "./dpkg-database.ts";
import { makeDirectories } from "./unpack.ts";

const WORLD = "/etc/apk/world";

export interface ApkRecord {
  readonly name: string;
  readonly version: string;
  readonly installedSize: number;
  readonly depends: readonly string[];
  readonly description: string;
  readonly paragraph: string;
}

function recordOf(paragraph: string): ApkRecord {
  const field = (letter: string): string => new RegExp(`^${letter}:(.*)$`, "m").exec(paragraph)?.[1] ?? "";
  return {
    name: field("P"),
    version: field("V"),
    installedSize: Number(field("I")),
    depends: field("D").split(" ").filter((word) => word !== ""),
    description: field("T"),
    paragraph,
  };
} // prettier-ignore

export class ApkDatabase {
  private constructor(
    private readonly sys: Sys,
    private readonly path: string,
    readonly records: Map<string, ApkRecord>,
    readonly world: Set<string>,
  ) {}

  static *read(sys: Sys): Task<ApkDatabase> {
    const path = failed(sys.stat("/usr/lib/apk/db/installed"))
      ? "/lib/apk/db/installed"
      : "/usr/lib/apk/db/installed";
    const file = yield* readText(sys, path);
    const world = yield* readText(sys, WORLD);
    const paragraphs = failed(file) ? [] : file.text.split(/\n\n+/).filter((text) => text.startsWith("P:") || text.includes("\nP:"));
    const names = failed(world) ? [] : world.text.split(/\s+/).filter((word) => word !== "");
    return new ApkDatabase(
      sys,
      path,
      new Map(paragraphs.map(recordOf).map((record) => [record.name, record])),
      new Set(names),
    );
  } // prettier-ignore

  add(one: AlpinePackage): void {
    this.records.set(one.name, recordOf(apkParagraph(one) + apkFiles(one.files.map(pathOf))));
  }

  /** A package that only needs others. */
  addVirtual(name: string, version: string, depends: readonly string[]): void {
    const paragraph = `P:${name}\nV:${version}\nA:noarch\nS:0\nI:0\nT:virtual meta package\nD:${depends.join(" ")}\n`;
    this.records.set(name, recordOf(paragraph));
  }

  filesOf({ paragraph }: ApkRecord): string[] {
    const files: string[] = [];
    let folder = "";
    for (const line of paragraph.split("\n")) {
      if (line.startsWith("F:")) folder = line.slice(2);
      if (line.startsWith("R:")) files.push(`${folder}/${line.slice(2)}`);
    }
    return files;
  }

  get size(): number {
    return [...this.records.values()].reduce((sum, { installedSize }) => sum + installedSize, 0);
  }

  *write(): Task<Errno | undefined> {
    makeDirectories(this.sys, this.path);
    const text = [...this.records.values()].map(({ paragraph }) => `${paragraph.trimEnd()}\n\n`).join("");
    const refused = yield* writeText(this.sys, this.path, text);
    const names = [...this.world].sort().map((name) => `${name}\n`);
    return refused ?? (yield* writeText(this.sys, WORLD, names.join("")));
  }
}

/** Packages that are wanted, each after what it needs. */
export function* wantedBy(
  names: Iterable<string>,
  dependsOf: (name: string) => readonly string[] | undefined,
  seen = new Set<string>(),
): Generator<string, void> {
  for (const name of names) {
    const depends = seen.has(name) ? undefined : dependsOf(name);
    if (depends === undefined) continue;
    seen.add(name);
    yield* wantedBy(depends, dependsOf, seen);
    yield name;
  }
}
