// `--format` of the commands that list things: a template for every row, or a table with a header made from
// the same template. Source: docker/cli cli/command/formatter (formatter.go, reflect.go, custom.go).

import { bytesOf } from "../../base/go/go-string.ts";
import { toJson } from "../../base/go/json-encode.ts";
import {
  any,
  bytes,
  embed,
  type FieldSpec,
  type GoType,
  map,
  type Method,
  method,
  named,
  pointer,
  string,
  struct,
} from "../../base/go/types.ts";
import { GoValue, valueOf } from "../../base/go/value.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import { alignTabs } from "./tabwriter.ts";
import { headerFunctions } from "./template/docker-functions.ts";
import { executeTemplate, type Template } from "./template/execute.ts";
import { parseTemplate } from "./template/template.ts";

export interface Column<Row> {
  readonly header: string;
  readonly result: GoType;
  readonly read: (row: Row) => unknown;
}

/** What a row has: columns with a header, and methods such as `.Label "x"`. */
export type RowMembers<Row> = Readonly<Record<string, Column<Row> | Method>>;

/** A kind of row, such as docker's formatter.ContainerContext. */
export interface RowContext<Row> {
  /** a pointer to Go's struct, whose data is the row */
  readonly type: GoType<Row>;
  readonly headers: ReadonlyMap<string, string>;
}

/** A column that templates name and tables show; `result` is string unless said otherwise. */
export const column = <Row, T = string>(
  header: string,
  read: (row: Row) => T,
  result: GoType<T> = string as unknown as GoType<T>,
): Column<Row> => ({ header, result, read });

const isColumn = <Row>(member: Column<Row> | Method): member is Column<Row> => "header" in member;

const headerContext = struct("formatter.HeaderContext", { Header: any });

const headerMap = named("formatter.SubHeaderContext", map(string, string), {
  methods: {
    /** `.Label "com.example.some-key"` has the header "some key" */
    Label: method([string], string, (_headers: unknown, name: string) =>
      (name.split(".").at(-1) as string).replace(/[-_]/g, " "),
    ),
  },
});

/** What `{{json .}}` of a row shows: every method without arguments, by name. */
function rowJson(methods: readonly (readonly [string, Method])[], row: unknown): string {
  const shown = methods.filter(([, { params }]) => params.length === 0);
  return toJson(
    map(string, any),
    new Map(shown.map(([name, { result, call }]) => [name, valueOf(result, call(row))])),
  );
}

function methodsOf<Row>(members: RowMembers<Row>): (readonly [string, Method])[] {
  return Object.entries(members).map(([name, member]) => {
    if (!isColumn(member)) return [name, member];
    return [name, { params: [], result: member.result, call: (row) => member.read(row as Row) }];
  });
}

/**
 * Describes rows once. `name` is Go's, which errors give; `fields` are the struct's own fields, which
 * matter only where a template prints the whole row.
 */
export function rowContext<Row>(
  name: string,
  members: RowMembers<Row>,
  fields: Readonly<Record<string, FieldSpec>> = {},
): RowContext<Row> {
  const methods = methodsOf(members);
  const marshal = (row: unknown): string => rowJson(methods, row);
  const hidden: [string, Method][] = [
    ["FullHeader", method([], any, () => null)],
    ["MarshalJSON", method([], bytes, (row: Row) => bytesOf(marshal(row)))],
  ];
  const type = struct(
    name,
    { HeaderContext: embed(headerContext), ...fields },
    {
      methods: Object.fromEntries([...methods, ...hidden]),
      marshal,
    },
  );
  const headers = Object.entries(members).flatMap(([key, m]) =>
    isColumn(m) ? [[key, m.header] as const] : [],
  );
  return { type: pointer(type) as unknown as GoType<Row>, headers: new Map(headers) };
}

export interface FormatChoice {
  /** what --format or the client's configuration gave, "" for nothing */
  readonly source: string;
  readonly table: string;
  readonly quiet?: boolean;
  /** for -q; "{{.ID}}" unless said otherwise */
  readonly quietFormat?: string;
  readonly raw?: string;
  readonly rawQuiet?: string;
  /** `docker ps -q --format X` ignores X; most commands ignore the -q */
  readonly quietOverrides?: boolean;
}

/** The template for `table`, `raw` and nothing at all; anything else is its own. */
export function chooseFormat(choice: FormatChoice): string {
  const { source, quiet = false, quietFormat = "{{.ID}}" } = choice;
  if (source === "" || source === "table") return quiet ? quietFormat : choice.table;
  if (source === "raw" && choice.raw !== undefined)
    return quiet ? (choice.rawQuiet ?? choice.raw) : choice.raw;
  return quiet && choice.quietOverrides ? quietFormat : source;
}

/** The template inside a format: `table` and spaces around go, \t and \n written as such are characters. */
function templateText(format: string): string {
  if (format === "json") return "{{json .}}";
  const text = format.startsWith("table") ? format.slice("table".length) : format;
  return text
    .replace(/^ +| +$/g, "")
    .replaceAll("\\t", "\t")
    .replaceAll("\\n", "\n");
}

export interface Rows<Row> {
  readonly format: string;
  readonly context: RowContext<Row>;
  readonly rows: Iterable<Row>;
}

const parsingError = (error: string): Result<string, string> => fail(`template parsing error: ${error}`);

function header(template: Template, context: RowContext<never>): string {
  return executeTemplate(template, new GoValue(headerMap, context.headers), { functions: headerFunctions })
    .output;
}

/** What the command prints; nothing is printed if a row fails. */
export function formatRows<Row>({ format, context, rows }: Rows<Row>): Result<string, string> {
  const template = parseTemplate(templateText(format));
  if (!template.ok) return parsingError(template.error);
  let body = "";
  for (const row of rows) {
    const { output, error } = executeTemplate(template.value, new GoValue(context.type, row));
    if (error !== undefined) return parsingError(error);
    body += `${output}\n`;
  }
  if (!format.startsWith("table")) return ok(body);
  return ok(alignTabs(`${header(template.value, context as RowContext<never>)}\n${body}`));
}
