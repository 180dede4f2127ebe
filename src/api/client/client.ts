// The client port of the Engine API: what the docker command, compose and others use to speak to a daemon
// from inside the world. It connects through the simulated kernel (so permissions and networks count), keeps
// one connection for requests that are answered at once, and opens one for every stream.

import { failed, type Errno } from "../../base/errno.ts";
import { SIGINT } from "../../base/signals.ts";
import type { Fd, Sys, Task } from "../../kernel/sys.ts";
import type { SocketAddress } from "../../kernel/sockets.ts";
import { isAnswer, isStream, type ErrorBody, type Request } from "../wire/message.ts";
import type { AnswerOf, BodyOf, HeadOf, OperationName, QueryOf, StreamName } from "../wire/operations.ts";

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
export class ApiStream<T, H = undefined> {
  constructor(
    private readonly sys: Sys,
    readonly fd: Fd,
    /** what came with its beginning */
    readonly head: H,
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
    public version: string,
    /** asked when a handled signal interrupts a wait: true gives the call up, with EINTR */
    private readonly givesUp = (): boolean => sys.takeSignals().includes(SIGINT),
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
      query: asking.query ?? {},
      body: asking.body,
      version: this.version,
    };
  }

  /** What comes next on a connection. */
  private *receive(fd: Fd): Task<object | Errno> {
    for (;;) {
      const message = yield* this.sys.receive(fd);
      if (message === undefined) return "ECONNRESET";
      if (message !== "EINTR") return message;
      if (this.givesUp()) return message;
    }
  }

  private *answer<K extends OperationName>(fd: Fd): Task<Called<AnswerOf<K>>> {
    for (;;) {
      const answer = yield* this.receive(fd);
      if (failed(answer)) return lost(answer);
      if (!isAnswer(answer)) continue;
      return answer.status < 400
        ? { ok: true, value: answer.body as AnswerOf<K>, status: answer.status }
        : refusal(answer.status, answer.body);
    }
  }

  /** Asks for something that is answered with one message. */
  *call<K extends OperationName>(operation: K, asking: Asking<K> = {}): Task<Called<AnswerOf<K>>> {
    const fd = this.idle ?? (yield* this.connect());
    if (failed(fd)) return lost(fd);
    this.idle = fd;
    const sent = this.sys.send(fd, this.request(operation, asking));
    const answer = sent === undefined ? yield* this.answer<K>(fd) : lost(sent);
    if (!answer.ok && answer.failure.kind === "connection") this.forget(fd);
    return answer;
  }

  /** An answer may still come on it, to nobody. */
  private forget(fd: Fd): void {
    void this.sys.close(fd);
    this.idle = undefined;
  }

  /** The same on a connection of its own, for several at a time: `finish` takes the answer. */
  *begin<K extends OperationName>(operation: K, asking: Asking<K> = {}): Task<Called<Fd>> {
    const fd = yield* this.connect();
    if (failed(fd)) return lost(fd);
    const sent = this.sys.send(fd, this.request(operation, asking));
    return sent === undefined ? { ok: true, value: fd, status: 0 } : lost(sent);
  }

  *finish<K extends OperationName>(fd: Fd): Task<Called<AnswerOf<K>>> {
    const answer = yield* this.answer<K>(fd);
    void this.sys.close(fd);
    return answer;
  }

  /** Asks for something that is answered with a stream, on a connection of its own. */
  *open<K extends StreamName>(
    operation: K,
    asking: Asking<K> = {},
  ): Task<Called<ApiStream<AnswerOf<K>, HeadOf<K>>>> {
    const begun = yield* this.begin(operation, asking);
    if (!begun.ok) return begun;
    const first = yield* this.receive(begun.value);
    if (failed(first)) return lost(first);
    if (isStream(first)) {
      const stream = new ApiStream<AnswerOf<K>, HeadOf<K>>(this.sys, begun.value, first.head as HeadOf<K>);
      return { ok: true, value: stream, status: first.status };
    }
    void this.sys.close(begun.value);
    return isAnswer(first) ? refusal(first.status, first.body) : lost("EPROTO");
  }
}
