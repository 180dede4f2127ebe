// Passwords as /etc/shadow keeps them: `$5$SALT$HASH` is SHA-256 crypt (U. Drepper's specification), which
// crypt(3) knows as well. Hashes of other kinds match nothing: what they were made from cannot be told here.

import { sha256Hex } from "../../base/digest.ts";
import { concat, encode } from "../../base/utf8.ts";
import type { Sys } from "../../kernel/sys.ts";

const ROUNDS = 5000;
const DIGITS = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

const sha256 = (...parts: readonly Uint8Array[]): Uint8Array => {
  const hex = sha256Hex(concat(parts));
  return Uint8Array.from({ length: 32 }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16));
};

/** So many bytes of a digest, over and over. */
function stretched(digest: Uint8Array, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => digest[i % digest.length] as number);
}

/** The bytes of the digest in the order in which its letters are made, three and three. */
const ORDER = [
  [0, 10, 20], [21, 1, 11], [12, 22, 2], [3, 13, 23], [24, 4, 14], [15, 25, 5], [6, 16, 26], [27, 7, 17], [18, 28, 8], [9, 19, 29],
] as const; // prettier-ignore

function letters(digest: Uint8Array): string {
  const group = (value: number, count: number): string => {
    let text = "";
    for (let i = 0; i < count; i++) text += DIGITS[(value >>> (6 * i)) & 63];
    return text;
  };
  const at = (i: number): number => digest[i] as number;
  const body = ORDER.map(([a, b, c]) => group((at(a) << 16) | (at(b) << 8) | at(c), 4)).join("");
  return body + group((at(31) << 8) | at(30), 3);
}

export function sha256Crypt(password: string, salt: string, rounds = ROUNDS): string {
  const key = encode(password);
  const grain = encode(salt.slice(0, 16));
  const b = sha256(key, grain, key);
  const parts: Uint8Array[] = [key, grain, stretched(b, key.length)];
  for (let n = key.length; n > 0; n >>>= 1) parts.push((n & 1) !== 0 ? b : key);
  let digest = sha256(...parts);
  const p = stretched(sha256(...Array.from({ length: key.length }, () => key)), key.length);
  const s = stretched(
    sha256(...Array.from({ length: 16 + (digest[0] as number) }, () => grain)),
    grain.length,
  );
  for (let round = 0; round < rounds; round++) {
    const odd = (round & 1) !== 0;
    const pieces: Uint8Array[] = [odd ? p : digest];
    if (round % 3 !== 0) pieces.push(s);
    if (round % 7 !== 0) pieces.push(p);
    pieces.push(odd ? digest : p);
    digest = sha256(...pieces);
  }
  const said = rounds === ROUNDS ? "" : `rounds=${rounds}$`;
  return `$5$${said}${salt.slice(0, 16)}$${letters(digest)}`;
}

export function newHash(sys: Sys, password: string): string {
  const salt = Array.from(sys.random(16), (byte) => DIGITS[byte & 63]).join("");
  return sha256Crypt(password, salt);
}

/** An empty field of shadow needs no password; `!` and `*` take none. */
export function matches(password: string, hash: string): boolean {
  if (hash === "") return password === "";
  const match = /^\$5\$(?:rounds=(\d+)\$)?([^$]*)\$/.exec(hash);
  if (match === null) return false;
  return (
    sha256Crypt(password, match[2] as string, match[1] === undefined ? ROUNDS : Number(match[1])) === hash
  );
}
