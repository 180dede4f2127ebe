// What is known about the place of a command when it is run: who looks at its status, and what comes after it.
// Relies on nothing. Not here: how commands are run (evaluate.ts).

/** Its status is looked at by somebody: -e does not count. */
export const TESTED = 1;
/** Nothing comes after it in this process: a program may take the process's place. */
export const LAST = 2;
