// What this machine's system has to say of a file, in the words that people know from their shell. Relies on the
// shape of Node's messages: "ENOENT: no such file or directory, open 'x'".

/** Undefined if the error is not the system's. */
export function systemError(error: unknown, file: string): string | undefined {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) return undefined;
  const reason = /^[A-Z0-9]+: ([^,]+)/.exec(message)?.[1] ?? message;
  return `${file}: ${reason}`;
}
