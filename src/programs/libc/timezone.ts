// The zone that clocks show: TZ, as an offset or as a place below /usr/share/zoneinfo, or else /etc/localtime
// (tzset(3)). Zone files are read as tzfile(5) has them, of which images without tzdata have none: then a place
// is UTC under its own letters. Not here: rules of daylight saving beyond the last transition of a file.

import { failed } from "../../base/errno.ts";
import { SECOND, type Instant } from "../../base/time.ts";
import { decodeLatin1 } from "../../base/utf8.ts";
import type { Sys, Task } from "../../kernel/sys.ts";
import { readFile } from "./input.ts";
import { parseZone, UTC, type Zone } from "./strftime.ts";

const PLACES = "/usr/share/zoneinfo";

/** What holds at an instant, for a process with that environment. */
export function* localZone(sys: Sys, tz: string | undefined, at: Instant): Task<Zone> {
  if (tz === "") return UTC;
  const name = tz?.replace(/^:/, "");
  const path = name === undefined ? "/etc/localtime" : name.startsWith("/") ? name : `${PLACES}/${name}`;
  if (name !== undefined && /^(?:UTC|GMT)\d*$|\.\./.test(name)) return parseZone(name);
  const bytes = yield* readFile(sys, path);
  const zone = failed(bytes) ? undefined : zoneOf(bytes, Math.floor(at / SECOND));
  return zone ?? parseZone(tz);
}

const HEADER = 44;

interface Counts {
  readonly utc: number;
  readonly standard: number;
  readonly leaps: number;
  readonly times: number;
  readonly types: number;
  readonly letters: number;
}

function countsAt(view: DataView, at: number): Counts {
  const [utc, standard, leaps, times, types, letters] = [20, 24, 28, 32, 36, 40].map((n) =>
    view.getUint32(at + n),
  );
  return { utc, standard, leaps, times, types, letters } as Counts;
}

const sizeOf = (c: Counts, wide: number): number =>
  c.times * wide + c.times + c.types * 6 + c.letters + c.leaps * (wide + 4) + c.standard + c.utc;

/** The second block, with times of 64 bits; undefined if the bytes are no zone file of version 2 or later. */
function zoneOf(bytes: Uint8Array, seconds: number): Zone | undefined {
  if (bytes.length < HEADER || decodeLatin1(bytes.subarray(0, 4)) !== "TZif" || (bytes[4] as number) < 0x32)
    return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const second = HEADER + sizeOf(countsAt(view, 0), 4);
  const counts = countsAt(view, second);
  const times = second + HEADER;
  const indexes = times + counts.times * 8;
  const types = indexes + counts.times;
  let index = -1;
  for (let i = 0; i < counts.times && Number(view.getBigInt64(times + i * 8)) <= seconds; i++) index = i;
  const footer = decodeLatin1(bytes.subarray(second + HEADER + sizeOf(counts, 8))).trim();
  if (index === counts.times - 1 && footer !== "") return parseZone(footer);
  const type = types + 6 * (index < 0 ? 0 : view.getUint8(indexes + index));
  const letters = types + counts.types * 6 + view.getUint8(type + 5);
  const end = bytes.indexOf(0, letters);
  return { offset: view.getInt32(type), name: decodeLatin1(bytes.subarray(letters, end)) };
}
