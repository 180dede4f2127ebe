// The endings of split's pieces: aa, ab, … zz. Without a length of their own they grow: after yz comes zaaa,
// so that they stay in order. Not here: the prefix and what follows.

export class SuffixMaker {
  constructor(
    private readonly digits: string,
    /** undefined: two to begin with, and longer when they run out */
    private readonly length: number | undefined,
    private readonly first: number,
  ) {}

  /** undefined when all have been used. */
  at(count: number): string | undefined {
    const base = this.digits.length;
    let n = this.first + count;
    if (this.length !== undefined || this.first > 0) {
      const length = this.length ?? 2;
      return n < base ** length ? this.write(n, length) : undefined;
    }
    let prefix = "";
    for (let length = 2; ; length++) {
      const room = (base - 1) * base ** (length - 1);
      if (n < room) return prefix + this.write(n, length);
      n -= room;
      prefix += this.digits[base - 1] as string;
    }
  }

  private write(n: number, length: number): string {
    let text = "";
    for (let rest = n, i = 0; i < length; i++) {
      text = (this.digits[rest % this.digits.length] as string) + text;
      rest = Math.floor(rest / this.digits.length);
    }
    return text;
  }
}
