// Which lines a command's addresses select. A range remembers that it is open and where it is to end; everything
// else is decided by the line alone. Whether a line is the last may have to be looked up first.

import type { Pattern, RangeEnd, Address, Selection } from "./script.ts";
import type { Input } from "./input.ts";

/** undefined: there is no expression to go by. */
export type Matches = (regex: Pattern) => boolean | undefined;

interface State {
  open: boolean;
  /** a range from line 0 or from a line's number begins once */
  begun: boolean;
  /** the line at which it ends, if that is known */
  end: number;
}

/** undefined: the next line must be looked for first. */
type Answer = boolean | undefined | "no previous regular expression";

export class Ranges {
  private states: (State | undefined)[];

  constructor(private readonly size: number) {
    this.states = new Array<undefined>(size);
  }

  /** Another file begins, with line 1. */
  reset(): void {
    this.states = new Array<undefined>(this.size);
  }

  hasEnded(index: number): boolean {
    return this.states[index]?.open !== true;
  }

  selects(index: number, { from, to, negated }: Selection, input: Input, matches: Matches): Answer {
    const answer =
      to === undefined
        ? from === undefined || isAt(from, input, matches)
        : this.inRange(index, from as Address, to, input, matches);
    return typeof answer === "boolean" ? answer !== negated : answer;
  }

  private inRange(index: number, from: Address, to: RangeEnd, input: Input, matches: Matches): Answer {
    let state = this.states[index];
    if (state === undefined) {
      const zero = from.kind === "line" && from.line === 0 && to.kind === "regex";
      this.states[index] = state = { open: zero, begun: zero, end: 0 };
    }
    return state.open ? goOn(state, to, input, matches) : begin(state, from, to, input, matches);
  }
}

function isAt(address: Address, input: Input, matches: Matches): Answer {
  switch (address.kind) {
    case "line":
      return input.number === address.line;
    case "step":
      return input.number >= address.first && (input.number - address.first) % address.step === 0;
    case "last": {
      const { hasNext } = input;
      return hasNext === undefined ? undefined : !hasNext;
    }
    case "regex":
      return matches(address.regex) ?? "no previous regular expression";
  }
}

function begin(state: State, from: Address, to: RangeEnd, input: Input, matches: Matches): Answer {
  const here = isAt(from, input, matches);
  if (here !== true) return here;
  const { number } = input;
  switch (to.kind) {
    case "line":
      state.end = to.line;
      break;
    case "plus":
      state.end = number + to.lines;
      break;
    case "multiple":
      state.end = to.of === 0 ? number : number + to.of - (number % to.of);
      break;
    case "last": {
      const { hasNext } = input;
      if (hasNext === undefined) return undefined;
      state.open = hasNext;
      return true;
    }
    case "regex":
    case "step":
      state.open = true;
      return true;
  }
  state.open = state.end > number;
  return true;
}

function goOn(state: State, to: RangeEnd, input: Input, matches: Matches): Answer {
  if (to.kind === "regex" || to.kind === "last" || to.kind === "step") {
    const here = isAt(to, input, matches);
    if (typeof here !== "boolean") return here;
    if (here) state.open = false;
    return true;
  }
  if (input.number >= state.end) state.open = false;
  return input.number <= state.end;
}
