// The keys that leave a container running: ctrl-p ctrl-q, or what --detach-keys says (moby/term ToBytes,
// proxy.go). Keys that begin the sequence are held back until it is whole or broken.

const DEFAULT = "ctrl-p,ctrl-q";

function keyOf(word: string): number | undefined {
  if (word.length === 1) return word.charCodeAt(0);
  const control = /^ctrl-([a-z@[\\\]^_])$/.exec(word.toLowerCase())?.[1];
  return control === undefined ? undefined : control === "@" ? 0 : control.charCodeAt(0) & 0x1f;
}

export class DetachKeys {
  private matched = 0;

  private constructor(private readonly keys: readonly number[]) {}

  /** Their character codes, as inspect shows them. */
  get codes(): readonly number[] {
    return this.keys;
  }

  /** Undefined if it is no list of keys; "" stands for the default. */
  static parse(text: string): DetachKeys | undefined {
    const keys = (text || DEFAULT).split(",").map(keyOf);
    return keys.every((key) => key !== undefined) ? new DetachKeys(keys) : undefined;
  }

  filter(bytes: Uint8Array): { readonly pass: Uint8Array; readonly detach: boolean } {
    const pass: number[] = [];
    for (const byte of bytes) {
      if (byte === this.keys[this.matched]) {
        if (++this.matched === this.keys.length) return { pass: Uint8Array.from(pass), detach: true };
        continue;
      }
      pass.push(...this.keys.slice(0, this.matched), byte);
      this.matched = 0;
    }
    return { pass: Uint8Array.from(pass), detach: false };
  }
}
