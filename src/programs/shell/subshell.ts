// Subshells: processes that begin with a copy of the shell's state (POSIX shell, 2.12): `( )`, elements of
// pipelines, `&`, command and process substitution. The copy is an image; the child makes its own shell of it.
// Not here: waiting for them (wait.ts) and what runs in them (evaluate.ts).

import type { Errno } from "../../base/errno.ts";
import { signalNumber, type Signal } from "../../base/signals.ts";
import type { Fd, ForkRequest, Pid } from "../../kernel/sys.ts";
import type { DialectName } from "./dialect.ts";
import type { Shell, ShellImage } from "./shell.ts";
import { ownSignals } from "./signals.ts";
import type { Position } from "./resume.ts";
import type { Command } from "./syntax.ts";

/** What the child is for. */
export type Work =
  | { readonly kind: "command"; readonly command: Command; readonly tested: boolean }
  | {
      readonly kind: "text";
      readonly text: string;
      readonly line: number;
      /** somebody looks at the status of the command that it stands in */
      readonly tested: boolean;
      readonly backquoted: boolean;
    };

export interface SubshellData {
  readonly dialect: DialectName;
  readonly image: ShellImage;
  readonly work: Work;
  /** it begins with ignoring the keys' signals: one that comes before still ends it */
  readonly deaf: boolean;
  /** where to go on, if it is taken up again */
  readonly position: Position | undefined;
}

export interface SubshellRequest {
  readonly fds?: readonly (readonly [Fd, Fd])[];
  readonly close?: readonly Fd[];
  /** process group under job control */
  readonly pgid?: Pid;
  readonly foregroundOf?: Fd;
  /** without job control a background job ignores the keys' signals and reads nothing */
  readonly background?: boolean;
  /** bash's command substitutions do not inherit -e */
  readonly dropErrexit?: boolean;
  /** set -x shows one sign more */
  readonly traced?: boolean;
}

export function forkSubshell(sh: Shell, work: Work, request: SubshellRequest = {}): Pid | Errno {
  // dash forgets its parent's traps, busybox lists them in substitutions only
  const lists = sh.isBash || (sh.dialect.name === "ash" && work.kind === "text");
  const image = childImage(sh, request, lists);
  const deaf = request.background === true && request.pgid === undefined;
  const fork: ForkRequest<SubshellData> = {
    entry: sh.interpreter.subshell,
    data: { dialect: sh.dialect.name, image, work, deaf, position: undefined },
    fds: request.fds ?? [],
    close: request.close ?? [],
    defaulted: handledSignals(sh),
  };
  const pgid = request.pgid === undefined ? {} : { pgid: request.pgid };
  const front = request.foregroundOf === undefined ? {} : { foregroundOf: request.foregroundOf };
  return sh.sys.fork({ ...fork, ...pgid, ...front });
}

/** Signals that this shell handles or ignores for itself, and a child must not. */
export function handledSignals(sh: Shell): Signal[] {
  const signals = [...ownSignals(sh)];
  for (const name of sh.traps.names()) {
    const number = signalNumber(name);
    if (number !== undefined && sh.traps.get(name) !== "") signals.push(number);
  }
  return signals;
}

function childImage(sh: Shell, request: SubshellRequest, lists: boolean): ShellImage {
  const image = sh.image();
  const functrace = sh.options.functrace;
  const traps = sh.traps.inherited(
    (name) =>
      (name === "ERR" && sh.options.errtrace) || ((name === "DEBUG" || name === "RETURN") && functrace),
    lists,
  );
  const options = {
    ...image.options,
    monitor: false,
    errexit: image.options.errexit && !(request.dropErrexit ?? false),
  };
  const { scalars } = image;
  const deeper = request.traced === true ? 1 : 0;
  const changed = {
    subshells: scalars.subshells + 1,
    outerFrames: sh.frames.length,
    traceLevel: scalars.traceLevel + deeper,
    interactive: false,
    ...(sh.isBash ? { loops: 0 } : {}),
  };
  return { ...image, traps, options, scalars: { ...scalars, ...changed } };
}
