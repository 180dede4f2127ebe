// join: lines of two sorted files that have a field in common, side by side. GNU's: it notices where a
// file is not sorted, once lines without a partner have been seen.

import { failed, strerror } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import { bytesOf } from "../libc/byte-text.ts";
import { command, type Io } from "../libc/command.ts";
import type { Lines } from "../libc/input.ts";
import { quoted } from "../libc/quote.ts";
import { openNamed, work } from "./inputs.ts";

interface Row {
  readonly fields: readonly string[];
  readonly key: string;
  readonly line: string;
}

/** A field of the output: of file 1 or 2, or the key (0). */
type Column = readonly [0 | 1 | 2, number];

interface Plan {
  readonly tab: string | undefined;
  readonly keys: readonly [number, number];
  readonly columns: readonly Column[] | undefined;
  readonly auto: boolean;
  readonly empty: string;
  readonly ignoreCase: boolean;
  /** unpaired lines that are shown, and whether paired ones are */
  readonly unpaired: readonly [boolean, boolean];
  readonly paired: boolean;
  readonly order: "lenient" | "strict" | "none";
  readonly end: string;
}

export const join = command(
  {
    name: "join",
    gnu: "a: v: e: i/ignore-case j: o: t: 1: 2: check-order nocheck-order header z/zero-terminated",
    usage: "[OPTION]... FILE1 FILE2",
  },
  function* (io) {
    io.out.decoding = "bytes";
    const plan = yield* planOf(io);
    if (plan === undefined) return 1;
    const { operands } = io;
    if (operands.length < 2)
      return yield* io.misuse(operands.length === 0 ? "missing operand" : `missing operand after ${quoted(io, operands[0] as string)}`); // prettier-ignore
    if (operands.length > 2) return yield* io.misuse(`extra operand ${quoted(io, operands[2] as string)}`);
    const sides: Side[] = [];
    for (const [i, path] of operands.entries()) {
      const fd = yield* openNamed(io, path);
      if (fd === undefined) return 1;
      sides.push(new Side(io, io.lines(fd, "bytes", plan.end.charCodeAt(0)), path, plan, i as 0 | 1));
    }
    const joining = new Joining(io, plan, sides as [Side, Side]);
    return yield* joining.run();
  },
);

function* planOf(io: Io): Task<Plan | undefined> {
  const fault = faultOf(io);
  if (fault !== undefined) {
    yield* io.complain(fault);
    return undefined;
  }
  const both = io.value("j");
  const list = io.options.values("o").join(",");
  const tab = io.value("t");
  const shows = (file: string): boolean =>
    [...io.options.values("a"), ...io.options.values("v")].includes(file);
  return {
    tab: tab === undefined ? undefined : tab === "\\0" ? "\0" : bytesOf(tab) || "\n",
    keys: [Number(io.value("1") ?? both ?? "1") - 1, Number(io.value("2") ?? both ?? "1") - 1],
    columns: list === "" || list === "auto" ? undefined : list.split(/[, \t]+/).map(columnOf),
    auto: list === "auto",
    empty: bytesOf(io.value("e") ?? ""),
    ignoreCase: io.has("i"),
    unpaired: [shows("1"), shows("2")],
    paired: !io.has("v"),
    order: io.has("nocheck-order") ? "none" : io.has("check-order") ? "strict" : "lenient",
    end: io.has("z") ? "\0" : "\n",
  };
}

const columnOf = (text: string): Column => {
  const [file = "0", field = "0"] = text.split(".");
  return [Number(file) as 0 | 1 | 2, Number(field) - 1];
};

function faultOf(io: Io): string | undefined {
  for (const key of ["1", "2", "j"]) {
    const text = io.value(key);
    if (text !== undefined && (!/^\d+$/.test(text) || Number(text) === 0))
      return `invalid field number: ${quoted(io, text)}`;
  }
  for (const key of ["a", "v"])
    for (const text of io.options.values(key))
      if (text !== "1" && text !== "2") return `invalid file number: ${quoted(io, text)}`;
  const tab = io.value("t");
  if (tab !== undefined && bytesOf(tab).length > 1 && tab !== "\\0")
    return `multi-character tab ${quoted(io, tab)}`;
  for (const text of io.options
    .values("o")
    .join(",")
    .split(/[, \t]+/)) {
    if (text === "" || text === "auto" || text === "0" || /^[12]\.[1-9]\d*$/.test(text)) continue;
    if (/^[12]\./.test(text)) return `invalid field number: ${quoted(io, text.slice(2))}`;
    return /^\d/.test(text)
      ? `invalid file number in field spec: ${quoted(io, text)}`
      : `invalid field specifier: ${quoted(io, text)}`;
  }
  return undefined;
}

class Side {
  row: Row | undefined;
  private count = 0;
  complained = false;

  constructor(
    private readonly io: Io,
    private readonly lines: Lines,
    private readonly path: string,
    private readonly plan: Plan,
    private readonly index: 0 | 1,
  ) {}

  /** False if the order is wrong and that ends the program. */
  *advance(unpaired: boolean): Task<boolean> {
    const before = this.row;
    const line = yield* this.lines.next();
    if (this.lines.error !== undefined && failed(this.lines.error)) {
      yield* this.io.complain(`read error: ${strerror(this.lines.error)}`);
      return false;
    }
    this.row = line === undefined ? undefined : this.rowOf(line);
    if (line !== undefined) this.count++;
    const { order } = this.plan;
    const looked = order === "strict" || (order === "lenient" && unpaired);
    if (
      !looked ||
      this.complained ||
      before === undefined ||
      this.row === undefined ||
      before.key <= this.row.key
    )
      return true;
    this.complained = true;
    yield* this.io.complain(`${this.path}:${this.count}: is not sorted: ${line}`);
    return order !== "strict";
  }

  private rowOf(line: string): Row {
    const { tab, keys, ignoreCase } = this.plan;
    const fields =
      tab === undefined ? line.split(/[ \t]+/).filter((field, i) => i > 0 || field !== "") : line.split(tab);
    if (tab === undefined && fields[fields.length - 1] === "") fields.pop();
    const key = fields[keys[this.index]] ?? "";
    return { fields, key: ignoreCase ? key.toLowerCase() : key, line };
  }
}

class Joining {
  private unpaired = false;
  private widths: readonly [number, number] | undefined;

  constructor(
    private readonly io: Io,
    private readonly plan: Plan,
    private readonly sides: readonly [Side, Side],
  ) {}

  *run(): Task<number> {
    const { io, sides } = this;
    const [one, two] = sides;
    for (const side of sides) if (!(yield* side.advance(false))) return 1;
    this.widths = this.plan.auto ? [one.row?.fields.length ?? 0, two.row?.fields.length ?? 0] : undefined;
    if (io.has("header") && (one.row !== undefined || two.row !== undefined)) {
      this.show(one.row, two.row);
      for (const side of sides) if (side.row !== undefined && !(yield* side.advance(false))) return 1;
    }
    while (one.row !== undefined && two.row !== undefined) {
      const { key: a } = one.row;
      const { key: b } = two.row;
      if (!(yield* a === b ? this.pair(a) : this.alone(a < b ? 0 : 1))) return 1;
      if (io.out.full) yield* io.out.flush();
      yield* work(io, 1);
    }
    const { unpaired } = this;
    for (const index of [0, 1] as const)
      while (sides[index].row !== undefined) if (!(yield* this.alone(index, unpaired))) return 1;
    if (!sides.some((side) => side.complained)) return 0;
    return yield* io.complain("input is not in sorted order");
  }

  private *alone(index: 0 | 1, unpaired = this.unpaired): Task<boolean> {
    const side = this.sides[index];
    if (this.plan.unpaired[index])
      this.show(index === 0 ? side.row : undefined, index === 1 ? side.row : undefined);
    this.unpaired = true;
    return yield* side.advance(unpaired);
  }

  private *pair(key: string): Task<boolean> {
    const groups: Row[][] = [[], []];
    for (const index of [0, 1] as const) {
      const side = this.sides[index];
      while (side.row?.key === key) {
        (groups[index] as Row[]).push(side.row);
        if (!(yield* side.advance(this.unpaired))) return false;
      }
    }
    const [first, second] = groups as [Row[], Row[]];
    if (this.plan.paired) for (const a of first) for (const b of second) this.show(a, b);
    return true;
  }

  private show(a: Row | undefined, b: Row | undefined): void {
    const { tab, end, empty } = this.plan;
    const fields = this.fieldsOf(a, b).map((field) => field || empty);
    this.io.out.put(fields.join(tab ?? " ") + end);
  }

  private fieldsOf(a: Row | undefined, b: Row | undefined): string[] {
    const { columns, keys } = this.plan;
    const key = a !== undefined ? (a.fields[keys[0]] ?? "") : (b?.fields[keys[1]] ?? "");
    if (columns !== undefined)
      return columns.map(([file, field]) => (file === 0 ? key : ((file === 1 ? a : b)?.fields[field] ?? "")));
    const rest = (row: Row | undefined, index: 0 | 1): string[] => {
      const width = this.widths?.[index] ?? row?.fields.length ?? 0;
      return Array.from({ length: width }, (_, i) => row?.fields[i] ?? "").filter(
        (_, i) => i !== keys[index],
      );
    };
    return [key, ...rest(a, 0), ...rest(b, 1)];
  }
}
