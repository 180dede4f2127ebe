import { expect, expectTypeOf, test } from "vitest";
import {
  any,
  array,
  bool,
  type DataOf,
  embed,
  field,
  int,
  int16,
  int32,
  int64,
  int8,
  isAssignable,
  isComparable,
  map,
  method,
  named,
  pointer,
  slice,
  string,
  struct,
  uint,
  uint16,
  uint32,
  uint64,
  uint8,
} from "../../../../src/base/go/types.ts";

const base = struct("x.Base", { ID: field(string, "Id"), Size: field(pointer(int64), ",omitempty") });
const shape = struct("x.Shape", {
  Base: embed(pointer(base)),
  Labels: map(string, string),
  Args: slice(string),
  Tty: field(bool, "tty"),
  Note: field(string, "note,omitempty"),
});

test("TypeScript reads the data's type off the description", () => {
  interface Expected {
    readonly Id: string;
    readonly Size?: number | null | undefined;
    readonly Labels: ReadonlyMap<string, string> | null;
    readonly Args: readonly string[] | null;
    readonly tty: boolean;
    readonly note?: string | undefined;
  }
  expectTypeOf<DataOf<typeof shape>>().toEqualTypeOf<Expected>();
});

test("types have Go's names", () => {
  const names = [slice(pointer(shape)), map(string, any), array(2, uint), named("nat.Port", string)].map(
    (t) => t.name,
  );
  expect(names).toEqual(["[]*x.Shape", "map[string]interface {}", "[2]uint", "nat.Port"]);
});

test("integers of every size know their bits", () => {
  const sizes = [int8, int16, int32, int64, uint8, uint16, uint32, uint64, int, uint].map((t) => [
    t.name,
    t.kind,
    t.bits,
  ]);
  expect(sizes.map(([name, kind]) => String(name).startsWith(String(kind)))).toEqual(Array(10).fill(true));
  expect(sizes.map(([, , bits]) => bits)).toEqual([8, 16, 32, 64, 8, 16, 32, 64, 64, 64]);
});

test("fields and methods of embedded structs belong to the struct around them", () => {
  const inner = struct(
    "x.Inner",
    { A: int },
    { methods: { Twice: method([], int, (d: { A: number }) => 2 * d.A) } },
  );
  const outer = struct("x.Outer", { Inner: embed(inner), B: int });
  expect([...outer.fieldsByName.keys()].sort()).toEqual(["A", "B", "Inner"]);
  expect(outer.methods.get("Twice")?.call({ A: 4, B: 1 })).toBe(8);
  expect(pointer(outer).methods.has("Twice")).toBe(true);
});

test("assignability: the same, an interface, or one side without a name of its own", () => {
  const strings = slice(string);
  const strSlice = named("strslice.StrSlice", strings);
  expect(isAssignable(strSlice, strings)).toBe(true);
  expect(isAssignable(strings, strSlice)).toBe(true);
  expect(isAssignable(string, named("nat.Port", string))).toBe(false);
  expect(isAssignable(int, int64)).toBe(false);
  expect(isAssignable(shape, any)).toBe(true);
  expect(isAssignable(slice(any), strings)).toBe(false);
});

test("what holds slices or maps cannot be compared", () => {
  expect([
    isComparable(base),
    isComparable(shape),
    isComparable(pointer(shape)),
    isComparable(string),
  ]).toEqual([true, false, true, true]);
});

test("two fields with one key are a mistake in the description", () => {
  expect(() => struct("x.Bad", { A: string, B: field(string, "A") })).toThrow(
    "two fields of x.Bad have the same key",
  );
});
