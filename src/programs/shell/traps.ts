// What `trap` has set: actions for signals and for EXIT, ERR, DEBUG and RETURN (POSIX shell, "trap"; bash's trap).
// A subshell starts with signals at their default, but can still list what its parent had set.
// Not here: when actions run (run-traps.ts) and the builtin itself (builtins/trap.ts).

export type TrapName = string;

export interface TrapsImage {
  readonly actions: ReadonlyMap<TrapName, string>;
  readonly listed: ReadonlyMap<TrapName, string>;
}

export class Traps {
  /** by name without SIG; "" ignores */
  private actions: ReadonlyMap<TrapName, string>;
  /** what a listing shows: the parent's, until something is set */
  private listed: ReadonlyMap<TrapName, string>;

  constructor(image?: TrapsImage) {
    this.actions = image?.actions ?? new Map();
    this.listed = image?.listed ?? new Map();
  }

  image(): TrapsImage {
    return { actions: this.actions, listed: this.listed };
  }

  get(name: TrapName): string | undefined {
    return this.actions.get(name);
  }

  has(name: TrapName): boolean {
    return this.actions.size > 0 && this.actions.has(name);
  }

  get size(): number {
    return this.actions.size;
  }

  /** something would run, as distinct from being ignored */
  get anyAction(): boolean {
    for (const action of this.actions.values()) if (action !== "") return true;
    return false;
  }

  /** undefined puts it back to its default. */
  set(name: TrapName, action: string | undefined): void {
    const actions = new Map(this.actions);
    if (action === undefined) actions.delete(name);
    else actions.set(name, action);
    this.actions = this.listed = actions;
  }

  names(): IterableIterator<TrapName> {
    return this.actions.keys();
  }

  entries(): ReadonlyMap<TrapName, string> {
    return this.listed;
  }

  /** What a subshell starts with: only what is ignored stays. */
  inherited(keep: (name: TrapName) => boolean, lists: boolean): TrapsImage {
    const actions = new Map([...this.actions].filter(([name, action]) => action === "" || keep(name)));
    return { actions, listed: lists ? this.listed : actions };
  }
}
