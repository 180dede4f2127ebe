import fc from "fast-check";
import { expect, test } from "vitest";
import { alignTabs, type TabLayout } from "../../../../src/cli/format/tabwriter.ts";

const tight: TabLayout = { minWidth: 0, tabWidth: 8, padding: 1, padChar: " " };

test("cells in lines that follow each other have one width; the last text of a line is no cell", () => {
  expect(alignTabs("a\tb\tc\naaaa\tbb\tlonger\n")).toBe(
    "a         b         c\naaaa      bb        longer\n",
  );
  expect(alignTabs("aaaa\tbbb\td\naa\tb\tdd\na\t\naa\tcccc\teee\n", tight)).toBe(
    "aaaa bbb d\naa   b   dd\na    \naa   cccc eee\n",
  );
});

test("a line without the column ends it", () => {
  expect(alignTabs("a\tb\n\nlonger one\tb\n", tight)).toBe("a b\n\nlonger one b\n");
  expect(alignTabs("a\t\t.\nxxxx\n", tight)).toBe("a  .\nxxxx\n");
});

test("padding with tabs reaches the next multiple", () => {
  const tabs: TabLayout = { minWidth: 8, tabWidth: 8, padding: 1, padChar: "\t" };
  expect(alignTabs("a\tb\n12345678\tc", tabs)).toBe("a\t\tb\n12345678\tc");
  expect(alignTabs("a\tb", { ...tabs, tabWidth: 0 })).toBe("ab");
});

test("a form feed ends all columns", () => {
  expect(alignTabs("a\tb\flonger\tc\n", tight)).toBe("a b\nlonger c\n");
});

test("what counts as width is the layout's choice", () => {
  expect(alignTabs("世\t.\nab\t.", tight)).toBe("世 .\nab .");
  expect(alignTabs("世\t.\nab\t.", { ...tight, width: (text) => [...text].length })).toBe("世  .\nab .");
});

test("no text is lost and no column overlaps, whatever the cells", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", "b", "世", "é"), maxLength: 6 });
  const law = fc.property(
    fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 6 }),
    (table) => {
      const lines = alignTabs(table.map((cells) => cells.join("\t")).join("\n")).split("\n");
      table.forEach((cells, i) => {
        expect((lines[i] as string).replaceAll(" ", "")).toBe(cells.join(""));
      });
    },
  );
  fc.assert(law, { seed: 19, numRuns: 200 });
});
