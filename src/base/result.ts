// Expected failures as values. Leaf modules have their own small error types; what reaches the Docker
// API carries one of moby's error kinds (moby errdefs), from which api derives the HTTP status.

export type Ok<T> = { readonly ok: true; readonly value: T };
export type Fail<E> = { readonly ok: false; readonly error: E };
export type Result<T, E = DockerError> = Ok<T> | Fail<E>;

export const ok = <T>(value: T): Ok<T> => ({ ok: true, value });
export const fail = <E>(error: E): Fail<E> => ({ ok: false, error });

export type ErrorKind =
  | "not-found"
  | "invalid-parameter"
  | "conflict"
  | "unauthorized"
  | "forbidden"
  | "unavailable"
  | "not-modified"
  | "not-implemented"
  | "system"
  | "unknown";

/** What the daemon refuses, in the daemon's own words, without the client's prefix. */
export interface DockerError {
  readonly kind: ErrorKind;
  readonly message: string;
}

export const dockerError = (kind: ErrorKind, message: string): Fail<DockerError> => fail({ kind, message });
