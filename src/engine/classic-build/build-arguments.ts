// ARG and --build-arg as the classic builder knows them (moby daemon/builder/dockerfile/buildargs.go): which are allowed
// where they stand, what they are worth, and which nobody asked for. Values; every change gives another one.

import type { ClassicOptions } from "./options.ts";

const PROXIES = ["HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY"];
const BUILT_IN: readonly string[] = PROXIES.flatMap((name) => [name, name.toLowerCase()]);

export interface BuildArguments {
  readonly given: ClassicOptions["args"];
  /** declared in the stage so far, with what stands there */
  readonly allowed: ReadonlyMap<string, string | undefined>;
  /** declared before the first FROM */
  readonly meta: ReadonlyMap<string, string | undefined>;
  readonly referenced: ReadonlySet<string>;
}

export const argumentsOf = (given: ClassicOptions["args"]): BuildArguments => ({
  given,
  allowed: new Map(),
  meta: new Map(),
  referenced: new Set(),
});

export const allow = (args: BuildArguments, name: string, value: string | undefined): BuildArguments => ({
  ...args,
  allowed: new Map([...args.allowed, [name, value]]),
  referenced: new Set([...args.referenced, name]),
});

/** Before the first FROM. */
export const allowForFrom = (
  args: BuildArguments,
  name: string,
  value: string | undefined,
): BuildArguments => ({ ...allow(args, name, value), meta: new Map([...args.meta, [name, value]]) });

/** A stage begins with none but those that every stage has. */
export const forStage = (args: BuildArguments): BuildArguments => ({ ...args, allowed: new Map() });

function valueOf(args: BuildArguments, name: string, among: BuildArguments["allowed"]): string | undefined {
  return args.given.get(name) ?? among.get(name) ?? args.meta.get(name);
}

function valuesOf(args: BuildArguments, among: BuildArguments["allowed"]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const name of [...among.keys(), ...BUILT_IN]) {
    const value = valueOf(args, name, among);
    if (value !== undefined) values.set(name, value);
  }
  return values;
}

export const valuesForFrom = (args: BuildArguments): ReadonlyMap<string, string> => valuesOf(args, args.meta);

/** Those that no variable of the environment hides. */
export function allowedValues(
  args: BuildArguments,
  env: readonly string[] | null,
): ReadonlyMap<string, string> {
  const hidden = new Set((env ?? []).map((entry) => entry.split("=", 1)[0]));
  return new Map([...valuesOf(args, args.allowed)].filter(([name]) => !hidden.has(name)));
}

/** What stands before a step's command, so that another value makes another step; proxies do not count. */
export function argumentPrefix(args: BuildArguments, values: ReadonlyMap<string, string>): readonly string[] {
  if (values.size === 0) return [];
  const counted = [...values].filter(([name]) => args.allowed.has(name) || !BUILT_IN.includes(name));
  return [`|${counted.length}`, ...counted.map(([name, value]) => `${name}=${value}`).sort()];
}

/** Given, but in no ARG. */
export const unusedArguments = ({ given, referenced }: BuildArguments): readonly string[] =>
  [...given.keys()].filter((name) => !referenced.has(name) && !BUILT_IN.includes(name)).sort();
