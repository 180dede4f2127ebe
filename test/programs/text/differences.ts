// Recorded calls that the simulated programs answer differently, with the reason why.

export const DIFFERENCES: ReadonlyMap<string, string> = new Map([
  [
    'gnu: ["sort","--sort=bad","n"]',
    "exits with 1 although sort's other wrong options are 2; the words are the same",
  ],
  ['gnu: ["grep","--directories=bad","hello","d"]', "GNU grep adds its usage line here and exits with 1"],
  ['gnu: ["sed","e echo hi","g"]', "the machine of this test has no shell"],
]);
