// Questions that a program asks on standard error and answers that come on standard input, as rm -i and cp -i
// do it: what begins with y is yes, the end of the input is no.

import { encode } from "../../base/utf8.ts";
import type { Task } from "../../kernel/sys.ts";
import type { Io } from "./command.ts";
import type { Lines } from "./input.ts";

/** One for each run: the answers to later questions may have been read with the first. */
export class Prompter {
  private answers: Lines | undefined;

  constructor(private readonly io: Io) {}

  /** `question` is printed after the program's name, without a newline. */
  confirms(question: string): Task<boolean> {
    return this.confirmsBare(`${this.io.name}: ${question}`);
  }

  /** …or without the name. */
  *confirmsBare(question: string): Task<boolean> {
    const { io } = this;
    yield* io.out.flush();
    yield* io.sys.write(2, encode(question));
    this.answers ??= io.lines(0);
    const answer = yield* this.answers.next();
    return answer !== undefined && /^[yY]/.test(answer);
  }
}
