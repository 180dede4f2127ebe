import { expect, test } from "vitest";
import { any, emptyStruct, int, map, pointer, slice, string, struct } from "../../../../src/base/go/types.ts";
import {
  dynamic,
  GoValue,
  indirect,
  INVALID,
  isNil,
  isNilReference,
  isTrue,
  lengthOf,
  mapIndex,
  sameValue,
  sortedEntries,
  valueOf,
} from "../../../../src/base/go/value.ts";

test("plain data in an interface has the types that encoding/json would give it", () => {
  const kinds = ["a", true, 1.5, 2n ** 60n, new Map(), [], {}, new Uint8Array(1)].map(
    (data) => dynamic(data).type.name,
  );
  expect(kinds).toEqual([
    "string",
    "bool",
    "float64",
    "int64",
    "map[string]interface {}",
    "[]interface {}",
    "map[string]interface {}",
    "[]uint8",
  ]);
  expect([dynamic(null), dynamic(undefined), dynamic(new GoValue(any, null))]).toEqual([
    INVALID,
    INVALID,
    INVALID,
  ]);
});

test("truth is not being the zero value, and structs are always true", () => {
  const empty = [
    valueOf(string, ""),
    valueOf(int, 0),
    valueOf(slice(int), []),
    valueOf(map(string, int), null),
  ];
  expect([...empty, valueOf(pointer(int), null), INVALID].some(isTrue)).toBe(false);
  expect([valueOf(emptyStruct, {}), valueOf(pointer(int), 0), valueOf(int, -1)].every(isTrue)).toBe(true);
});

test("maps and objects hold any key; an inherited property is none", () => {
  const type = map(string, int);
  const data = new Map([["__proto__", 1], ["10", 2], ["9", 3]]); // prettier-ignore
  expect(sortedEntries(valueOf(type, data)).map(([key]) => key.data)).toEqual(["10", "9", "__proto__"]);
  expect(mapIndex(valueOf(type, {}), "constructor")).toBeUndefined();
  expect(mapIndex(valueOf(type, { a: 1 }), "a")?.data).toBe(1);
  expect(mapIndex(valueOf(type, null), "a")).toBeUndefined();
  expect([
    lengthOf(valueOf(type, data)),
    lengthOf(valueOf(type, { a: 1 })),
    lengthOf(valueOf(string, "é")),
  ]).toEqual([3, 1, 2]);
});

test("references are followed to a value or to nil", () => {
  expect(indirect(valueOf(pointer(int), 5))).toEqual(valueOf(int, 5));
  expect(indirect(new GoValue(any, valueOf(pointer(int), 5)))).toEqual(valueOf(int, 5));
  const nil = indirect(new GoValue(any, valueOf(pointer(int), null)));
  expect([isNil(nil), isNilReference(nil), nil.type.name]).toEqual([true, true, "*int"]);
});

test("structs are equal if their fields are", () => {
  const point = struct("x.P", { X: int, Any: any });
  const of = (x: number, held: unknown): GoValue => valueOf(point, { X: x, Any: held });
  expect(sameValue(of(1, "a"), of(1, "a"))).toBe(true);
  expect(sameValue(of(1, "a"), of(1, 5))).toBe(false);
  expect(sameValue(valueOf(emptyStruct, {}), valueOf(emptyStruct, {}))).toBe(true);
});
