// BuildKit's plain progress: vertices come in the order in which they happened to run, are numbered in that
// order, and are interrupted by each other. Here each vertex stands whole, and they are ordered and numbered by
// what they are. Lines that only say how far along something is are dropped.

import { order } from "./patterns.ts";

interface Vertex {
  readonly number: number;
  readonly title: string;
  readonly body: string[];
  over: boolean;
  end?: string;
}

export function canonicalBuild(lines: readonly string[]): string[] {
  const out: string[] = [];
  for (let i = 0; i < lines.length;) {
    const line = lines[i] ?? "";
    if (!/^#\d+ /.test(line)) {
      out.push(line.replace(/^\d+\.\d{1,3}(?= |$)/, "<dur>")); // the tail of a failed step's output
      i++;
      continue;
    }
    const build = readBuild(lines, i);
    out.push(...printBuild(build.vertices));
    if (build.next >= lines.length && build.endsBlank) out.push(""); // the newline at the end
    i = build.next;
  }
  return out;
}

/** Reads one build's vertices from `from` on. */
function readBuild(
  lines: readonly string[],
  from: number,
): { vertices: Vertex[]; next: number; endsBlank: boolean } {
  const vertices = new Map<string, Vertex>();
  let blank = 0;
  let next = from;
  for (; next < lines.length; next++) {
    if (lines[next] === "") {
      blank++;
      continue;
    }
    const [, number, rest = ""] = /^#(\d+) (.*)$/.exec(lines[next] ?? "") ?? [];
    if (number === undefined) break;
    const vertex = vertices.get(number);
    const isNextBuild = vertex?.over === true && rest !== vertex.title && (number === "0" || number === "1");
    if (isNextBuild) break;
    blank = 0;
    if (vertex === undefined)
      vertices.set(number, { number: Number(number), title: rest, body: [], over: number === "0" });
    else readStatus(vertex, rest);
  }
  return { vertices: [...vertices.values()], next, endsBlank: blank > 0 };
}

/** A further line of a vertex. */
function readStatus(vertex: Vertex, rest: string): void {
  if (rest === vertex.title || rest === "...") return;
  if (/^(?:DONE [\d.]+s|CACHED|CANCELED)$/.test(rest) || rest.startsWith("ERROR")) {
    vertex.over = true;
    vertex.end = rest.startsWith("DONE ") ? "DONE" : rest;
    return;
  }
  const log = /^\d+\.\d{1,3}( .*|)$/.exec(rest);
  if (log) vertex.body.push(`<dur>${log[1]}`);
  else if (rest.startsWith("WARN")) vertex.body.push(rest);
  else if (rest.endsWith(" done")) {
    const status = rest.replace(/(?: [\d.]+s)? done$/, " done");
    if (!vertex.body.includes(status)) vertex.body.push(status);
  }
}

type Place = readonly [number, number, string];

const bareTitle = ({ title }: Vertex): string => title.replace(/^\[[^\]]*\] /, "");

function printBuild(vertices: readonly Vertex[]): string[] {
  const first = new Map<string, number>();
  vertices.forEach((vertex, at) => {
    if (!first.has(bareTitle(vertex))) first.set(bareTitle(vertex), at);
  });
  const placeOf = (vertex: Vertex): Place => {
    const { number, title } = vertex;
    if (number === 0) return [0, 0, ""];
    if (/^\[(?:\S+ )?internal\]/.test(title)) return [1, 0, title];
    const [, stage, step = ""] = /^\[(.*?) ?(\d+)\/\d+\] /.exec(title) ?? [];
    if (stage !== undefined) return [2, 0, `${stage} ${step.padStart(4, "0")} ${title}`];
    return [3, first.get(bareTitle(vertex)) ?? 0, title];
  };
  return vertices
    .map((vertex) => ({ vertex, place: placeOf(vertex) }))
    .sort((a, b) => comparePlaces(a.place, b.place))
    .flatMap(({ vertex: { title, body, end } }, at) =>
      [title, ...body, ...(end === undefined ? [] : [end])].map((line) => `#${at} ${line}`),
    );
}

const comparePlaces = (a: Place, b: Place): number =>
  order(a[0], b[0]) || order(a[1], b[1]) || order(a[2], b[2]);
