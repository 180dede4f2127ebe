// Text to bytes and back. TextEncoder and TextDecoder are the same in Node and in browsers and depend on
// nothing outside, so they are allowed here and nowhere else.

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

export function encode(text: string): Uint8Array {
  const n = text.length;
  if (n === 0) return EMPTY;
  if (n > BY_HAND) return encoder.encode(text);
  const bytes = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    const c = text.charCodeAt(i);
    if (c > 127) return encoder.encode(text);
    bytes[i] = c;
  }
  return bytes;
}

/** Invalid sequences become U+FFFD, as a terminal shows them. */
export function decode(bytes: Uint8Array): string {
  const n = bytes.length;
  if (n > BY_HAND) return decoder.decode(bytes);
  let text = "";
  for (let i = 0; i < n; i++) {
    const c = bytes[i] as number;
    if (c > 127) return decoder.decode(bytes);
    text += String.fromCharCode(c);
  }
  return text;
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
