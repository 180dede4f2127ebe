// What worlds, hosts and runs may be asked for, and the check at the door: a mistake in a program that uses the
// library is told at once and by its place, instead of as something odd in a world much later. Relies on zod.
// Not here: what the options mean (plan.ts, command-runs.ts).

import en from "zod/v4/locales/en.js";
import * as z from "zod/mini";
import type { Instant } from "../base/time.ts";
import { DEFAULT_SETTINGS, type EngineSettings } from "../engine/settings.ts";
import { findImage, IMAGES } from "../registry/catalogue/catalogue.ts";

export interface WorldOptions {
  /** what ids, names and addresses are made from; 1 if nothing is said */
  readonly seed?: number | string | undefined;
  /** when the world begins, in microseconds since 1970 */
  readonly epoch?: Instant | undefined;
  /** by name; one host named "paper" with Docker and the usual images if nothing is said */
  readonly hosts?: Readonly<Record<string, HostOptions>> | undefined;
  /** files that every host has from the beginning */
  readonly files?: InitialFiles | undefined;
  /** the trace tells of every step of every packet */
  readonly packets?: boolean | undefined;
}

export interface HostOptions {
  /** a Debian server, or the host of the conformance recordings with its machine and its one image */
  readonly system?: "debian" | "play" | undefined;
  /** bytes of memory */
  readonly memory?: number | undefined;
  readonly cpus?: number | undefined;
  /** false: a host without Docker */
  readonly docker?: boolean | Partial<EngineSettings> | undefined;
  /** references from the catalogue, or those that hosts have if nothing is said */
  readonly images?: "usual" | "none" | readonly string[] | undefined;
  /** files of this host, over those that all have */
  readonly files?: InitialFiles | undefined;
}

/** Absolute path -> content, laid out before the host boots. */
export type InitialFiles = Readonly<Record<string, string | Uint8Array>>;

export interface RunOptions {
  readonly stdin?: string | Uint8Array | undefined;
  /** a shell of its own instead of the host's one that remembers; any of the following makes it so as well */
  readonly fresh?: boolean | undefined;
  readonly cwd?: string | undefined;
  /** variables added to the host's environment */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** login name; root if nothing is said */
  readonly user?: string | undefined;
  /** standard input and output are a terminal */
  readonly tty?: boolean | undefined;
}

export interface TerminalSize {
  readonly rows?: number | undefined;
  readonly columns?: number | undefined;
}

/** A call of the library that makes no sense; the message says which option, and what it should be. */
export class OptionsError extends TypeError {
  override name = "OptionsError";
}

const absolutePath = z.string().check(z.regex(/^\//, "an absolute path, such as /etc/motd"));
/** Copied, so that what a world was given cannot change behind its back. */
const bytes = z.pipe(
  z.union([z.string(), z.instanceof(Uint8Array)], "a string or a Uint8Array"),
  z.transform((given) => (typeof given === "string" ? given : given.slice())),
);
const files = z.record(absolutePath, bytes);
const hostName = z.string().check(z.regex(/^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/, "a host name"));
const count = z.int().check(z.positive());
const settings = z.partialRecord(z.enum(Object.keys(DEFAULT_SETTINGS)), z.unknown());
const image = z
  .string()
  .check(
    z.refine(
      (name) => findImage(name) !== undefined,
      `an image that exists: ${[...IMAGES.keys()].join(", ")}`,
    ),
  );
const images = z.union([z.enum(["usual", "none"]), z.array(image)], '"usual", "none", or an array of images');

const hostOptions = z.strictObject({
  system: z.optional(z.enum(["debian", "play"])),
  memory: z.optional(count),
  cpus: z.optional(count),
  docker: z.optional(z.union([z.boolean(), settings], "true, false, or settings of the daemon")),
  images: z.optional(images),
  files: z.optional(files),
});

const worldOptions = z.strictObject({
  seed: z.optional(z.union([z.number(), z.string()], "a number or a string")),
  epoch: z.optional(z.int().check(z.nonnegative())),
  hosts: z.optional(z.record(hostName, hostOptions).check(z.refine((hosts) => Object.keys(hosts).length > 0, "at least one host"))),
  files: z.optional(files),
  packets: z.optional(z.boolean()),
}); // prettier-ignore

const runOptions = z.strictObject({
  stdin: z.optional(bytes),
  fresh: z.optional(z.boolean()),
  cwd: z.optional(absolutePath),
  env: z.optional(z.record(z.string().check(z.regex(/^[^=\0]+$/, "a name without =")), z.string())),
  user: z.optional(z.string()),
  tty: z.optional(z.boolean()),
});

const terminalSize = z.strictObject({ rows: z.optional(count), columns: z.optional(count) });

/** Errors are worded by us and nothing is compiled: zod's own settings belong to whoever else uses it. */
const PARSING = { error: en().localeError, jitless: true };

/** A copy of what was given, or an error that begins with the call's name. */
function checked<T>(call: string, schema: z.ZodMiniType<T>, given: unknown): T {
  const parsed = schema.safeParse(given, PARSING);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => {
    const place = path.map(String).join(".");
    return `${place === "" ? "" : `${place}: `}${message}`;
  });
  throw new OptionsError(`${call}: ${lines.join("; ")}`);
}

const line = z.string();
const words = z.array(z.string());
const duration = z.int().check(z.nonnegative());

export const checkWorldOptions = (given: unknown): WorldOptions =>
  checked<WorldOptions>("createWorld", worldOptions, given);
export const checkRunOptions = (call: string, given: unknown): RunOptions =>
  checked<RunOptions>(call, runOptions, given);
export const checkTerminalSize = (given: unknown): TerminalSize => checked("terminal", terminalSize, given);
export const checkLine = (given: unknown): string => checked("run", line, given);
export const checkWords = (given: unknown): readonly string[] => checked("shell", words, given);
/** Whole microseconds. */
export const checkDuration = (given: unknown): number => checked("advance", duration, given);
