// A connection taken over for the streams of a container or exec (docker/cli container/hijack.go): standard input goes to
// it, what comes is printed. On a terminal input is raw meanwhile, and the escape keys end it. Everything that the client
// waits for at the same time is waited for in one poll: input, output, the answer to a wait, signals, time.

import { failed, type Errno } from "../../base/errno.ts";
import { decode } from "../../base/utf8.ts";
import type { Instant } from "../../base/time.ts";
import type { ApiStream } from "../../api/client/client.ts";
import type { OutputItem } from "../../api/wire/operations.ts";
import type { PollItem, Task } from "../../kernel/sys.ts";
import { RAW, type Termios } from "../../kernel/terminal.ts";
import type { Client } from "../client.ts";
import { clientError, type ClientError } from "../client-error.ts";
import { log } from "../logger.ts";
import { escapeKeys, type EscapeKeys } from "./escape-keys.ts";

/** Bytes of input that are sent at a time. */
const CHUNK = 32_768;

export interface Streams {
  readonly stdin: boolean;
  /** of standard output and standard error at least one */
  readonly output: boolean;
  readonly tty: boolean;
  /** as written; "" for the default ones */
  readonly detachKeys: string;
}

/** moby/term EscapeError */
export const ESCAPED: ClientError = clientError("read escape sequence");

export class Attachment {
  private readsInput: boolean;
  private printsOutput: boolean;
  private keys: EscapeKeys | undefined;
  private terminal: Termios | undefined;
  /** set once it is over: by the end of the streams, the escape keys or an error */
  over: { readonly error: ClientError | undefined } | undefined;

  constructor(
    private readonly client: Client,
    private readonly stream: ApiStream<OutputItem>,
    private readonly streams: Streams,
  ) {
    this.readsInput = streams.stdin;
    this.printsOutput = streams.output;
  }

  *begin(): Task<void> {
    if (!this.readsInput) {
      this.stream.closeWrite();
      if (!this.printsOutput) this.finish(undefined);
      return;
    }
    this.client.interrupts.ignoreBrokenPipes();
    if (!this.streams.tty) return;
    const { keys, warning } = escapeKeys(this.streams.detachKeys);
    this.keys = keys;
    this.setRaw();
    if (warning !== undefined) yield* log(this.client, "warning", warning);
  }

  private setRaw(): void {
    const { sys, surroundings } = this.client;
    const before = sys.termios(0);
    if (before === undefined || surroundings.env("NORAW") !== "") return;
    this.terminal = before;
    void sys.setTermios(0, RAW);
  }

  /** The terminal is as it was before. */
  restore(): void {
    if (this.terminal !== undefined) void this.client.sys.setTermios(0, this.terminal);
    this.terminal = undefined;
  }

  private finish(error: ClientError | undefined): void {
    this.restore();
    this.over ??= { error };
  }

  /** What is waited for; input only while there is room for it. */
  pollItems(canSend: boolean): PollItem[] {
    const items: PollItem[] = [];
    if (this.printsOutput) items.push({ fd: this.stream.fd, read: true });
    if (this.readsInput) items.push(canSend ? { fd: 0, read: true } : { fd: this.stream.fd, write: true });
    return items;
  }

  *handle(ready: readonly PollItem[]): Task<void> {
    for (const { fd, read } of ready) {
      if (fd === this.stream.fd && read === true) yield* this.receive();
      else if (fd === 0 && this.readsInput) yield* this.forward();
    }
  }

  private *receive(): Task<void> {
    const item = yield* this.stream.next();
    if (item === "EINTR") return;
    if (item === undefined) {
      this.printsOutput = false;
      return this.finish(undefined);
    }
    const { client } = this;
    if (item.stream === "systemerr") return this.finish(streamError(item.bytes));
    const to = item.stream === "stderr" ? 2 : 1;
    const error = client.interrupts.catchesAll ? yield* client.writeAll(to, item.bytes) : undefined;
    if (error !== undefined) this.finish(error);
    else if (!client.interrupts.catchesAll) yield* client.write(to, item.bytes);
  }

  private *forward(): Task<void> {
    const bytes = yield* this.client.sys.read(0, CHUNK);
    if (bytes === "EINTR" || bytes === "EAGAIN") return;
    if (failed(bytes) || bytes.length === 0) return this.endInput();
    const passed = this.keys === undefined ? { bytes, escaped: false } : this.keys.filter(bytes);
    const sent = passed.bytes.length === 0 ? 0 : yield* this.stream.write(passed.bytes);
    if (passed.escaped) return this.finish(ESCAPED);
    if (failed(sent) && sent !== "EINTR") this.endInput();
  }

  /** No more input; without output that is the end of all. */
  private endInput(): void {
    this.readsInput = false;
    this.restore();
    this.stream.closeWrite();
    if (!this.printsOutput) this.finish(undefined);
  }

  close(): void {
    this.restore();
    this.stream.close();
  }
}

/** What the daemon says among what a container says. */
export const streamError = (bytes: Uint8Array): ClientError =>
  clientError(`error from daemon in stream: ${decode(bytes)}`);

/** What else is to be noticed while streams are carried. */
export interface Watch {
  /** descriptors that end the waiting when there is something to read */
  readonly fds: readonly number[];
  /** called for signals, and when its time has come */
  readonly attend: () => Task<ClientError | undefined>;
  /** when `attend` is wanted, without a signal */
  readonly until: () => Instant | undefined;
}

/** Carries streams until they are over, something else is ready, or what attends says how it ends. */
export function* carry(client: Client, attachment: Attachment, watch: Watch): Task<ClientError | undefined> {
  const { sys } = client;
  let canSend = true;
  while (attachment.over === undefined) {
    const wanted = watch.until();
    const timeout = wanted === undefined ? undefined : Math.max(0, wanted - sys.now());
    const items: PollItem[] = [
      ...attachment.pollItems(canSend),
      ...watch.fds.map((fd) => ({ fd, read: true })),
    ];
    const ready: readonly PollItem[] | Errno = yield* sys.poll(items, timeout);
    if (failed(ready) || ready.length === 0) {
      const ended = yield* watch.attend();
      if (ended !== undefined) return ended;
      continue;
    }
    canSend = !ready.some(({ fd }) => fd === 0);
    yield* attachment.handle(ready);
    if (ready.some(({ fd }) => watch.fds.includes(fd))) return undefined;
  }
  return undefined;
}
