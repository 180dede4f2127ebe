// Sparse files in tar archives, as GNU tar -S writes them: which parts of a file the archive holds. Reading
// only; nothing here writes them.

import { decode } from "../base/utf8.ts";
import { Content } from "./content.ts";
import { BLOCK } from "../base/formats/tar-header.ts";

export interface Fragment {
  readonly offset: number;
  readonly length: number;
}

interface SparseHeader {
  name: string;
  size: number;
  readonly block: Uint8Array;
}

const INVALID_HEADER = "archive/tar: invalid tar header";
const MISSING_DATA = "archive/tar: sparse file references non-existent data";
const SURPLUS_DATA = "archive/tar: sparse file contains unreferenced data";

/** GNU's first format: a map in the header and in blocks behind it. Sets the real size. */
export function oldSparseMap(
  header: SparseHeader,
  nextBlock: () => Uint8Array | undefined,
): Fragment[] | string {
  const realSize = parseOctal(header.block, 483);
  if (decode(header.block.subarray(257, 263)) !== "ustar " || realSize === undefined) return INVALID_HEADER;
  header.size = realSize;
  const map: Fragment[] = [];
  let block = header.block.subarray(386, 386 + 24 * 4 + 1);
  for (;;) {
    const entries = Math.floor(block.length / 24);
    for (let i = 0; i < entries && block[24 * i] !== 0; i++) {
      const offset = parseOctal(block, 24 * i);
      const length = parseOctal(block, 24 * i + 12);
      if (offset === undefined || length === undefined) return INVALID_HEADER;
      map.push({ offset, length });
    }
    if (block[24 * entries] === 0) return map;
    const next = nextBlock();
    if (next === undefined) return "unexpected EOF";
    block = next;
  }
}

/** The pax formats 0.0, 0.1 and 1.0, the last with its map before the data; undefined if it is none of them. */
export function paxSparseMap(
  header: SparseHeader,
  records: ReadonlyMap<string, Uint8Array>,
  data: Uint8Array,
): [Fragment[] | string | undefined, Uint8Array] {
  const get = (key: string): string => decode(records.get(`GNU.sparse.${key}`) ?? new Uint8Array(0));
  const version = `${get("major")}.${get("minor")}`;
  const known =
    version === "0.0" || version === "0.1" || version === "1.0" || (version === "." && get("map") !== "");
  if (!known) return [undefined, data];
  header.name = get("name") || header.name;
  const size = get("size") || get("realsize");
  if (size !== "" && !/^\d+$/.test(size)) return [INVALID_HEADER, data];
  if (size !== "") header.size = parseInt(size, 10);
  return version === "1.0" ? mapBeforeData(data) : [mapOf(get("map").split(","), get("numblocks")), data];
}

function mapBeforeData(data: Uint8Array): [Fragment[] | string, Uint8Array] {
  const lines: string[] = [];
  let at = 0;
  for (let wanted = 1; lines.length < wanted;) {
    const end = data.indexOf(0x0a, at);
    if (end < 0) return ["unexpected EOF", data];
    lines.push(decode(data.subarray(at, end)));
    at = end + 1;
    if (lines.length === 1) wanted = 1 + 2 * Number(lines[0]);
  }
  const padded = Math.min(data.length, Math.ceil(at / BLOCK) * BLOCK);
  return [mapOf(lines.slice(1), lines[0] as string), data.subarray(padded)];
}

function mapOf(numbers: readonly string[], count: string): Fragment[] | string {
  const given = numbers.length === 1 && numbers[0] === "" ? [] : numbers;
  if (!/^\d+$/.test(count) || given.length !== 2 * Number(count)) return INVALID_HEADER;
  if (!given.every((number) => /^\d+$/.test(number))) return INVALID_HEADER;
  const map: Fragment[] = [];
  for (let i = 0; i < given.length; i += 2)
    map.push({ offset: Number(given[i]), length: Number(given[i + 1]) });
  return map;
}

/** The file: fragments of `data` where the map says, holes between them. */
export function spread(data: Uint8Array, map: readonly Fragment[], size: number): Content | string {
  const content = new Content();
  let from = 0;
  let end = 0;
  for (const { offset, length } of map) {
    if (offset < end || offset + length > size) return INVALID_HEADER;
    if (from + length > data.length) return MISSING_DATA;
    content.write(offset, data.subarray(from, from + length));
    from += length;
    end = offset + length;
  }
  if (from < data.length) return SURPLUS_DATA;
  content.truncate(size);
  return content;
}

function parseOctal(block: Uint8Array, at: number): number | undefined {
  const digits = decode(block.subarray(at, at + 12)).replace(/[ \0]+$/, "").trimStart(); // prettier-ignore
  return /^[0-7]+$/.test(digits) ? parseInt(digits, 8) : undefined;
}
