// When keys expire: times in seconds or milliseconds, from now on or since 1970, as EXPIRE and SET take them.
// Relies on numbers.ts. All instants are milliseconds since 1970.

import { parseWhole } from "./numbers.ts";
import { fault, NOT_INTEGER, type Reply } from "./reply.ts";

const MAX_TIME = 2 ** 53;

/** `unit` is EX, PX, EXAT or PXAT in small letters; a time that makes no sense is an error of `name`. */
export function parseExpiry(unit: string, text: string, now: number, name: string): number | Reply {
  const time = parseWhole(text);
  if (time === undefined) return NOT_INTEGER;
  const at = instantOfExpiry(unit, time, now);
  return time > 0 && at < MAX_TIME ? at : fault(`ERR invalid expire time in '${name.toLowerCase()}' command`);
}

export const instantOfExpiry = (unit: string, time: number, now: number): number =>
  (unit.startsWith("ex") ? time * 1000 : time) + (unit.endsWith("at") ? 0 : now);
