// One call of apt, apt-get, apt-cache or apt-mark: its options, how it says what is wrong, and what it has read. The words are
// apt's own, of version 3 where that is installed (Debian 13) and of version 2 elsewhere.

import { errnoNumber, failed, strerror } from "../../base/errno.ts";
import { O_CREAT, O_RDWR, type Task } from "../../kernel/sys.ts";
import type { Io } from "../libc/command.ts";
import { Available } from "./apt-archive.ts";
import { sourcesOf } from "./apt-sources.ts";
import { DpkgDatabase } from "./dpkg-database.ts";

const WITH_VALUE = new Set(["o", "c", "t", "a", "option", "config-file", "target-release", "default-release", "host-architecture"]); // prettier-ignore

const SAME = new Map([
  ["yes", "y"],
  ["assume-yes", "y"],
  ["force-yes", "y"],
  ["quiet", "q"],
  ["silent", "q"],
  ["simulate", "s"],
  ["just-print", "s"],
  ["dry-run", "s"],
  ["recon", "s"],
  ["no-act", "s"],
  ["download-only", "d"],
  ["fix-broken", "f"],
  ["fix-missing", "m"],
  ["ignore-missing", "m"],
  ["auto-remove", "autoremove"],
  ["names-only", "n"],
  ["all-versions", "a"],
  ["version", "v"],
  ["help", "h"],
  ["verbose-versions", "V"],
]);

const KNOWN = new Set(
  "y q s d f m n a v h V u b no-install-recommends install-recommends no-install-suggests install-suggests reinstall purge autoremove allow-downgrades allow-unauthenticated allow-change-held-packages allow-remove-essential allow-releaseinfo-change allow-insecure-repositories only-upgrade no-upgrade no-remove no-auto-remove show-progress print-uris trivial-only no-download show-upgraded installed upgradable upgradeable manual-installed full verbose important recurse no-recommends no-suggests with-new-pkgs without-new-pkgs no-all-versions installed-only assume-no no-strict-pinning update U".split(
    " ",
  ),
);

export interface AptWords {
  readonly options: ReadonlySet<string>;
  /** how often -q was given */
  readonly quiet: number;
  readonly operands: readonly string[];
}

interface Misunderstood {
  readonly error: string;
}

function longOption(word: string): readonly [key: string, takesNext: boolean] | Misunderstood {
  const [name = "", value] = word.slice(2).split("=");
  const key = SAME.get(name) ?? name;
  if (WITH_VALUE.has(name)) return [key, value === undefined];
  return KNOWN.has(key)
    ? [key, false]
    : { error: `Command line option ${word} is not understood in combination with the other options` };
}

export function parseWords(args: readonly string[]): AptWords | Misunderstood {
  const options = new Set<string>();
  const operands: string[] = [];
  let quiet = 0;
  for (let i = 0; i < args.length; i++) {
    const word = args[i] as string;
    if (word === "--") {
      operands.push(...args.slice(i + 1));
      break;
    }
    if (word.startsWith("--")) {
      const found = longOption(word);
      if ("error" in found) return found;
      options.add(found[0]);
      if (found[0] === "q") quiet++;
      if (found[1]) i++;
    } else if (!word.startsWith("-") || word === "-") operands.push(word);
    else
      for (let at = 1; at < word.length; at++) {
        const letter = word[at] as string;
        if (letter === "q") quiet += word[at + 1] === "=" ? Number(word.slice(at + 2)) : 1;
        if (letter === "q" && word[at + 1] === "=") break;
        if (WITH_VALUE.has(letter) && letter !== "a") {
          if (at + 1 === word.length) i++;
          break;
        }
        if (!KNOWN.has(letter))
          return { error: `Command line option '${letter}' [from ${word}] is not understood in combination with the other options.` }; // prettier-ignore
        options.add(letter);
      }
  }
  return { options, quiet, operands };
}

export class AptSession {
  /** apt 3 has words of its own for people */
  readonly isNew: boolean;

  private constructor(
    readonly io: Io,
    readonly words: AptWords,
    readonly database: DpkgDatabase,
    readonly available: Available,
  ) {
    const version = database.installed("apt")?.version ?? "3";
    this.isNew = io.spec.name === "apt" && !version.startsWith("2") && !version.startsWith("1");
  }

  static *open(io: Io, words: AptWords): Task<AptSession> {
    const database = yield* DpkgDatabase.read(io.sys);
    return new AptSession(io, words, database, new Available(io.sys, yield* sourcesOf(io.sys)));
  }

  has(option: string): boolean {
    return this.words.options.has(option);
  }

  /** What apt says on the way; nothing with -qq. */
  *say(text: string): Task<void> {
    if (this.words.quiet < 2) yield* this.io.print(text);
  }

  /** A line of progress, which on a terminal ends with Done. */
  *progress(text: string): Task<void> {
    const done = this.words.quiet === 0 && this.io.sys.termios(1) !== undefined ? " Done" : "";
    yield* this.say(`${text}...${done}\n`);
  }

  *readingLists(): Task<void> {
    yield* this.progress("Reading package lists");
  }

  *buildingTree(): Task<void> {
    yield* this.progress("Building dependency tree");
    if (this.database.hasStates) yield* this.progress("Reading state information");
  }

  *error(...messages: readonly string[]): Task<number> {
    for (const message of messages) yield* this.io.tell(`${errorMark(this.io, this.isNew)}${message}\n`);
    return 100;
  }

  *warn(message: string): Task<void> {
    yield* this.io.tell(`${this.isNew ? "Warning: " : "W: "}${message}\n`);
  }

  /** Nobody else may change anything meanwhile, and only root may; undefined when that is so. */
  *lock(path: string, then: string): Task<number | undefined> {
    const fd = yield* this.io.sys.open(path, O_RDWR | O_CREAT, 0o640);
    if (failed(fd)) {
      const why = `Could not open lock file ${path} - open (${errnoNumber(fd)}: ${strerror(fd)})`;
      return yield* this.error(why, then);
    }
    void this.io.sys.close(fd);
    return undefined;
  }

  lockDpkg(): Task<number | undefined> {
    const path = "/var/lib/dpkg/lock-frontend";
    return this.lock(path, `Unable to acquire the dpkg frontend lock (${path}), are you root?`);
  }
}

export const errorMark = (io: Io, isNew: boolean): string =>
  isNew && io.spec.name === "apt" ? "Error: " : "E: ";

export const APT_WARNING =
  "\nWARNING: apt does not have a stable CLI interface. Use with caution in scripts.\n\n";
