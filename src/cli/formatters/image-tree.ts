// `docker images --tree` (docker/cli cli/command/image/tree.go): images with all their names, and what is special about
// them as letters. The daemon tells of no platforms below an image, so no branches are shown here.

import { humanSize } from "../../base/go/human-size.ts";
import type { ImageSummary } from "../../api/wire/image.ts";
import { truncateId } from "../format/ellipsis.ts";

export interface TreeScreen {
  /** with colors */
  readonly isTerminal: boolean;
  /** 0 where nobody knows */
  readonly columns: number;
}

const RESET = "\x1b[0m";
const paint =
  (...codes: readonly string[]) =>
  (text: string): string =>
    codes.map((code) => `\x1b[${code}m`).join("") + text + RESET;
const plain = (text: string): string => text;

const title = paint("39", "1");
const warning = paint("93");
const INFO = paint("1")(`${paint("106")(paint("30")("i"))} ${paint("96")("Info → ")}`);
const IN_USE = "\x1b[38;5;0m\x1b[48;5;14m U \x1b[0m";

const WARNING =
  "WARNING: This is an experimental feature. The output may change and shouldn't be depended on.";
const SPACING = 3;
const LEAST_NAME = 12;
const SIZE_DIGITS = 3;

interface Column {
  readonly title: string;
  readonly width: number;
  readonly right?: boolean;
  readonly value: (image: ImageSummary) => string;
}

type Paint = (text: string) => string;

export function imageTree(images: readonly ImageSummary[], { isTerminal, columns }: TreeScreen): string {
  const width = Math.max(columns || 80, 20);
  const color = (painted: Paint): Paint => (isTerminal ? painted : plain);
  const table = fit(width, detailColumns(images, isTerminal), images);
  const sorted = [...images].sort((a, b) => b.Created - a.Created);
  const lines = [
    color(warning)(WARNING),
    legend(width, isTerminal),
    "",
    table.map((column) => cell(column, column.title.toUpperCase(), title)).join(" ".repeat(SPACING)),
    ...sorted.flatMap((image) => imageLines(image, table, color, columns)),
  ];
  return `${lines.join("\n")}\n`;
}

function legend(width: number, isTerminal: boolean): string {
  const text = isTerminal ? `${INFO} ${IN_USE} In Use ` : " Info ->  U In Use ";
  return " ".repeat(Math.max(0, width - columnsOf(text))) + text;
}

function detailColumns(images: readonly ImageSummary[], isTerminal: boolean): Column[] {
  const chip = isTerminal ? IN_USE : "U";
  const gap = isTerminal ? "   " : " ";
  const anyInUse = images.some(isInUse);
  return [
    { title: "ID", width: 12, value: ({ Id }) => truncateId(Id) },
    { title: "Disk usage", width: 10, right: true, value: ({ Size }) => humanSize(Size, SIZE_DIGITS) },
    { title: "Content size", width: 12, right: true, value: () => humanSize(0, SIZE_DIGITS) },
    { title: "Extra", width: 5, value: (image) => (anyInUse ? (isInUse(image) ? chip : gap) : "") },
  ];
}

const isInUse = ({ Containers }: ImageSummary): boolean => Containers > 0;

/** The first column gets what the others leave; where that is too little, the last ones go. */
function fit(width: number, details: readonly Column[], images: readonly ImageSummary[]): Column[] {
  let left = width;
  const kept: Column[] = [];
  for (const column of details) {
    if (left - column.width - SPACING < LEAST_NAME) break;
    left -= column.width + SPACING;
    kept.push(column);
  }
  const widest = Math.max("Image".length, ...images.flatMap(namesOf).map((name) => name.length));
  return [{ title: "Image", width: Math.min(left, widest), value: () => "" }, ...kept];
}

const namesOf = ({ RepoTags }: ImageSummary): readonly string[] => RepoTags ?? [];

function imageLines(
  image: ImageSummary,
  [first, ...details]: readonly Column[],
  color: (painted: Paint) => Paint,
  columns: number,
): string[] {
  const names = [...namesOf(image)].sort((a, b) => b.length - a.length);
  const name = color(paint("34", "1"));
  const above = names.slice(0, -1).map((text) => name(ellipsis(text, columns)));
  const last = names.at(-1);
  const label =
    last === undefined
      ? cell(first as Column, "<untagged>", color(paint("39", "2")))
      : cell(first as Column, last, name);
  const cells = details.map((column) => {
    const painted = column.title === "Extra" ? plain : color(paint("39"));
    return " ".repeat(SPACING) + cell(column, column.value(image), painted);
  });
  return [...above, label + cells.join("")];
}

function cell({ width, right = false }: Column, text: string, painted: Paint): string {
  const fill = width - columnsOf(text);
  if (fill < 0) return painted(ellipsis(text, width));
  return right ? " ".repeat(fill) + painted(text) : painted(text) + " ".repeat(fill);
}

/** Without what only colors. */
// eslint-disable-next-line no-control-regex
const columnsOf = (text: string): number => text.replace(/\x1b[^m]*m/g, "").length;

/** A text of so many columns or more is cut; one of none never is. */
const ellipsis = (text: string, columns: number): string =>
  columns > 0 && text.length >= columns ? `${text.slice(0, columns - 1)}…` : text;
