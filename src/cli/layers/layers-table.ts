// A report of layers as people read it: a line for each layer, and below it what it did, by path; or as JSON. What dive
// shows on a screen is here in lines.

import type { ChangeKind, ImageReport, LayerReport } from "../../base/formats/layer-report.ts";
import { humanSize } from "../../base/go/human-size.ts";
import { alignTabs } from "../format/tabwriter.ts";

const MARKS: Readonly<Record<ChangeKind, string>> = { added: "A", changed: "C", deleted: "D" };

/** Directories of which nothing but a part of their contents changed say nothing of their own. */
const MOST_PATHS = 20;
const LONGEST_COMMAND = 60;

const count = ({ changes }: LayerReport, kind: ChangeKind): number =>
  changes.filter((change) => change.kind === kind).length;

const shorten = (text: string): string =>
  text.length <= LONGEST_COMMAND ? text : `${text.slice(0, LONGEST_COMMAND - 1)}…`;

const oneLine = (text: string): string => shorten(text.replace(/\s+/g, " ").trim());

export function layersTable({ layers, size, wasted, efficiency }: ImageReport): string {
  const rows = layers.map((layer, index) =>
    [
      index + 1,
      humanSize(layer.size),
      humanSize(layer.wasted),
      count(layer, "added"),
      count(layer, "changed"),
      count(layer, "deleted"),
      oneLine(layer.createdBy),
    ].join("\t"),
  );
  const heading = ["LAYER", "SIZE", "WASTED", "ADDED", "CHANGED", "DELETED", "CREATED BY"].join("\t");
  const table = alignTabs([heading, ...rows].map((row) => `${row}\n`).join(""));
  const share = `${(efficiency * 100).toFixed(1)}%`;
  const sum = `\nsize ${humanSize(size)}, wasted ${humanSize(wasted)}, efficiency ${share}\n`;
  return table + layers.map(changesOf).join("") + sum;
}

function changesOf(layer: LayerReport, index: number): string {
  if (index === 0 || layer.changes.length === 0) return "";
  const shown = layer.changes.slice(0, MOST_PATHS);
  const lines = shown.map(({ kind, path, size }) => `  ${MARKS[kind]} /${path}  ${humanSize(size)}\n`);
  const more = layer.changes.length - shown.length;
  return `\nlayer ${index + 1}\n${lines.join("")}${more === 0 ? "" : `  and ${more} more\n`}`;
}

export const layersJson = (report: ImageReport): string => `${JSON.stringify(report, undefined, 2)}\n`;
