import { expect, test } from "vitest";
import { humanDuration } from "../../../../src/base/go/human-duration.ts";
import { method, string } from "../../../../src/base/go/types.ts";
import { HOUR, MINUTE } from "../../../../src/base/time.ts";
import { truncateId } from "../../../../src/cli/format/ellipsis.ts";
import { chooseFormat, column, formatRows, rowContext } from "../../../../src/cli/format/rows.ts";

interface Row {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly age: number;
  readonly labels: ReadonlyMap<string, string>;
}

const context = rowContext<Row>("formatter.ContainerContext", {
  ID: column("CONTAINER ID", (c) => truncateId(c.id)),
  Image: column("IMAGE", (c) => c.image),
  RunningFor: column("CREATED", (c) => `${humanDuration(c.age)} ago`),
  Names: column("NAMES", (c) => c.name),
  Label: method([string], string, (c: Row, name) => c.labels.get(name) ?? ""),
});

const table = "table {{.ID}}\t{{.Image}}\t{{.RunningFor}}\t{{.Names}}";
const rows: Row[] = [
  {
    id: "c0ffee".repeat(10),
    name: "web",
    image: "nginx:1.27",
    age: 3 * MINUTE,
    labels: new Map([["tier", "<a>"]]),
  },
  { id: "decade".repeat(10), name: "a-rather-long-name", image: "db", age: 5 * HOUR, labels: new Map() },
];

const print = (format: string, some: readonly Row[] = rows): string => {
  const result = formatRows({ format, context, rows: some });
  return result.ok ? result.value : `error: ${result.error}`;
};

test("a table like that of docker ps", () => {
  expect(print(table)).toBe(
    [
      "CONTAINER ID   IMAGE        CREATED         NAMES",
      "c0ffeec0ffee   nginx:1.27   3 minutes ago   web",
      "decadedecade   db           5 hours ago     a-rather-long-name",
      "",
    ].join("\n"),
  );
});

test("without rows a table has its header, and another format nothing", () => {
  expect(print(table, [])).toBe("CONTAINER ID   IMAGE     CREATED   NAMES\n");
  expect(print("{{.ID}}", [])).toBe("");
});

test("the header is made by the same template, whose functions leave it alone", () => {
  expect(
    print('table {{upper .Names}}\\t{{.Label "com.example.the-tier"}}\\t{{len .Names}}', rows.slice(0, 1)),
  ).toBe("NAMES     the tier   5\nWEB                  3\n");
});

test("json shows every column, escaped for HTML, and methods with arguments not", () => {
  const one = { ...(rows[0] as Row), name: "<w>" };
  const json =
    '{"ID":"c0ffeec0ffee","Image":"nginx:1.27","Names":"\\u003cw\\u003e","RunningFor":"3 minutes ago"}\n';
  expect(print("json", [one])).toBe(json);
  expect(print("{{json .}}", [one])).toBe(json);
  expect(print("{{json .Names}}", [one])).toBe('"<w>"\n');
});

test("an error in a row prints nothing at all", () => {
  const error = (format: string): string => print(format);
  expect(error("{{.Names}} {{.Nope}}")).toBe(
    'error: template parsing error: template: :1:13: executing "" at <.Nope>: can\'t evaluate field Nope in type *formatter.ContainerContext',
  );
  expect(error("{{.Names")).toBe("error: template parsing error: template: :1: unclosed action");
});

test("table, raw and quiet choose the template; anything else is its own", () => {
  const choice = { table, raw: "id: {{.ID}}\\n", rawQuiet: "{{.ID}}" };
  const choose = (source: string, quiet = false): string => chooseFormat({ ...choice, source, quiet });
  expect([choose(""), choose("table"), choose("", true), choose("raw"), choose("raw", true)]).toEqual([
    table,
    table,
    "{{.ID}}",
    choice.raw,
    "{{.ID}}",
  ]);
  expect([choose("x"), choose("x", true)]).toEqual(["x", "x"]);
  expect(chooseFormat({ source: "x", table, quiet: true, quietOverrides: true })).toBe("{{.ID}}");
  expect(chooseFormat({ source: "raw", table })).toBe("raw");
});
