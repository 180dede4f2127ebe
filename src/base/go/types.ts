// A description of Go types: each wire shape of the API is declared once with it, and from that come its
// JSON (json-encode.ts), what templates see of it (value.ts) and the TypeScript type (DataOf).
//
// The values themselves are plain data:
//   bool, string        boolean, string
//   intN, uintN         number, or bigint beyond 2^53
//   float64             number
//   struct              an object keyed by the JSON names (Go names where JSON has none); embedded structs
//                       lie flat in the object around them, as they do in JSON; a missing key is the zero value
//   map                 a Map; an object without prototype, or with, is taken too. null is the nil map
//   slice               an array; null is the nil slice. bytes is a Uint8Array
//   pointer             what it points to, or null
//   interface {}        a GoValue, or plain data, whose type then follows from the data (value.ts)
//   time.Time           an Instant; null is the zero time
// Keyed by JSON name because that is what crosses the API: what JSON.parse gives can be looked at as it is.

import { assert } from "../assert.ts";

export type Kind =
  | "invalid"
  | "bool"
  | "int"
  | "uint"
  | "float"
  | "complex"
  | "string"
  | "slice"
  | "map"
  | "struct"
  | "pointer"
  | "interface"
  | "func";

/** What templates may call on a value. Arguments and result are plain data of the types that are given. */
export interface Method {
  readonly params: readonly GoType[];
  readonly result: GoType;
  readonly call: (self: unknown, ...args: unknown[]) => unknown;
}

export interface StructField {
  /** Go's name, which templates use */
  readonly name: string;
  /** the key in the data, which is the JSON name where there is one */
  readonly key: string;
  readonly type: GoType;
  readonly exported: boolean;
  readonly embedded: boolean;
  /** JSON: "" for none */
  readonly json: string;
  readonly omit: "never" | "empty" | "zero";
  /** the `,string` option */
  readonly quoted: boolean;
}

export interface GoType<T = unknown> {
  readonly kind: Kind;
  /** as error texts and %T say it */
  readonly name: string;
  /** two types with the same underlying text are assignable if one of them has no name of its own */
  readonly underlying: string;
  readonly defined: boolean;
  readonly bits: number;
  /** the data of the zero value */
  readonly zero: unknown;
  readonly elem: GoType | undefined;
  readonly key: GoType | undefined;
  readonly fields: readonly StructField[];
  /** by Go name, with those of embedded structs */
  readonly fieldsByName: ReadonlyMap<string, StructField>;
  readonly methods: ReadonlyMap<string, Method>;
  /** String(), which printing prefers to the value itself */
  text?(data: T): string;
  /** MarshalJSON() */
  marshal?(data: T): string;
  /** only for inference */
  readonly data?: T;
}

const ZEROS: Partial<Record<Kind, unknown>> = {
  bool: false,
  int: 0,
  uint: 0,
  float: 0,
  complex: { re: 0, im: 0 },
  string: "",
  struct: Object.freeze({}),
};

const NO_FIELDS: readonly StructField[] = [];
const NO_NAMES: ReadonlyMap<string, never> = new Map<string, never>();

/** For the types of this folder; others are built with the functions below. */
export function make<T>(kind: Kind, name: string, more: Partial<GoType<T>> = {}): GoType<T> {
  return {
    kind,
    name,
    underlying: name,
    defined: false,
    bits: 64,
    zero: ZEROS[kind] ?? null,
    elem: undefined,
    key: undefined,
    fields: NO_FIELDS,
    fieldsByName: NO_NAMES,
    methods: NO_NAMES,
    ...more,
  };
}

const basic = <T>(kind: Kind, name: string, bits = 64): GoType<T> =>
  make<T>(kind, name, { defined: true, bits });

export const bool = basic<boolean>("bool", "bool");
export const string = basic<string>("string", "string");
export const int = basic<number>("int", "int");
export const int8 = basic<number>("int", "int8", 8);
export const int16 = basic<number>("int", "int16", 16);
export const int32 = basic<number>("int", "int32", 32);
export const int64 = basic<number>("int", "int64");
export const uint = basic<number>("uint", "uint");
export const uint8 = basic<number>("uint", "uint8", 8);
export const uint16 = basic<number>("uint", "uint16", 16);
export const uint32 = basic<number>("uint", "uint32", 32);
export const uint64 = basic<number>("uint", "uint64");
export const float64 = basic<number>("float", "float64");
export const complex128 = basic<Complex>("complex", "complex128");
/** interface{} */
export const any = make<unknown>("interface", "interface {}");

export interface Complex {
  readonly re: number;
  readonly im: number;
}

export const slice = <T>(elem: GoType<T>): GoType<readonly T[] | null> =>
  make("slice", `[]${elem.name}`, { elem });

/** [n]elem, which is never nil */
export const array = <T>(length: number, elem: GoType<T>): GoType<readonly T[]> =>
  make("slice", `[${length}]${elem.name}`, { elem, zero: Array.from({ length }, () => elem.zero) });

/** []byte; JSON shows it as base64 */
export const bytes: GoType<Uint8Array | null> = make("slice", "[]uint8", { elem: uint8 });

export const map = <K, V>(key: GoType<K>, elem: GoType<V>): GoType<ReadonlyMap<K, V> | null> =>
  make("map", `map[${key.name}]${elem.name}`, { key, elem });

export const pointer = <T>(elem: GoType<T>): GoType<T | null> =>
  make("pointer", `*${elem.name}`, { elem, methods: elem.methods });

export interface Naming<T> {
  readonly methods?: Readonly<Record<string, Method>>;
  text?(data: T): string;
  marshal?(data: T): string;
}

const methodsOf = <T>(naming: Naming<T>, inherited: ReadonlyMap<string, Method> = NO_NAMES) => {
  const methods = new Map([...inherited, ...Object.entries(naming.methods ?? {})]);
  const { text } = naming;
  if (text) methods.set("String", { params: [], result: string, call: text as Method["call"] });
  return methods;
};

const hooks = <T>({ text, marshal }: Naming<T>): Pick<GoType<T>, "text" | "marshal"> => ({
  ...(text && { text }),
  ...(marshal && { marshal }),
});

/** `type Name Underlying`, with methods; a String method goes into `text`. */
export const named = <T>(name: string, base: GoType<T>, naming: Naming<T> = {}): GoType<T> => ({
  ...base,
  name,
  underlying: base.underlying,
  defined: true,
  methods: methodsOf(naming),
  ...hooks(naming),
});

/** A method that takes nothing and gives a string, or what `result` and `params` say. */
export const method = <Self, Args extends readonly GoType[]>(
  params: readonly [...Args],
  result: GoType,
  call: (self: Self, ...args: { [I in keyof Args]: DataOf<Args[I]> }) => unknown,
): Method => ({ params, result, call: call as unknown as Method["call"] });

export interface Field<T, Tag extends string> {
  readonly role: "field";
  readonly type: GoType<T>;
  readonly tag: Tag;
}

export interface Embedded<T> {
  readonly role: "embedded";
  readonly type: GoType<T>;
}

/** A field with a JSON tag, written as in Go: `field(string, "Id,omitempty")`, ",string", "-". */
export const field = <T, const Tag extends string>(type: GoType<T>, tag: Tag): Field<T, Tag> => ({
  role: "field",
  type,
  tag,
});

/** An embedded struct or pointer to one: its fields and methods belong to the struct around it. */
export const embed = <T>(type: GoType<T>): Embedded<T> => ({ role: "embedded", type });

export type FieldSpec = GoType | Field<unknown, string> | Embedded<unknown>;

function plainField(name: string, type: GoType): StructField {
  const exported = /^\p{Lu}/u.test(name);
  const json = exported ? name : "";
  return { name, key: name, type, exported, embedded: false, json, omit: "never", quoted: false };
}

function fieldOf(name: string, spec: FieldSpec): StructField {
  if (!("role" in spec)) return plainField(name, spec);
  if (spec.role === "embedded") return { ...plainField(name, spec.type), embedded: true, json: "" };
  const [jsonName = "", ...options] = spec.tag.split(",");
  const json = spec.tag === "-" ? "" : jsonName || name;
  const omit = options.includes("omitempty") ? "empty" : options.includes("omitzero") ? "zero" : "never";
  const quoted = options.includes("string");
  return { ...plainField(name, spec.type), key: json || name, json, omit, quoted };
}

const embeddedStruct = (type: GoType): GoType => (type.kind === "pointer" && type.elem ? type.elem : type);

function promoted(fields: readonly StructField[]): Map<string, StructField> {
  const byName = new Map<string, StructField>();
  for (const outer of fields)
    if (outer.embedded)
      for (const [name, inner] of embeddedStruct(outer.type).fieldsByName) byName.set(name, inner);
  for (const own of fields) byName.set(own.name, own);
  return byName;
}

function promotedMethods(fields: readonly StructField[]): Map<string, Method> {
  const all = fields.filter((f) => f.embedded).flatMap((f) => [...embeddedStruct(f.type).methods]);
  return new Map(all);
}

/** A struct: Go's name for it, its fields in Go's order by Go's names. */
export function struct<const F extends Readonly<Record<string, FieldSpec>>>(
  name: string,
  specs: F,
  naming: Naming<StructData<F>> = {},
): GoType<StructData<F>> {
  const fields = Object.entries(specs).map(([key, spec]) => fieldOf(key, spec));
  const keys = fields.filter((f) => !f.embedded).map((f) => f.key);
  assert(new Set(keys).size === keys.length, `two fields of ${name} have the same key`);
  return make("struct", name, {
    underlying: `struct ${name}`,
    defined: true,
    fields,
    fieldsByName: promoted(fields),
    methods: methodsOf(naming, promotedMethods(fields)),
    ...hooks(naming),
  });
}

/** struct{}, the value of Go's sets */
export const emptyStruct: GoType<Readonly<Record<string, never>>> = make("struct", "struct {}");

/** Go's assignability of a value of type `from` to a variable of type `to`. */
export function isAssignable(from: GoType, to: GoType): boolean {
  if (from === to || to.kind === "interface" || from.name === to.name) return true;
  return from.underlying === to.underlying && from.kind === to.kind && !(from.defined && to.defined);
}

/** Whether values of the type can be keys or compared with ==. */
export function isComparable(type: GoType): boolean {
  if (type.kind === "slice" || type.kind === "map" || type.kind === "func") return false;
  return type.fields.every((f) => isComparable(f.type));
}

// ---- what TypeScript knows of the data

export type DataOf<G> = G extends GoType<infer T> ? T : never;

type JsonName<Tag extends string, Name> = Tag extends "-"
  ? Name
  : Tag extends `${infer Json},${string}`
    ? Json extends ""
      ? Name
      : Json
    : Tag extends ""
      ? Name
      : Tag;

type MayBeMissing<Tag extends string> = Tag extends
  `${string}omitempty${string}` | `${string}omitzero${string}` | "-"
  ? true
  : false;

type Required<F> = {
  readonly [
    K in keyof F as F[K] extends Embedded<unknown>
      ? never
      : F[K] extends Field<unknown, infer Tag>
        ? MayBeMissing<Tag> extends true
          ? never
          : JsonName<Tag, K>
        : K
  ]: F[K] extends Field<infer T, string> ? T : DataOf<F[K]>;
};

type Optional<F> = {
  readonly [
    K in keyof F as F[K] extends Field<unknown, infer Tag>
      ? MayBeMissing<Tag> extends true
        ? JsonName<Tag, K>
        : never
      : never
  ]?: (F[K] extends Field<infer T, string> ? T : never) | undefined;
};

type Intersection<U> = (U extends unknown ? (u: U) => void : never) extends (i: infer I) => void ? I : never;
type Inlined<F> = { [K in keyof F]: F[K] extends Embedded<infer T> ? NonNullable<T> : never }[keyof F];
type WithInlined<F> = [Inlined<F>] extends [never] ? unknown : Intersection<Inlined<F>>;

export type StructData<F> = {
  [K in keyof (Required<F> & Optional<F> & WithInlined<F>)]: (Required<F> & Optional<F> & WithInlined<F>)[K];
};
