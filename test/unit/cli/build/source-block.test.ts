import { expect, test } from "vitest";
import { sourceBlock } from "../../../../src/cli/build/source-block.ts";

const block = (start: number, end = start): string =>
  sourceBlock({ filename: "Dockerfile", text: "FROM a\nRUN b\nRUN c\nRUN d\n", start, end });

test("lines around the one that is meant, as many as BuildKit shows", () => {
  expect(block(2)).toBe(
    "Dockerfile:2\n--------------------\n   1 |     FROM a\n   2 | >>> RUN b\n   3 |     RUN c\n   4 |     RUN d\n--------------------\n",
  );
});

test("lines that are not there are not shown", () => {
  expect(block(9)).toBe("");
});
