// Telling a script from something that is none, as shells do before they read it: a NUL in the first line of what
// they see of it. Relies on nothing. Not here: what a real executable is (the kernel's executables.ts).

export function isBinary(bytes: Uint8Array): boolean {
  const newline = bytes.indexOf(10);
  const zero = bytes.subarray(0, 80).indexOf(0);
  return zero >= 0 && (newline < 0 || zero < newline);
}
