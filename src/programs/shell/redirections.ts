// Redirections (POSIX shell, 2.7; bash, "Redirections"). For what runs in the shell's own process the old
// descriptors are put aside and put back; for a program that is started they are only a list of which of the
// shell's descriptors it gets. Errors are worded here. Not here: here-documents' pipes (here-documents.ts).

import { failed, strerror, type Errno } from "../../base/errno.ts";
import { S_IFMT, S_IFREG } from "../libc/file-mode.ts";
import { O_APPEND, O_CLOEXEC, O_CREAT, O_EXCL, O_RDONLY, O_RDWR, O_TRUNC, O_WRONLY, type Fd, type Task } from "../../kernel/sys.ts"; // prettier-ignore
import { assign, assignElement } from "./assign.ts";
import { expandValue, expandWords } from "./expand.ts";
import { tellFault } from "./faults.ts";
import { openDocument, openHereString } from "./here-documents.ts";
import { complain } from "./messages.ts";
import { elementValue, parameterValue } from "./parameters.ts";
import type { Outcome, Shell } from "./shell.ts";
import { collectSignals } from "./signals.ts";
import type { Redirection, RedirectOperator } from "./syntax.ts";

/** Where descriptors that are put aside begin. */
const ASIDE = 10;

/** What a redirection comes to. */
type Resolved =
  | { readonly kind: "open"; readonly fd: Fd; readonly temporary: true }
  | { readonly kind: "copy"; readonly fd: Fd; readonly move: boolean }
  | { readonly kind: "close" };

const FLAGS: Partial<Record<RedirectOperator, number>> = {
  "<": O_RDONLY,
  "<>": O_RDWR | O_CREAT,
  ">": O_WRONLY | O_CREAT | O_TRUNC,
  ">|": O_WRONLY | O_CREAT | O_TRUNC,
  "&>": O_WRONLY | O_CREAT | O_TRUNC,
  ">>": O_WRONLY | O_CREAT | O_APPEND,
  "&>>": O_WRONLY | O_CREAT | O_APPEND,
};

const defaultFd = (operator: RedirectOperator): Fd => (operator.startsWith("<") ? 0 : 1);

const isBoth = (sh: Shell, { operator, fd }: Redirection, text: string): boolean =>
  operator.startsWith("&>") || (operator === ">&" && fd === undefined && sh.dialect.bothRedirect && !/^(?:\d+-?|-)$/.test(text)); // prettier-ignore

// ---- what it means

/** The target, expanded to one text; undefined with the error told. */
function* targetText(sh: Shell, { target }: Redirection): Task<string | undefined> {
  if (!sh.isBash) {
    const value = expandValue(sh, target);
    const text = typeof value === "string" ? value : yield* value;
    return sh.failed ? yield* untold(sh) : text;
  }
  const expanded = expandWords(sh, [target]);
  const fields = Array.isArray(expanded) ? expanded : yield* expanded;
  if (sh.failed) return yield* untold(sh);
  const [text] = fields;
  if (fields.length === 1) return text;
  yield* complain(sh, `${target.text}: ambiguous redirect`);
  return undefined;
}

function* untold(sh: Shell): Task<undefined> {
  yield* tellFault(sh);
}

function* resolve(sh: Shell, redirection: Redirection): Task<Resolved | undefined> {
  const { operator, document } = redirection;
  if (operator === "<<" || operator === "<<-") {
    const fd = document === undefined ? "EINVAL" : yield* openDocument(sh, document);
    return yield* opened(sh, fd, "here-document", "open");
  }
  if (operator === "<<<") {
    const value = expandValue(sh, redirection.target);
    const text = typeof value === "string" ? value : yield* value;
    if (sh.failed) return yield* untold(sh);
    return yield* opened(sh, yield* openHereString(sh, `${text}\n`), "here-string", "open");
  }
  const text = yield* targetText(sh, redirection);
  if (text === undefined) return undefined;
  if ((operator === "<&" || operator === ">&") && !isBoth(sh, redirection, text))
    return yield* duplicate(sh, redirection, text);
  return yield* openTarget(sh, operator === ">&" ? ">" : operator, text);
}

function* opened(
  sh: Shell,
  fd: Fd | Errno,
  what: string,
  verb: "open" | "create",
): Task<Resolved | undefined> {
  if (!failed(fd)) return { kind: "open", fd, temporary: true };
  yield* complain(sh, openMessage(sh, what, fd, verb));
  return undefined;
}

function openMessage(sh: Shell, path: string, errno: Errno, verb: "open" | "create"): string {
  if (sh.isBash) {
    if (errno === "EEXIST") return `${path}: cannot overwrite existing file`;
    return `${path}: ${strerror(errno)}`;
  }
  const missing = errno === "ENOENT" || errno === "ENOTDIR";
  if (sh.dialect.name === "dash") {
    const reason = missing ? (verb === "create" ? "Directory nonexistent" : "No such file") : strerror(errno);
    return `cannot ${verb} ${path}: ${reason}`;
  }
  const reason = missing ? (verb === "create" ? "nonexistent directory" : "no such file") : strerror(errno);
  return `can't ${verb} ${path}: ${reason}`;
}

function* openTarget(sh: Shell, operator: RedirectOperator, path: string): Task<Resolved | undefined> {
  const verb = operator === "<" ? "open" : "create";
  const guarded = sh.options.noclobber && (operator === ">" || operator === "&>");
  const flags = (FLAGS[operator] ?? O_RDONLY) | O_CLOEXEC;
  if (path === "" && sh.isBash) return yield* opened(sh, "ENOENT", path, verb);
  for (;;) {
    const fd = guarded ? yield* openGuarded(sh, path, flags) : yield* sh.sys.open(path, flags, 0o666);
    if (fd !== "EINTR") return yield* opened(sh, fd, path, verb);
    collectSignals(sh);
    if (sh.arrived.length > 0) return yield* opened(sh, fd, path, verb);
  }
}

/** noclobber: only what is no regular file may exist. */
function* openGuarded(sh: Shell, path: string, flags: number): Task<Fd | Errno> {
  const stat = sh.sys.stat(path);
  if (failed(stat)) return yield* sh.sys.open(path, (flags & ~O_TRUNC) | O_EXCL, 0o666);
  if ((stat.mode & S_IFMT) === S_IFREG) return "EEXIST";
  return yield* sh.sys.open(path, flags & ~O_TRUNC, 0o666);
}

function* duplicate(sh: Shell, { target }: Redirection, text: string): Task<Resolved | undefined> {
  if (text === "-") return { kind: "close" };
  const match = /^(\d+)(-?)$/.exec(text);
  if (match === null || (match[2] === "-" && !sh.isBash)) {
    if (sh.isBash) yield* complain(sh, `${target.text}: ambiguous redirect`);
    else {
      sh.raise(sh.dialect.name === "dash" ? "Syntax error: Bad fd number" : "syntax error: bad fd number");
      yield* tellFault(sh);
    }
    return undefined;
  }
  return { kind: "copy", fd: Number(match[1]), move: match[2] === "-" && sh.isBash };
}

const badFdMessage = (sh: Shell, fd: Fd, to: Fd): string =>
  sh.dialect.name === "ash" ? `dup2(${fd},${to}): ${strerror("EBADF")}` : `${fd}: ${strerror("EBADF")}`;

// ---- in the shell's own process

export interface Undone {
  readonly fd: Fd;
  /** where the old one was put; undefined if there was none */
  readonly saved: Fd | undefined;
}

export type Applied = Undone[];

/** undefined: it failed, was told, and what was done is undone; the status is set. */
export function* applyRedirections(
  sh: Shell,
  redirections: readonly Redirection[],
): Task<Applied | undefined> {
  const applied: Applied = [];
  for (const redirection of redirections) {
    if (yield* applyOne(sh, redirection, applied)) continue;
    undoRedirections(sh, applied);
    sh.status = sh.dialect.name === "dash" ? 2 : 1;
    return undefined;
  }
  return applied;
}

function* applyOne(sh: Shell, redirection: Redirection, applied: Applied): Task<boolean> {
  const { operator, variable } = redirection;
  sh.calls += 6;
  if (variable !== undefined) return yield* applyToVariable(sh, redirection, variable);
  const resolved = yield* resolve(sh, redirection);
  if (resolved === undefined) return false;
  const fd = redirection.fd ?? defaultFd(operator);
  if (resolved.kind === "copy" && resolved.fd !== fd && !isOpen(sh, resolved.fd)) {
    yield* complain(sh, badFdMessage(sh, resolved.fd, fd));
    return false;
  }
  if (resolved.kind !== "open" || resolved.fd !== fd) save(sh, fd, applied);
  else applied.push({ fd, saved: undefined });
  place(sh, resolved, fd);
  if (operator.startsWith("&>") || (operator === ">&" && resolved.kind === "open")) {
    save(sh, 2, applied);
    void sh.sys.dup2(1, 2);
  }
  return true;
}

const isOpen = (sh: Shell, fd: Fd): boolean => !failed(sh.sys.fstat(fd));

function save(sh: Shell, fd: Fd, applied: Applied): void {
  const saved = sh.sys.dup(fd, ASIDE, true);
  applied.push({ fd, saved: failed(saved) ? undefined : saved });
}

function place(sh: Shell, resolved: Resolved, fd: Fd): void {
  if (resolved.kind === "close") {
    void sh.sys.close(fd);
    return;
  }
  if (resolved.fd !== fd) {
    void sh.sys.dup2(resolved.fd, fd);
    if (resolved.kind === "open" || resolved.move) void sh.sys.close(resolved.fd);
  } else if (resolved.kind === "open") void sh.sys.closeOnExec(fd, false);
}

export function undoRedirections(sh: Shell, applied: Applied): void {
  for (const { fd, saved } of applied.splice(0).reverse()) {
    if (saved === undefined) void sh.sys.close(fd);
    else {
      void sh.sys.dup2(saved, fd);
      void sh.sys.close(saved);
    }
  }
}

/** {name}>file: a descriptor from 10 on, which stays; {name}>&- closes it. */
function* applyToVariable(sh: Shell, redirection: Redirection, variable: string): Task<boolean> {
  const resolved = yield* resolve(sh, redirection);
  if (resolved === undefined) return false;
  const element = /^(\w+)\[(.*)\]$/s.exec(variable);
  if (resolved.kind === "close") {
    const value = element === null ? parameterValue(sh, variable) : elementValue(sh, element[1] as string, element[2] as string); // prettier-ignore
    void sh.sys.close(Number(value ?? "-1"));
    return true;
  }
  const fd = sh.sys.dup(resolved.fd, ASIDE);
  if (resolved.kind === "open" || resolved.move) void sh.sys.close(resolved.fd);
  if (failed(fd)) {
    yield* complain(sh, badFdMessage(sh, resolved.fd, ASIDE));
    return false;
  }
  if (element === null) return assign(sh, variable, String(fd));
  return assignElement(sh, element[1] as string, element[2] as string, String(fd));
}

/** Runs something with redirections in force; undefined if one failed. */
export function* withRedirections(
  sh: Shell,
  redirections: readonly Redirection[],
  body: () => Outcome,
): Task<number | undefined> {
  const openFds = sh.processFds.length;
  const applied = yield* applyRedirections(sh, redirections);
  if (applied === undefined) return undefined;
  const outcome = body();
  const status = typeof outcome === "number" ? outcome : yield* outcome;
  undoRedirections(sh, applied);
  for (const fd of sh.processFds.splice(openFds)) void sh.sys.close(fd);
  return status;
}

// ---- for a program that is started

export interface ChildDescriptors {
  /** [number in the child, number here] */
  readonly fds: readonly (readonly [Fd, Fd])[];
  readonly close: readonly Fd[];
  /** to be closed here when it was started */
  readonly temporary: readonly Fd[];
}

export const NO_DESCRIPTORS: ChildDescriptors = { fds: [], close: [], temporary: [] };

/** undefined: it failed and was told. */
export function* planRedirections(
  sh: Shell,
  redirections: readonly Redirection[],
): Task<ChildDescriptors | undefined> {
  const map = new Map<Fd, Fd | undefined>();
  const temporary: Fd[] = [];
  for (const redirection of redirections) {
    sh.calls += 2;
    const planned = yield* planOne(sh, redirection, map, temporary);
    if (planned) continue;
    for (const fd of temporary) void sh.sys.close(fd);
    sh.status = sh.dialect.name === "dash" ? 2 : 1;
    return undefined;
  }
  const fds: (readonly [Fd, Fd])[] = [];
  const close: Fd[] = [];
  for (const [to, from] of map) {
    if (from === undefined) close.push(to);
    else fds.push([to, from]);
  }
  return { fds, close, temporary };
}

function* planOne(
  sh: Shell,
  redirection: Redirection,
  map: Map<Fd, Fd | undefined>,
  temporary: Fd[],
): Task<boolean> {
  const { operator, variable } = redirection;
  if (variable !== undefined) return yield* applyToVariable(sh, redirection, variable);
  const resolved = yield* resolve(sh, redirection);
  if (resolved === undefined) return false;
  const fd = redirection.fd ?? defaultFd(operator);
  if (resolved.kind === "close") {
    map.set(fd, undefined);
    return true;
  }
  if (resolved.kind === "open") temporary.push(resolved.fd);
  const from = resolved.kind === "copy" && map.has(resolved.fd) ? map.get(resolved.fd) : resolved.fd;
  if (from === undefined || (resolved.kind === "copy" && !map.has(resolved.fd) && !isOpen(sh, from))) {
    yield* complain(sh, badFdMessage(sh, resolved.fd, fd));
    return false;
  }
  map.set(fd, from);
  if (resolved.kind === "copy" && resolved.move) map.set(resolved.fd, undefined);
  if (operator.startsWith("&>") || (operator === ">&" && resolved.kind === "open")) map.set(2, from);
  return true;
}
