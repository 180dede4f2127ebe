// The client port of the Engine API: what the docker command, compose and others use to speak to a daemon
// from inside the world. It connects through the simulated kernel (so permissions and networks count), keeps
// one connection for requests that are answered at once, and opens one for every stream.

import { failed, type Errno } from "../../base/errno.ts";
import { SIGINT } from "../../base/signals.ts";
import type { Fd, Sys, Task } from "../../kernel/sys.ts";
import type { SocketAddress } from "../../kernel/sockets.ts";
import { isAnswer, isStream, type ErrorBody, type Query, type Request } from "../wire/message.ts";
import type { AnswerOf, BodyOf, OperationName, QueryOf, StreamName } from "../wire/operations.ts";

export type Failure =
  /** nobody answers there */
  | { readonly kind: "connection"; readonly errno: Errno }
  /** the daemon refused, in its own words */
  | { readonly kind: "daemon"; readonly status: number; readonly message: string };

export type Called<T> =
  | { readonly ok: true; readonly value: T; readonly status: number }
  | { readonly ok: false; readonly failure: Failure };

export interface Asking<K extends OperationName> {
  readonly target?: string;
  readonly query?: QueryOf<K>;
  readonly body?: BodyOf<K>;
}

const lost = (errno: Errno): { readonly ok: false; readonly failure: Failure } => ({
  ok: false,
  failure: { kind: "connection", errno },
});

function refusal(status: number, body: unknown): { readonly ok: false; readonly failure: Failure } {
  const { message } = body as ErrorBody;
  return { ok: false, failure: { kind: "daemon", status, message } };
}

/** Items of a streaming answer, and the way back for what a container reads. */
export class ApiStream<T> {
  constructor(
    private readonly sys: Sys,
    readonly fd: Fd,
  ) {}

  /** The next item; undefined at the end; EINTR if a handled signal came. */
  *next(): Task<T | undefined | "EINTR"> {
    const item = yield* this.sys.receive(this.fd);
    if (item === "EINTR") return item;
    return failed(item) ? undefined : (item as T | undefined);
  }

  write(bytes: Uint8Array): Task<number | Errno> {
    return this.sys.write(this.fd, bytes);
  }

  /** Nothing more will be written. */
  closeWrite(): void {
    void this.sys.shutdown(this.fd, "write");
  }

  close(): void {
    void this.sys.close(this.fd);
  }
}

export class ApiClient {
  private idle: Fd | undefined;

  constructor(
    private readonly sys: Sys,
    readonly address: SocketAddress,
    /** of the API, to be spoken: "1.51" */
    readonly version: string,
  ) {}

  private *connect(): Task<Fd | Errno> {
    const { address, sys } = this;
    const kind =
      address.family === "unix"
        ? { family: "unix" as const, type: "stream" as const }
        : { family: address.family, type: "stream" as const };
    const fd = sys.socket(kind);
    if (failed(fd)) return fd;
    void sys.closeOnExec(fd, true);
    const refused = yield* sys.connect(fd, address);
    if (refused === undefined) return fd;
    void sys.close(fd);
    return refused;
  }

  private request<K extends OperationName>(operation: K, asking: Asking<K>): Request {
    return {
      operation,
      target: asking.target ?? "",
      query: (asking.query ?? {}) as Query,
      body: asking.body,
      version: this.version,
    };
  }

  /** Asks for something that is answered with one message. */
  *call<K extends OperationName>(operation: K, asking: Asking<K> = {}): Task<Called<AnswerOf<K>>> {
    const fd = this.idle ?? (yield* this.connect());
    if (failed(fd)) return lost(fd);
    this.idle = fd;
    const sent = this.sys.send(fd, this.request(operation, asking));
    if (sent !== undefined) return lost(sent);
    for (;;) {
      const answer = yield* this.sys.receive(fd);
      if (answer === "EINTR") {
        if (this.interrupted()) return lost("EINTR");
        continue;
      }
      if (failed(answer) || answer === undefined) return lost("ECONNRESET");
      if (!isAnswer(answer)) continue;
      return answer.status < 400
        ? { ok: true, value: answer.body as AnswerOf<K>, status: answer.status }
        : refusal(answer.status, answer.body);
    }
  }

  /** Ctrl-c ends a call that waits; other handled signals are the caller's business later. */
  private interrupted(): boolean {
    return this.sys.takeSignals().includes(SIGINT);
  }

  /** Asks for something that is answered with a stream, on a connection of its own. */
  *open<K extends StreamName>(operation: K, asking: Asking<K> = {}): Task<Called<ApiStream<AnswerOf<K>>>> {
    const fd = yield* this.connect();
    if (failed(fd)) return lost(fd);
    const sent = this.sys.send(fd, this.request(operation, asking));
    if (sent !== undefined) return lost(sent);
    const first = yield* this.sys.receive(fd);
    if (failed(first) || first === undefined) return lost("ECONNRESET");
    if (isStream(first))
      return { ok: true, value: new ApiStream<AnswerOf<K>>(this.sys, fd), status: first.status };
    void this.sys.close(fd);
    return isAnswer(first) ? refusal(first.status, first.body) : lost("EPROTO");
  }
}
