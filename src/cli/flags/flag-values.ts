// The values that a command line gave to flags. Kept by variable, so that two names of one thing (--net, --network) have
// one value, and by flag, so that a flag which commands inherit has the same value for all of them. What was not
// given has its default.

import { assert, must } from "../../base/assert.ts";
import type { Command, Flag, FlagSet } from "../grammar/command.ts";

/** What one run of a program has read of its command line. */
export interface FlagStore {
  /** by the flag that names the variable */
  readonly values: Map<Flag, unknown>;
  /** flags that were written, by their own name */
  readonly changed: Set<Flag>;
  readonly defaultOf: (flag: Flag) => unknown;
}

/** The flag whose variable `flag` writes. */
export const variableOf = (flags: FlagSet, flag: Flag): Flag =>
  flag.variable === flag.name ? flag : (flags.byName.get(flag.variable) ?? flag);

/** The flags of one command, with their values. Asking for a flag that the command does not have is a mistake. */
export class FlagValues {
  private readonly flags: FlagSet;

  constructor(
    readonly command: Command,
    private readonly store: FlagStore,
  ) {
    this.flags = command.flags;
  }

  has(name: string): boolean {
    return this.flags.byName.has(name);
  }

  /** Whether the flag was written, under this name. */
  changed(name: string): boolean {
    return this.store.changed.has(this.flag(name));
  }

  /** How many flags of this command were written. */
  get changedCount(): number {
    return this.flags.sorted.filter((flag) => this.store.changed.has(flag)).length;
  }

  /** The value, of the type that the flag's kind has (value-kinds.ts). */
  get<T>(name: string): T {
    const flag = variableOf(this.flags, this.flag(name));
    return (this.store.values.has(flag) ? this.store.values.get(flag) : this.store.defaultOf(flag)) as T;
  }

  bool(name: string): boolean {
    const value = this.get(name);
    assert(typeof value === "boolean", `--${name} is no bool`);
    return value;
  }

  string(name: string): string {
    const value = this.get(name);
    assert(typeof value === "string", `--${name} is no string`);
    return value;
  }

  int(name: string): number {
    const value = this.get(name);
    assert(typeof value === "number", `--${name} is no number`);
    return value;
  }

  list(name: string): readonly string[] {
    const value = this.get(name);
    assert(Array.isArray(value), `--${name} is no list`);
    return value as readonly string[];
  }

  map(name: string): ReadonlyMap<string, string> {
    const value = this.get(name);
    assert(value instanceof Map, `--${name} is no map`);
    return value as ReadonlyMap<string, string>;
  }

  private flag(name: string): Flag {
    return must(this.flags.byName.get(name), `${this.command.path} has no --${name}`);
  }
}
