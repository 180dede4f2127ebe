// Most verbs are covered by the recorded templates of test/unit/cli/format; here is what those cannot reach.

import { expect, test } from "vitest";
import { sprint, sprintf, sprintln } from "../../../../src/base/go/fmt.ts";
import {
  any,
  bool,
  bytes,
  field,
  float64,
  int,
  int8,
  map,
  named,
  pointer,
  slice,
  string,
  struct,
  uint8,
  type GoType,
} from "../../../../src/base/go/types.ts";
import { GoValue, INVALID, valueOf } from "../../../../src/base/go/value.ts";

const of = (type: GoType, data: unknown): GoValue => valueOf(type, data);
const point = struct("geo.Point", { X: int, Y: pointer(int), tag: string });
const state = named("geo.State", int, { text: (n) => `state-${n}` });

test("structs, pointers and nil, with names and as Go source", () => {
  const p = of(point, { X: 1, Y: null, tag: "t" });
  expect(sprintf("%v %+v %#v %T", [p, p, p, p])).toBe(
    '{1 <nil> t} {X:1 Y:<nil> tag:t} geo.Point{X:1, Y:(*int)(nil), tag:"t"} geo.Point',
  );
  const q = of(pointer(point), { X: 1, Y: 2, tag: "" });
  expect(sprintf("%v %s", [q, q])).toMatch(/^&\{1 0xc[0-9a-f]+ \} &\{%!s\(int=1\) %!s\(\*int=0xc/);
  expect(sprintf("%v %v %#v", [of(pointer(point), null), INVALID, of(pointer(point), null)])).toBe(
    "<nil> <nil> (*geo.Point)(nil)",
  );
});

test("maps in the order of their keys, which are numbers or bytes", () => {
  const data = new Map([["b", 1], ["10", 2], ["2", 3], ["__proto__", 4]]); // prettier-ignore
  const m = of(map(string, int), data);
  expect(sprint([m])).toBe("map[10:2 2:3 __proto__:4 b:1]");
  expect(sprintf("%#v", [m])).toBe('map[string]int{"10":2, "2":3, "__proto__":4, "b":1}');
  expect(sprint([of(map(int, bool), new Map([[10, true], [9, false]]))])).toBe("map[9:false 10:true]"); // prettier-ignore
  expect(sprintf("%v %#v", [of(map(string, int), null), of(map(string, int), null)])).toBe(
    "map[] map[string]int(nil)",
  );
});

test("String is called on exported fields, elements and pointers, and not for %d or %#v", () => {
  const box = struct("geo.Box", { State: state, hidden: state, List: slice(state), Any: any });
  const value = of(box, { State: 1, hidden: 2, List: [3], Any: new GoValue(state, 4) });
  expect(sprint([value])).toBe("{state-1 2 [state-3] state-4}");
  expect(sprintf("%d %#v", [value, of(state, 1)])).toBe("{1 2 [3] 4} 1");
  expect(sprint([of(pointer(state), 5), of(pointer(state), null)])).toBe("state-5 <nil>");
});

test("bytes", () => {
  const b = of(bytes, Uint8Array.of(104, 105, 255));
  expect(sprintf("%v %s %x %q %#v", [b, b, b, b, b])).toBe(
    `[104 105 255] hi\udcff 6869ff "hi\\xff" []uint8{0x68, 0x69, 0xff}`,
  );
  expect(sprintf("%#v %v", [of(uint8, 7), of(int8, -7)])).toBe("0x7 -7");
});

test("spaces go between operands that are no strings, with Println between all", () => {
  const args = [of(int, 1), of(int, 2), of(string, "a"), of(string, "b"), of(float64, 2.5), INVALID];
  expect(sprint(args)).toBe("1 2ab2.5 <nil>");
  expect(sprintln(args)).toBe("1 2 a b 2.5 <nil>\n");
  expect([sprint([]), sprintln([])]).toEqual(["", "\n"]);
});

test("widths that are too large are refused", () => {
  expect(sprintf("%*d", [of(int, 10_000_000), of(int, 1)])).toBe("%!(BADWIDTH)1");
  expect(sprintf("%-*d|", [of(int, -5), of(int, 1)])).toBe("1    |");
});

test("fields with JSON names print by Go's names", () => {
  expect(sprintf("%+v", [of(struct("x.T", { ID: field(string, "Id") }), { Id: "a" })])).toBe("{ID:a}");
});
