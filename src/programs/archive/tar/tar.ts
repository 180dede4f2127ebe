// tar: archives made, listed, extracted, compared and changed, in GNU's words or busybox's (POSIX, pax; GNU tar's manual).
// The operations are here; options are settings.ts, bytes members.ts and headers.ts, files create.ts and extract.ts.
// Not here: sparse files, incremental dumps, several volumes, compression other than gzip's, bzip2's and xz's.

import { DIRECTORY } from "../../../base/formats/tar-header.ts";
import { failed, strerror } from "../../../base/errno.ts";
import type { Task } from "../../../kernel/sys.ts";
import { command, type Family, type Io } from "../../libc/command.ts";
import { isUtf8 } from "../../libc/quote.ts";
import { localZone } from "../../libc/timezone.ts";
import { gnuHumanSize } from "../../libc/sizes.ts";
import {
  isRefused,
  openArchive,
  openOutput,
  rewriteArchive,
  writeArchive,
  type OpenArchive,
} from "./archive-file.ts";
import { compareMember } from "./compare.ts";
import { Creator } from "./create.ts";
import { Extractor } from "./extract.ts";
import { Listing } from "./listing.ts";
import type { Member } from "./members.ts";
import { NamePattern, splitUnsafe, stripComponents, transformName } from "./names.ts";
import { settingsOf, withDashes, type TarSettings } from "./settings.ts";
import { Speech } from "./speech.ts";

const GNU_OPTIONS =
  "- A/catenate concatenate c/create d/diff compare delete r/append t/list u/update x/extract get " +
  "f/file: C/directory: v/verbose z/gzip gunzip ungzip j/bzip2 J/xz lzma lzip lzop zstd Z/compress I/use-compress-program: " +
  "a/auto-compress no-auto-compress k/keep-old-files keep-newer-files skip-old-files overwrite overwrite-dir no-overwrite-dir " +
  "U/unlink-first recursive-unlink keep-directory-symlink remove-files W/verify O/to-stdout to-command: " +
  "p/preserve-permissions same-permissions no-same-permissions same-owner no-same-owner o numeric-owner owner: group: mode: " +
  "mtime: clamp-mtime m/touch sort: acls no-acls selinux no-selinux xattrs no-xattrs delay-directory-restore " +
  "no-delay-directory-restore s/preserve-order same-order force-local b/blocking-factor: B/read-full-records i/ignore-zeros " +
  "record-size: H/format: old-archive portability posix V/label: add-file: exclude: exclude-vcs exclude-backups X/exclude-from: " +
  "T/files-from: null no-null h/dereference hard-dereference P/absolute-names recursion no-recursion one-file-system " +
  "strip-components: transform: xform: show-transformed-names show-stored-names anchored no-anchored ignore-case " +
  "no-ignore-case wildcards no-wildcards wildcards-match-slash no-wildcards-match-slash full-time utc totals? checkpoint? " +
  "warning: w/interactive one-top-level? occurrence? ignore-failed-read S/sparse n/seek no-seek l/check-links " +
  "g/listed-incremental: G/incremental M/multi-volume L/tape-length: F/info-script: quoting-style: usage";

const BUSYBOX_OPTIONS =
  "- c x t f: C: v z j J a Z O m o p k h overwrite strip-components: no-recursion numeric-owner no-same-permissions to-command: lzma";

const prepare = (args: readonly string[], family: Family): readonly string[] =>
  withDashes(args, family === "gnu" ? "fCIbHVXTKNLFg" : "fC");

export const tar = command(
  {
    name: "tar",
    gnu: GNU_OPTIONS,
    busybox: BUSYBOX_OPTIONS,
    usage: "c|x|t [-ZzJjahmvokO] [-f TARFILE] [-C DIR] [FILE]...",
    usageStatus: { gnu: 2 },
    package: "GNU tar 1.35",
    prepare,
    misuse: (name, message) =>
      `${name}: ${message}\nTry '${name} --help' or '${name} --usage' for more information.\n`,
  },
  function* (io) {
    const settings = yield* settingsOf(io);
    if (typeof settings === "number") return settings;
    const run = new Run(io, settings, yield* listingOf(io));
    return yield* run.go();
  },
);

function* listingOf(io: Io): Task<Listing> {
  const now = io.sys.now();
  const zone = yield* localZone(io.sys, io.has("utc") ? "UTC0" : io.env.get("TZ"), now);
  return new Listing({
    busybox: io.family === "busybox",
    numeric: io.has("numeric-owner"),
    fullTime: io.has("full-time"),
    utf8: isUtf8(io.env),
    zone,
  });
}

class Run {
  private readonly speech: Speech;
  private readonly patterns: readonly NamePattern[];
  private readonly found = new Set<number>();

  constructor(
    private readonly io: Io,
    private readonly settings: TarSettings,
    private readonly listing: Listing,
  ) {
    this.speech = new Speech(io);
    this.patterns = settings.wanted.map(({ name, mode }) => new NamePattern(name, mode));
  }

  *go(): Task<number> {
    const { operation } = this.settings;
    switch (operation) {
      case "c":
        return yield* this.create();
      case "r":
      case "u":
        return yield* this.append();
      case "A":
        return yield* this.concatenate();
      case "delete":
        return yield* this.delete();
      default:
        return yield* this.read();
    }
  }

  // ---- writing

  private *create(): Task<number> {
    const { speech, settings } = this;
    if (settings.wanted.length === 0 && !this.io.has("T")) {
      if (speech.busybox) return yield* speech.fatal("empty archive");
      yield* speech.error("Cowardly refusing to create an empty archive");
      yield* this.io.tell("Try 'tar --help' or 'tar --usage' for more information.\n");
      return 2;
    }
    const fd = yield* openOutput(speech, settings);
    if (fd < 0) return this.io.status;
    const node = this.io.sys.fstat(fd);
    const creator = new Creator(speech, settings, this.listing, failed(node) ? undefined : node);
    yield* creator.addAll();
    const began = this.io.sys.now();
    const size = yield* writeArchive(speech, settings, fd, creator.parts);
    if (this.io.has("totals")) yield* this.totals("written", size, began);
    return yield* speech.finish(true);
  }

  private *totals(verb: string, size: number, began: number): Task<void> {
    const seconds = Math.max(1, this.io.sys.now() - began) / 1_000_000;
    const rate = `${gnuHumanSize(size / seconds)}iB/s`;
    yield* this.io.tell(`Total bytes ${verb}: ${size} (${gnuHumanSize(size)}iB, ${rate})\n`);
  }

  private *append(): Task<number> {
    const { speech, settings } = this;
    const there = failed(this.io.sys.stat(settings.file)) ? undefined : yield* openArchive(speech, settings);
    if (there !== undefined && isRefused(there)) return there;
    if (settings.filter !== undefined) return yield* speech.fatal("Cannot update compressed archives");
    const present = new Map(there?.members.map(({ header }) => [header.name, header.mtime]));
    const node = this.io.sys.stat(settings.file);
    const creator = new Creator(speech, settings, this.listing, failed(node) ? undefined : node, present);
    yield* creator.addAll();
    const kept = there === undefined ? [] : [there.bytes.subarray(0, there.end)];
    yield* rewriteArchive(speech, settings, [...kept, ...creator.parts]);
    return yield* speech.finish(true);
  }

  private *concatenate(): Task<number> {
    const { speech, settings } = this;
    const there = yield* openArchive(speech, settings);
    if (isRefused(there)) return there;
    const parts = [there.bytes.subarray(0, there.end)];
    for (const { name } of settings.wanted) {
      const node = this.io.sys.stat(name);
      if (failed(node)) {
        yield* speech.refused("open", name, node);
        continue;
      }
      const other = yield* openArchive(speech, { ...settings, file: name });
      if (isRefused(other)) return other;
      parts.push(other.bytes.subarray(0, other.end));
    }
    yield* rewriteArchive(speech, settings, parts);
    return yield* speech.finish(true);
  }

  private *delete(): Task<number> {
    const { speech, settings } = this;
    const there = yield* openArchive(speech, settings);
    if (isRefused(there)) return there;
    const kept = there.members.filter(({ header }) => !this.isWanted(header.name));
    yield* this.missing();
    yield* rewriteArchive(
      speech,
      settings,
      kept.map(({ from, to }) => there.bytes.subarray(from, to)),
    );
    return yield* speech.finish(false);
  }

  // ---- reading

  private *read(): Task<number> {
    const { speech, settings, io } = this;
    const began = io.sys.now();
    const archive = yield* openArchive(speech, settings);
    if (isRefused(archive)) return archive;
    for (const directory of settings.directories) {
      if (io.has("one-top-level")) void io.sys.mkdir(directory, 0o777);
      const refused = io.sys.chdir(directory);
      if (refused === undefined) continue;
      if (speech.busybox)
        return yield* speech.fatal(`can't change directory to '${directory}': ${strerror(refused)}`);
      yield* speech.refused("open", directory, refused);
      return yield* speech.end();
    }
    const extractor = new Extractor(speech, (name) => this.changed(name));
    for (const member of archive.members) {
      yield* this.member(member, extractor);
      if (extractor.dead) return this.io.status;
    }
    yield* extractor.finish();
    if (io.has("totals")) yield* this.totals("read", archive.bytes.length, began);
    return yield* this.end(archive);
  }

  private *end(archive: OpenArchive): Task<number> {
    const { speech } = this;
    const { fault, members, bad } = archive;
    if (bad) {
      if (speech.busybox) return yield* speech.fatal("short read");
      yield* speech.error("Child returned status 1");
      return yield* speech.end();
    }
    if (speech.busybox) {
      if (fault === "bad") return yield* speech.fatal("invalid tar magic");
      if (fault === "head" || (fault === "cut" && this.settings.operation === "x"))
        return yield* speech.fatal("short read");
    } else if (fault === "cut" || fault === "unpadded") {
      if (this.settings.operation === "x") yield* speech.error("Unexpected EOF in archive");
      return yield* speech.fatal("Unexpected EOF in archive");
    } else if (fault !== undefined) {
      if (members.length === 0) yield* speech.error("This does not look like a tar archive");
      if (fault === "bad") yield* speech.error("Skipping to next header");
      else if (members.length > 0) return yield* speech.fatal("Unexpected EOF in archive");
    }
    yield* this.missing();
    return yield* speech.finish(false);
  }

  private isWanted(name: string): boolean {
    if (this.settings.excluded.some((pattern) => pattern.matches(name))) return false;
    if (this.patterns.length === 0) return true;
    const index = this.patterns.findIndex((pattern) => pattern.matches(name));
    if (index >= 0) this.found.add(index);
    return index >= 0;
  }

  /** Names that were asked for and did not come. */
  private *missing(): Task<void> {
    const { speech, io } = this;
    const missing = this.settings.wanted.filter((_, i) => !this.found.has(i));
    if (speech.busybox) {
      for (const { name } of missing) yield* speech.error(`${name}: not found in archive`);
      return;
    }
    const looksLikePattern = missing.some(({ name, mode }) => !mode.wildcards && /[*?[]/.test(name));
    if (looksLikePattern && !io.has("no-wildcards"))
      yield* io.tell(
        "tar: Pattern matching characters used in file names\ntar: Use --wildcards to enable pattern matching, or --no-wildcards to suppress this warning\n",
      );
    for (const { name } of missing) yield* speech.error(`${speech.quote(name)}: Not found in archive`);
  }

  /** As a member is called here; undefined if nothing is left of its name. */
  private changed(name: string): string | undefined {
    const stripped = this.settings.strip === 0 ? name : stripComponents(name, this.settings.strip);
    return stripped === undefined ? undefined : transformName(stripped, this.settings.transforms);
  }

  private *member(member: Member, extractor: Extractor): Task<void> {
    const { io, settings } = this;
    const { header } = member;
    if (!this.isWanted(header.name)) return;
    const name = this.changed(header.name);
    const transformed = io.has("show-transformed-names");
    const lists = settings.operation === "t";
    if (name === undefined && !lists && !this.speech.busybox) return;
    yield* this.show(member, transformed ? (name ?? (header.type === DIRECTORY ? "/" : "")) : header.name);
    if (lists) yield* this.warnOfPrefix(header.name);
    if (name === undefined || lists) return;
    if (settings.operation === "d") {
      yield* compareMember(this.speech, name, member);
      return;
    }
    yield* this.extract(member, name, extractor);
    if (io.sys.tick(1 + (member.data.length >> 12))) yield* io.sys.giveWay();
  }

  /** GNU's tells while it lists what extracting would do. */
  private *warnOfPrefix(name: string): Task<void> {
    if (this.speech.busybox || this.io.has("P")) return;
    const [prefix] = splitUnsafe(name);
    if (prefix !== "") yield* this.speech.removing(prefix);
  }

  private *show(member: Member, name: string): Task<void> {
    const { verbosity, operation, toOutput } = this.settings;
    const level = operation === "t" ? verbosity + 1 : verbosity;
    if (level === 0) return;
    const long = this.speech.busybox ? operation === "t" && level > 1 : level > 1;
    const { header } = member;
    const line = long ? this.listing.line({ ...header, name }) : this.listing.name(name);
    if (toOutput) yield* this.io.tell(`${line}\n`);
    else yield* this.io.print(`${line}\n`);
  }

  private *extract(member: Member, name: string, extractor: Extractor): Task<void> {
    const { io, speech, settings } = this;
    if (settings.toOutput) {
      yield* io.out.writeBytes(member.data);
      return;
    }
    let path = name;
    if (!io.has("P") || speech.busybox) {
      const [prefix, rest] = splitUnsafe(name);
      if (prefix !== "") yield* speech.removing(prefix);
      path = rest;
      if (!speech.busybox && member.header.name.split("/").includes("..")) {
        yield* speech.error(`${speech.quote(member.header.name)}: Member name contains '..'`);
        return;
      }
    }
    path = path.replace(/(?<=.)\/+$/, "");
    yield* extractor.extract(path === "" ? "." : path, member);
  }
}
