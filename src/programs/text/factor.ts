// factor: the prime factors of numbers, from words or from standard input. By trial division; numbers beyond 2^53 are refused
// in one plain line.

import { command } from "../libc/command.ts";
import { quoted } from "../libc/quote.ts";

function factorsOf(number: number): number[] {
  const factors: number[] = [];
  let rest = number;
  for (let divisor = 2; divisor * divisor <= rest; divisor += divisor === 2 ? 1 : 2)
    while (rest % divisor === 0) {
      factors.push(divisor);
      rest /= divisor;
    }
  return rest > 1 ? [...factors, rest] : factors;
}

export const factor = command(
  { name: "factor", gnu: "h/exponents", busybox: "", raw: "busybox", usage: "[NUMBER]..." },
  function* (io) {
    const words = [...io.operands];
    if (words.length === 0) {
      const lines = io.lines(0);
      for (let line = yield* lines.next(); line !== undefined; line = yield* lines.next())
        words.push(...line.split(/\s+/).filter((word) => word !== ""));
    }
    for (const word of words) {
      const number = Number(word.replace(/^\+/, ""));
      if (!/^\+?\d+$/.test(word)) {
      if (io.family === "busybox") return yield* io.misuse("");
      yield* io.complain(`${quoted(io, word)} is not a valid positive integer`);
    } else if (number > Number.MAX_SAFE_INTEGER) yield* io.complain(`${word}: numbers beyond 2^53 are not modelled`); // prettier-ignore
    else yield* io.print(`${number}:${factorsOf(number).map((one) => ` ${one}`).join("")}\n`); // prettier-ignore
    }
    return io.status;
  },
);
