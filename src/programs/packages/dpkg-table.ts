// dpkg's table of packages and its own formats: `dpkg -l` and `dpkg-query -W -f`.
// Relies on the records of dpkg-database.ts; nothing is looked up here.

import { fieldOf, isInstalled, labelOf, type Record } from "./dpkg-database.ts";

const HEAD = `Desired=Unknown/Install/Remove/Purge/Hold
| Status=Not/Inst/Conf-files/Unpacked/halF-conf/Half-inst/trig-aWait/Trig-pend
|/ Err?=(none)/Reinst-required (Status,Err: uppercase=bad)
`;

const abbreviated = (record: Record): string => {
  const wanted = record.status.startsWith("hold") ? "h" : record.status.startsWith("deinstall") ? "r" : "i";
  return `${wanted}${isInstalled(record) ? "i" : "c"} `;
};

/** Columns are as wide as they need to be; on a terminal the last one is cut at its edge. */
export function listTable(records: readonly Record[], terminal: boolean): string {
  const rows = records.map((record) => [
    labelOf(record),
    record.version,
    record.architecture,
    fieldOf(record.paragraph, "Description"),
  ]);
  const width = (column: number, least: number): number =>
    Math.max(least, ...rows.map((row) => row[column]?.length ?? 0));
  const widths = [width(0, 14), width(1, 12), width(2, 12), width(3, 33)];
  if (terminal) widths[3] = Math.max(33, 80 - 7 - (widths[0] ?? 0) - (widths[1] ?? 0) - (widths[2] ?? 0));
  const cell = (text: string, column: number): string =>
    text.slice(0, widths[column]).padEnd(widths[column] ?? 0);
  const line = (marks: string, row: readonly string[]): string =>
    `${marks} ${row.map((text, i) => (i === 3 ? text.slice(0, widths[3]) : cell(text, i))).join(" ")}\n`;
  const title = line("||/", ["Name", "Version", "Architecture", "Description"]);
  const rule = `+++-${widths.map((count) => "=".repeat(count)).join("-")}\n`;
  return HEAD + title + rule + records.map((record, i) => line(abbreviated(record), rows[i] ?? [])).join(""); // prettier-ignore
}

const ESCAPES = new Map([["n", "\n"], ["t", "\t"], ["r", "\r"], ["\\", "\\"]]); // prettier-ignore

function valueOf(name: string, record: Record): string {
  switch (name) {
    case "binary:Package":
      return labelOf(record);
    case "db:Status-Abbrev":
      return abbreviated(record);
    case "db:Status-Status":
      return record.status.split(" ")[2] ?? "";
    case "db:Status-Want":
      return record.status.split(" ")[0] ?? "";
    case "binary:Summary":
      return fieldOf(record.paragraph, "Description");
    default:
      return fieldOf(record.paragraph, name);
  }
}

/** `${Package}` with a width after a semicolon, and escapes. */
export const queryFormat = (format: string, record: Record): string =>
  format.replace(/\\(.)|\$\{([\w:-]+)(?:;(-?\d+))?\}/g, (_, escape, name, width) => {
    if (escape !== undefined) return ESCAPES.get(escape as string) ?? (escape as string);
    const value = valueOf(name as string, record);
    const room = Number(width ?? 0);
    return room < 0 ? value.padEnd(-room) : value.padStart(room);
  });
