// random(3) of the GNU C library (its default additive generator), by which mawk and busybox make awk's rand(), so that
// seeded programs print the numbers that they print elsewhere.

const DEGREE = 31;
const SEPARATION = 3;
const WARM_UP = 310;
export const RANDOM_MOST = 0x7fffffff;

export class RandomNumbers {
  private state: number[] = [];
  private at = 0;

  constructor(seed: number) {
    this.seed(seed);
  }

  seed(seed: number): void {
    let word = seed >>> 0 || 1;
    const state = [word | 0];
    for (let i = 1; i < DEGREE; i++) {
      const high = Math.trunc((word | 0) / 127_773);
      let next = 16_807 * ((word | 0) - high * 127_773) - 2836 * high;
      if (next < 0) next += RANDOM_MOST;
      word = next;
      state.push(word);
    }
    this.state = state;
    this.at = 0;
    for (let i = 0; i < WARM_UP; i++) this.next();
  }

  /** 0 to RANDOM_MOST */
  next(): number {
    const { state, at } = this;
    const front = (at + SEPARATION) % DEGREE;
    const sum = ((state[front] as number) + (state[at] as number)) | 0;
    state[front] = sum;
    this.at = (at + 1) % DEGREE;
    return sum >>> 1;
  }
}
