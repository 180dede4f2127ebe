// How a command ends that did not go well: what is printed on standard error, and the exit status. Errors are values
// from the request to the program's end; commands hand them on, or join several.

export interface ClientError {
  /** "" prints nothing */
  readonly message: string;
  readonly exit: number;
  /** HTTP's, where the daemon refused */
  readonly status?: number;
  /** nobody answered */
  readonly unconnected?: true;
  /** the user ended it: printed nowhere, whatever else went wrong */
  readonly interrupted?: true;
}

/** What a command comes to: nothing to say and exit status 0, or an error. */
export type Outcome = ClientError | undefined;

export const clientError = (message: string, exit = 1): ClientError => ({ message, exit });

export const isNotFound = (error: ClientError): boolean => error.status === 404;

/** Go's errors.Join: the messages under each other. */
export function joinErrors(errors: readonly ClientError[]): Outcome {
  if (errors.length < 2) return errors[0];
  return (
    errors.find(({ interrupted }) => interrupted) ?? clientError(errors.map((e) => e.message).join("\n"))
  );
}

/** An error with words before it; its exit status and kind stay. */
export const wrapError = (error: ClientError, before: string): ClientError => ({
  ...error,
  message: `${before}: ${error.message}`,
});
