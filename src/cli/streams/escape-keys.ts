// The keys that leave a container running, as the client itself watches for them on a terminal (moby/term
// NewEscapeProxy). Keys that begin the sequence are held back until it is whole or broken; the key that breaks it does
// not begin another.

import { parseDetachKeys } from "../opts/detach-keys.ts";

/** ctrl-p, ctrl-q */
const DEFAULT_KEYS = [16, 17];

export interface Passed {
  readonly bytes: Uint8Array;
  /** the sequence is whole: nothing more is to be read */
  readonly escaped: boolean;
}

export class EscapeKeys {
  private matched = 0;

  constructor(private readonly keys: readonly number[]) {}

  filter(bytes: Uint8Array): Passed {
    const pass: number[] = [];
    for (const byte of bytes) {
      if (byte === this.keys[this.matched]) {
        if (++this.matched === this.keys.length) return { bytes: Uint8Array.from(pass), escaped: true };
        continue;
      }
      for (let i = 0; i < this.matched; i++) pass.push(this.keys[i] as number);
      pass.push(byte);
      this.matched = 0;
    }
    return { bytes: pass.length === bytes.length ? bytes : Uint8Array.from(pass), escaped: false };
  }
}

/** The default ones for none, and, with a warning, for what is no list of keys. */
export function escapeKeys(text: string): {
  readonly keys: EscapeKeys;
  readonly warning: string | undefined;
} {
  const parsed = text === "" ? undefined : parseDetachKeys(text);
  if (parsed?.ok === true) return { keys: new EscapeKeys(parsed.value), warning: undefined };
  const warning = parsed && `invalid detach escape keys, using default: ${parsed.error}`;
  return { keys: new EscapeKeys(DEFAULT_KEYS), warning };
}
