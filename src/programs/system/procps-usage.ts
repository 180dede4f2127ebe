// What procps' programs say when they are called wrongly: a blank line, the usage, where to read more; and the
// name of the package for --version. Not here: their lists of options.

export const PROCPS = "procps-ng 4.0.4";

export const usageOf = (name: string, words: string): string =>
  `\nUsage:\n ${name} ${words}\n\nFor more details see ${name}(1).\n`;

/** For CommandSpec.misuse. */
export const procpsMisuse =
  (program: string, words = "[options]") =>
  (name: string, message: string): string =>
    `${name}: ${message}\n${usageOf(program, words)}`;
