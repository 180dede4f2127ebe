import fc from "fast-check";
import { expect, test } from "vitest";
import { Table, type Owned } from "../../../src/base/table.ts";

interface Record extends Owned {
  value: number;
}
const make = (value: number): Record => ({ owner: {}, value });
const newTable = (): Table<Record> => new Table<Record>((r) => ({ ...r }));
const dump = (t: Table<Record>): [number, number][] => [...t.entries()].map(([k, r]) => [k, r.value]);

test("keys come in numerical order, however far apart", () => {
  const t = newTable();
  for (const key of [100_000, 3, 0, 31, 32, 33, 1_048_576]) t.insert(key, make(key));
  expect([...t.entries()].map(([k]) => k)).toEqual([0, 3, 31, 32, 33, 100_000, 1_048_576]);
  expect(t.get(1_048_577)).toBeUndefined();
  expect(t.get(2 ** 31)).toBeUndefined();
});

test("a fork and its origin never see each other, in either direction", () => {
  const t = newTable();
  for (let i = 0; i < 50; i++) t.insert(i, make(i));
  const twin = t.fork();
  (t.own(7) as Record).value = -7;
  (twin.own(8) as Record).value = -8;
  twin.delete(9);
  t.insert(50, make(50));
  expect([t.get(7)?.value, twin.get(7)?.value]).toEqual([-7, 7]);
  expect([t.get(8)?.value, twin.get(8)?.value]).toEqual([8, -8]);
  expect([t.has(9), twin.has(9), t.has(50), twin.has(50)]).toEqual([true, false, true, false]);
});

test("changes names exactly the keys that differ", () => {
  const t = newTable();
  for (let i = 0; i < 2000; i++) t.insert(i, make(i));
  const before = t.fork();
  t.own(1999);
  t.delete(5);
  t.insert(40_000, make(1));
  const seen: number[] = [];
  t.changes(before, (key) => seen.push(key));
  expect(seen).toEqual([5, 1999, 40_000]);
});

const steps = fc.array(
  fc.record({
    op: fc.constantFrom("set", "delete", "fork"),
    table: fc.nat(5),
    key: fc.oneof(fc.nat(40), fc.nat(5000)),
    value: fc.nat(1000),
  }),
  { maxLength: 80 },
);

test("many forks behave like as many plain maps", () => {
  fc.assert(
    fc.property(steps, (list) => {
      const tables = [newTable()];
      const models = [new Map<number, number>()];
      for (const { op, table, key, value } of list) {
        const at = table % tables.length;
        const t = tables[at] as Table<Record>;
        const m = models[at] as Map<number, number>;
        if (op === "fork") {
          tables.push(t.fork());
          models.push(new Map(m));
        } else if (op === "delete") {
          expect(t.delete(key)).toBe(m.delete(key));
        } else {
          const owned = t.own(key);
          if (owned) owned.value = value;
          else t.insert(key, make(value));
          m.set(key, value);
        }
      }
      tables.forEach((t, i) => {
        const model = [...(models[i] as Map<number, number>)].sort((a, b) => a[0] - b[0]);
        expect(dump(t)).toEqual(model);
        expect(t.size).toBe(model.length);
      });
    }),
    { seed: 1, numRuns: 300 },
  );
});
