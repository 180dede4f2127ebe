// Text to bytes and back without loss: a byte that is no UTF-8 becomes a lone surrogate (U+DC80 + byte - 128,
// as Python's surrogateescape has it) and that becomes the byte again. TextEncoder and TextDecoder are the
// same in Node and in browsers and depend on nothing outside, so they are allowed here and nowhere else.

declare const TextEncoder: new () => { encode(text: string): Uint8Array };
declare const TextDecoder: new (
  label: string,
  options: { ignoreBOM: boolean },
) => { decode(bytes: Uint8Array, options?: { stream: boolean }): string };

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const EMPTY = new Uint8Array(0);

/** Short ASCII, which is most of what programs print, is copied by hand: several times faster. */
const BY_HAND = 64;

const ESCAPED = /(?<![\ud800-\udbff])[\udc80-\udcff]/;
const REPLACEMENT = "\ufffd";

export function encode(text: string): Uint8Array {
  const n = text.length;
  if (n === 0) return EMPTY;
  if (n > BY_HAND) return encodeLong(text);
  const bytes = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    const c = text.charCodeAt(i);
    if (c > 127) return encodeLong(text);
    bytes[i] = c;
  }
  return bytes;
}

function encodeLong(text: string): Uint8Array {
  if (!ESCAPED.test(text)) return encoder.encode(text);
  const parts: Uint8Array[] = [];
  for (const piece of text.split(/((?<![\ud800-\udbff])[\udc80-\udcff])/)) {
    const code = piece.length === 1 ? piece.charCodeAt(0) : 0;
    if (code >= 0xdc80 && code <= 0xdcff) parts.push(Uint8Array.of(code - 0xdc00));
    else if (piece !== "") parts.push(encoder.encode(piece));
  }
  return concat(parts);
}

export function decode(bytes: Uint8Array): string {
  const n = bytes.length;
  if (n > BY_HAND) return decodeLong(bytes);
  let text = "";
  for (let i = 0; i < n; i++) {
    const c = bytes[i] as number;
    if (c > 127) return decodeLong(bytes);
    text += String.fromCharCode(c);
  }
  return text;
}

function decodeLong(bytes: Uint8Array): string {
  const text = decoder.decode(bytes);
  return text.includes(REPLACEMENT) ? decodeBySequence(bytes) : text;
}

/** For readers that know nothing of our lone surrogates: each malformed sequence becomes U+FFFD. */
export const decodeWithReplacement = (bytes: Uint8Array): string => decoder.decode(bytes);

/** Some bytes are no UTF-8, or the replacement character itself is in the text: sequence by sequence. */
function decodeBySequence(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length;) {
    const length = sequenceLength(bytes, i);
    if (length === 0) text += String.fromCharCode(0xdc00 + (bytes[i] as number));
    else text += decoder.decode(bytes.subarray(i, i + length));
    i += Math.max(1, length);
  }
  return text;
}

/** Bytes of the well-formed sequence that begins at `at`; 0 if none does (Unicode, table 3-7). */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number;
  if (first < 0x80) return 1;
  const length =
    first >= 0xc2 && first < 0xe0
      ? 2
      : first >= 0xe0 && first < 0xf0
        ? 3
        : first >= 0xf0 && first < 0xf5
          ? 4
          : 0;
  if (length === 0 || at + length > bytes.length) return 0;
  const second = bytes[at + 1] as number;
  const least = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const most = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < least || second > most) return 0;
  for (let i = 2; i < length; i++) if (((bytes[at + i] as number) & 0xc0) !== 0x80) return 0;
  return length;
}

/** One char per byte: for programs that must not lose bytes that are no UTF-8. */
export function decodeLatin1(bytes: Uint8Array): string {
  let text = "";
  const step = 8192;
  for (let i = 0; i < bytes.length; i += step)
    text += String.fromCharCode.apply(null, bytes.subarray(i, i + step) as unknown as number[]);
  return text;
}

export function encodeLatin1(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 0) return EMPTY;
  if (parts.length === 1) return parts[0] as Uint8Array;
  let size = 0;
  for (const part of parts) size += part.length;
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
