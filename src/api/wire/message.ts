// What client and daemon say to each other on one connection: requests by the API's own operation names,
// answers with HTTP's status. In the same world these objects travel as they are; on a real socket
// http.ts writes and reads them as HTTP.

import type { OperationName } from "./operations.ts";

/** Values as they stand in a URL; a list is one name several times. */
export type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface Request {
  readonly operation: OperationName;
  /** {id} or {name} of the path */
  readonly target: string;
  readonly query: Query;
  readonly body: unknown;
  /** of the API, as in /v1.51/; "" for the daemon's own */
  readonly version: string;
}

/** Ends a request that is no stream. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: ReadonlyMap<string, string>;
}

/** Comes before a stream: what follows are items until the connection ends. */
export interface StreamBegins {
  readonly status: 101 | 200;
  readonly stream: true;
  /** what HTTP says in headers beside the bytes: the stat of an archive's path (operations.ts `head`) */
  readonly head?: unknown;
}

export interface ErrorBody {
  readonly message: string;
}

export const isAnswer = (message: object): message is Answer => "status" in message && !("stream" in message);
export const isStream = (message: object): message is StreamBegins =>
  "stream" in message && "status" in message;
