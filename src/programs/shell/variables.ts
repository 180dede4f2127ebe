// The variables of a shell: values, arrays, attributes, scopes of functions (POSIX shell, 2.5; bash, "Shell
// Parameters", "Arrays"). All variables are in one map; a function's locals hide what was there, which comes
// back when it returns. A map that a fork shares is copied when somebody writes: `share` costs nothing.
// Not here: variables that are computed when they are read (special-variables.ts).

export const EXPORTED = 1;
export const READONLY = 2;
export const INTEGER = 4;
export const LOWER = 8;
export const UPPER = 16;
export const NAMEREF = 32;
export const INDEXED = 64;
export const ASSOCIATIVE = 128;
/** computed on reading */
export const DYNAMIC = 256;
export const CAPITALISE = 512;
export const TRACE = 1024;

/** Scalars are replaced, never changed; the elements of an array are changed by who owns them. */
export interface Variable {
  readonly value: string | undefined;
  readonly attributes: number;
  readonly elements: Elements | undefined;
}

/** Elements by number or by text, in order of setting; listings sort them (arrays.ts). */
export class Elements {
  constructor(
    public owner: object,
    readonly map: Map<string | number, string>,
  ) {}
}

/** No number has more digits: longer values are counted as memory elsewhere. */
const LONG_NUMBER = 20;

interface Scope {
  readonly saved: Map<string, Variable | undefined>;
}

export interface VariablesImage {
  readonly map: ReadonlyMap<string, Variable>;
  readonly scopes: readonly ReadonlyMap<string, Variable | undefined>[];
}

export class Variables {
  private map: Map<string, Variable>;
  private shared = false;
  private owner: object = {};
  private readonly scopes: Scope[] = [];
  private environmentCache: readonly string[] | undefined;
  /** what must be told when a variable of that name changes */
  readonly hooks = new Map<string, (value: string | undefined) => void>();
  /** entries of the environment that are no variables, passed on as they came */
  foreign: readonly string[] = [];

  constructor(image?: VariablesImage) {
    this.map = image === undefined ? new Map<string, Variable>() : (image.map as Map<string, Variable>);
    this.shared = image !== undefined;
    if (image !== undefined) this.scopes = image.scopes.map((saved) => ({ saved: new Map(saved) }));
  }

  /** All of it as data that nobody changes; from now on writing copies. */
  share(): VariablesImage {
    this.shared = true;
    this.owner = {};
    return { map: this.map, scopes: this.scopes.map(({ saved }) => new Map(saved)) };
  }

  // ---- reading

  find(name: string): Variable | undefined {
    return this.map.get(name);
  }

  names(): IterableIterator<string> {
    return this.map.keys();
  }

  entries(): IterableIterator<[string, Variable]> {
    return this.map.entries();
  }

  /** NAME=value of what is exported, for execve. */
  environment(): readonly string[] {
    if (this.environmentCache !== undefined) return this.environmentCache;
    const all: string[] = [];
    for (const [name, { value, attributes }] of this.map)
      if ((attributes & EXPORTED) !== 0 && value !== undefined) all.push(`${name}=${value}`);
    return (this.environmentCache = [...this.foreign, ...all]);
  }

  // ---- writing

  private writable(): Map<string, Variable> {
    if (this.shared) {
      this.map = new Map(this.map);
      this.shared = false;
    }
    return this.map;
  }

  /** Whatever is there is replaced; rights and attributes are the caller's (assign.ts). */
  put(name: string, variable: Variable): void {
    const before = this.map.get(name);
    this.writable().set(name, variable);
    if (((before?.attributes ?? 0) | variable.attributes) & EXPORTED) this.environmentCache = undefined;
    if (this.hooks.size > 0) this.hooks.get(name)?.(variable.value);
  }

  /** Gives a variable without attributes that is there already another value; false if it is not so. */
  replacePlain(name: string, value: string): boolean {
    const before = this.map.get(name);
    if (before?.attributes !== 0 || this.hooks.has(name) || (before.value?.length ?? 0) > LONG_NUMBER)
      return false;
    this.writable().set(name, { value, attributes: 0, elements: undefined });
    return true;
  }

  remove(name: string): void {
    if (!this.map.has(name)) return;
    this.writable().delete(name);
    this.environmentCache = undefined;
    this.hooks.get(name)?.(undefined);
  }

  /** The value of a variable that is known to be writable, without a look at its attributes. */
  setValue(name: string, value: string): void {
    const attributes = this.map.get(name)?.attributes ?? 0;
    this.put(name, { value, attributes, elements: undefined });
  }

  /** The elements of an array, for writing. */
  ownElements(name: string): Map<string | number, string> {
    const variable = this.map.get(name);
    const elements = variable?.elements;
    if (variable === undefined || elements === undefined) return new Map();
    if (elements.owner === this.owner) return elements.map;
    const own = new Elements(this.owner, new Map(elements.map));
    this.writable().set(name, { ...variable, elements: own });
    return own.map;
  }

  newElements(entries?: Iterable<readonly [string | number, string]>): Elements {
    return new Elements(this.owner, new Map(entries));
  }

  // ---- functions

  get depth(): number {
    return this.scopes.length;
  }

  enterScope(): void {
    this.scopes.push({ saved: new Map() });
  }

  /** Puts back what the locals of the innermost function hid. */
  leaveScope(): void {
    const scope = this.scopes.pop();
    for (const [name, before] of scope?.saved ?? []) {
      if (before === undefined) this.remove(name);
      else this.put(name, before);
    }
  }

  /** Keeps the variable to be put back when the function returns; false if it is local already. */
  makeLocal(name: string): boolean {
    const scope = this.scopes[this.scopes.length - 1];
    if (scope === undefined || scope.saved.has(name)) return false;
    scope.saved.set(name, this.map.get(name));
    return true;
  }

  isLocal(name: string): boolean {
    return this.scopes[this.scopes.length - 1]?.saved.has(name) === true;
  }

  localNames(): string[] {
    return [...(this.scopes[this.scopes.length - 1]?.saved.keys() ?? [])];
  }
}
