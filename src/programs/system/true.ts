// true and false: they do nothing, with and without success. Whatever they are given is ignored, but for
// GNU's --help and --version, which the frame answers.

import { command } from "../libc/command.ts";

export const trueProgram = command({ name: "true", gnu: "", busybox: "", raw: true }, function* () {
  return 0;
});

export const falseProgram = command({ name: "false", gnu: "", busybox: "", raw: true }, function* () {
  return 1;
});
