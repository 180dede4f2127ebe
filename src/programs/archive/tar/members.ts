// An archive as tar the program reads it: its members one after the other, with their bytes and where they stand, and
// what is wrong at its end. Headers are read by base/formats/tar-header.ts. Sparse files of GNU's formats are not here.

import {
  BLOCK,
  GNU_LONG_LINK,
  GNU_LONG_NAME,
  isHeaderOnly,
  mergePaxRecords,
  parsePaxRecords,
  parseTarHeader,
  PAX,
  PAX_GLOBAL,
  textBeforeNul,
  type TarHeader,
} from "../../../base/formats/tar-header.ts";

export interface Member {
  readonly header: Readonly<TarHeader>;
  readonly data: Uint8Array;
  /** where its first header begins, and where the next member's does */
  readonly from: number;
  readonly to: number;
}

/** `cut`: the archive ends within a member, `unpadded`: in the zeros after it; `head`: within a header; `bad`: what should be a header is none. */
export type ArchiveFault = "cut" | "unpadded" | "head" | "bad";

export interface Archive {
  readonly members: readonly Member[];
  readonly fault: ArchiveFault | undefined;
  /** where the blocks of zeros that end it begin */
  readonly end: number;
}

const blocks = (size: number): number => Math.ceil(size / BLOCK) * BLOCK;

const isZero = (block: Uint8Array): boolean => block.every((byte) => byte === 0);

/** What headers before a member's own say of it. */
interface Said {
  name?: string;
  linkname?: string;
  records?: Uint8Array;
}

export function readArchive(bytes: Uint8Array): Archive {
  const members: Member[] = [];
  let said: Said = {};
  let from = 0;
  for (let at = 0; ;) {
    const done = (fault?: ArchiveFault): Archive => ({ members, fault, end: from });
    if (at >= bytes.length) return done(bytes.length === 0 ? "head" : undefined);
    const block = bytes.subarray(at, at + BLOCK);
    if (block.length < BLOCK) return done("head");
    if (isZero(block)) return done();
    const header = parseTarHeader(block);
    if (header === undefined) return done("bad");
    const size = isHeaderOnly(header.type) ? 0 : header.size;
    const data = bytes.subarray(at + BLOCK, at + BLOCK + size);
    at += BLOCK + blocks(size);
    if (isExtension(header.type)) {
      if (at > bytes.length) return done("cut");
      keep(said, header.type, data);
      continue;
    }
    merge(header, said);
    members.push({ header, data, from, to: at });
    if (data.length < size) return done("cut");
    if (at > bytes.length) return done("unpadded");
    from = at;
    said = {};
  }
}

const isExtension = (type: string): boolean =>
  type === GNU_LONG_NAME || type === GNU_LONG_LINK || type === PAX || type === PAX_GLOBAL;

function keep(said: Said, type: string, data: Uint8Array): void {
  if (type === GNU_LONG_NAME) said.name = textBeforeNul(data);
  else if (type === GNU_LONG_LINK) said.linkname = textBeforeNul(data);
  else if (type === PAX) said.records = data;
}

function merge(header: TarHeader, said: Said): void {
  const records = said.records && parsePaxRecords(said.records);
  if (records !== undefined) mergePaxRecords(header, records);
  if (said.name !== undefined) header.name = said.name;
  if (said.linkname !== undefined) header.linkname = said.linkname;
}
