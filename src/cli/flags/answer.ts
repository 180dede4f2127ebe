// What a program prints and exits with when its command line is not one to carry out: help, or what is wrong with it.
// Relies on nothing.

export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
}

export const FLAG_ERROR_EXIT = 125;

export const failWith = (stderr: string, exit = 1): Answer => ({ stdout: "", stderr: `${stderr}\n`, exit });
