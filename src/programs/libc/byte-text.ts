// Text with one char for each byte, for programs that count or cut bytes as the C locale has them. What is all
// ASCII, as most text is, takes the fast way; such text is the same in UTF-8.

import { decode, decodeLatin1, encode, encodeLatin1 } from "../../base/utf8.ts";

const NOT_ASCII = /[^\0-\x7f]/;

export const isAsciiText = (text: string): boolean => !NOT_ASCII.test(text);

export function isAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if ((bytes[i] as number) > 127) return false;
  return true;
}

export const decodeBytes = (bytes: Uint8Array): string =>
  isAscii(bytes) ? decode(bytes) : decodeLatin1(bytes);

export const encodeBytes = (text: string): Uint8Array =>
  NOT_ASCII.test(text) ? encodeLatin1(text) : encode(text);

/** Text of an argument or a name, one char for each of its bytes. */
export const bytesOf = (text: string): string => (NOT_ASCII.test(text) ? decodeLatin1(encode(text)) : text);

/** …and back. */
export const textOf = (bytes: string): string =>
  NOT_ASCII.test(bytes) ? decode(encodeLatin1(bytes)) : bytes;
