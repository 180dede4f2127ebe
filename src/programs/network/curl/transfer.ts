// One URL fetched: connection, request, heads, body into the sink, redirects followed, and the errors that curl
// has for what goes wrong. Everything that -w may ask for is gathered on the way.

import { failed } from "../../../base/errno.ts";
import type { Instant } from "../../../base/time.ts";
import { encodeLatin1 } from "../../../base/utf8.ts";
import type { Sys, Task } from "../../../kernel/sys.ts";
import { BodyReader, responseFraming } from "../http/http-body.ts";
import { fieldOf, headOf, readHeadLines, type HttpHead } from "../http/http-head.ts";
import { SocketReader } from "../http/socket-reader.ts";
import { isFailure, openConnection, secondsOf, spent, type Connection, type Failure } from "./connection.ts";
import type { CurlOptions } from "./options.ts";
import type { Reporter } from "./report.ts";
import { headBytes, methodOf, requestFor, type Body, type CurlRequest } from "./request.ts";
import type { Sink } from "./sink.ts";
import { hostAndPort, isUrlProblem, parseUrl, resolveLocation, urlText, type Url } from "./url.ts";
import type { TransferFacts } from "./write-out.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const OK: Failure = { code: 0, message: "" };
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

export class Transfer {
  readonly facts: Mutable<TransferFacts>;
  readonly times: Mutable<TransferFacts["times"]>;
  private readonly started: Instant;
  /** of the document, if it was told */
  private total = 0;

  constructor(
    private readonly sys: Sys,
    private readonly options: CurlOptions,
    private readonly sink: Sink,
    private readonly report: Reporter,
    text: string,
  ) {
    this.started = sys.now();
    this.times = { lookup: 0, connect: 0, pretransfer: 0, firstByte: 0, redirect: 0, total: 0 };
    this.facts = {
      url: text,
      effective: text,
      method: "GET",
      status: 0,
      version: "0",
      fields: [],
      headSize: 0,
      requestSize: 0,
      downloaded: 0,
      uploaded: 0,
      connects: 0,
      redirects: 0,
      redirectUrl: "",
      local: ["", 0],
      remote: ["", 0],
      times: this.times,
      exit: 0,
      error: "",
      file: sink.path ?? "",
    };
  }

  private since(): number {
    return this.sys.now() - this.started;
  }

  *run(body: Body | undefined): Task<Failure> {
    const failure = yield* this.follow(body);
    this.times.total = this.since();
    this.facts.exit = failure.code;
    this.facts.error = failure.message;
    if (failure.code === 0) {
      const { downloaded, uploaded } = this.facts;
      yield* this.report.finish(this.total, downloaded, uploaded, this.times.total);
      yield* this.sink.close();
    } else {
      yield* this.report.abandon();
      this.sink.abandon();
    }
    return failure;
  }

  private *follow(given: Body | undefined): Task<Failure> {
    const { options, facts } = this;
    let text = facts.url;
    let method = methodOf(options, given);
    let body = given;
    for (;;) {
      const url = parseUrl(text);
      if (isUrlProblem(url)) return url;
      facts.effective = urlText(url);
      const failure = yield* this.once(url, body, method);
      const location = fieldOf(facts.fields, "location");
      if (failure.code !== 0 || !REDIRECTS.has(facts.status) || location === undefined) return failure;
      const next = resolveLocation(url, location);
      if (!options.has("location")) {
        facts.redirectUrl = next;
        return failure;
      }
      const most = Number(options.value("max-redirs") ?? 50);
      if (facts.redirects >= most) return { code: 47, message: `Maximum (${most}) redirects followed` };
      facts.redirects++;
      this.times.redirect = this.since();
      if ((method === "POST" && facts.status <= 302) || facts.status === 303) {
        method = "GET";
        body = undefined;
      }
      text = next;
      yield* this.report.note(`Issue another request to this URL: '${next}'`);
    }
  }

  private *once(url: Url, body: Body | undefined, method: string): Task<Failure> {
    const { sys, report, facts } = this;
    const connection = yield* openConnection(sys, this.options, url, this.started, report);
    if (isFailure(connection)) return connection;
    if (url.scheme === "https") return this.noTls(connection);
    facts.connects++;
    facts.local = connection.local;
    facts.remote = connection.remote;
    this.times.lookup = connection.resolvedAt - this.started;
    this.times.connect = connection.connectedAt - this.started;
    yield* report.start();
    yield* report.note("using HTTP/1.x");
    this.times.pretransfer = this.since();
    const request = requestFor(this.options, url, body, method);
    facts.method = request.method;
    const failure =
      (yield* this.send(connection, request)) ?? (yield* this.receive(connection, request, url));
    void sys.close(connection.fd);
    return failure;
  }

  private noTls({ fd }: Connection): Failure {
    void this.sys.close(fd);
    return { code: 35, message: "TLS is not modelled by paperwhale" };
  }

  private *send({ fd }: Connection, request: CurlRequest): Task<Failure | undefined> {
    const { sys, report, facts } = this;
    const head = headBytes(request);
    facts.requestSize += head.length;
    yield* report.sent(head);
    const written = yield* sys.write(fd, encodeLatin1(head));
    if (failed(written)) return { code: 55, message: "Send failure: Broken pipe" };
    if (request.body === undefined) {
      yield* report.note("Request completely sent off");
      return undefined;
    }
    if (request.body.length > 0) {
      yield* sys.write(fd, request.body);
      yield* report.data("}", request.body.length);
    }
    facts.uploaded = request.body.length;
    facts.requestSize += request.body.length;
    yield* report.note(`upload completely sent off: ${request.body.length} bytes`);
    return undefined;
  }

  private *readHead(reader: SocketReader): Task<HttpHead | undefined> {
    for (;;) {
      const lines = yield* readHeadLines(reader);
      if (lines === undefined || !/^HTTP\/\d/.test(lines[0] as string)) return undefined;
      if (this.times.firstByte === 0) this.times.firstByte = this.since();
      const shows = this.options.has("show-headers") || this.options.has("head");
      for (const line of [...lines, ""]) {
        this.facts.headSize += line.length + 2;
        yield* this.report.heard(line);
        if (shows) yield* this.sink.write(encodeLatin1(`${line}\r\n`));
      }
      const head = headOf(lines);
      if (!/^HTTP\/\S+ 1\d\d/.test(head.first)) return head;
    }
  }

  private *receive({ fd }: Connection, request: CurlRequest, url: Url): Task<Failure> {
    const { sys, options, facts } = this;
    const limit = secondsOf(options.value("max-time"));
    const reader = new SocketReader(
      sys,
      fd,
      limit === undefined || limit === 0 ? undefined : this.started + limit,
    );
    const head = yield* this.readHead(reader);
    if (head === undefined) return yield* this.noAnswer(reader);
    facts.status = Number(head.first.split(" ")[1]);
    facts.version = (head.first.split(" ")[0] as string).slice(5).replace(/\.0$/, "");
    facts.fields = head.fields;
    yield* this.dumpHead(head);
    const fails = (options.has("fail") || options.has("fail-with-body")) && facts.status >= 400;
    const refused = { code: 22, message: `The requested URL returned error: ${facts.status}` };
    if (fails && !options.has("fail-with-body")) {
      yield* this.report.note(refused.message);
      yield* this.report.note("closing connection #0");
      return refused;
    }
    const follows =
      options.has("location") &&
      REDIRECTS.has(facts.status) &&
      fieldOf(head.fields, "location") !== undefined;
    const failure = yield* this.body(
      new BodyReader(reader, responseFraming(head, request.method)),
      reader,
      follows,
    );
    if (failure.code !== 0) return failure;
    const closes =
      /close/i.test(fieldOf(head.fields, "connection") ?? "") || head.first.startsWith("HTTP/1.0");
    yield* this.report.note(
      closes ? "shutting down connection #0" : `Connection #0 to host ${hostAndPort(url)} left intact`,
    );
    return fails ? refused : failure;
  }

  private *dumpHead({ first, fields }: HttpHead): Task<void> {
    const path = this.options.value("dump-header");
    if (path !== "-") return;
    yield* this.sys.write(
      1,
      encodeLatin1(`${[first, ...fields.map(([n, v]) => `${n}: ${v}`)].join("\r\n")}\r\n\r\n`),
    );
  }

  private *noAnswer(reader: SocketReader): Task<Failure> {
    const { report } = this;
    let failure: Failure = { code: 52, message: "Empty reply from server" };
    if (reader.error === "ETIMEDOUT") failure = this.late();
    else if (reader.error === "ECONNRESET")
      failure = { code: 56, message: "Recv failure: Connection reset by peer" };
    else if (reader.received > 0) failure = { code: 1, message: "Received HTTP/0.9 when not allowed" };
    yield* report.note(failure.message);
    yield* report.note(failure.code === 52 ? "shutting down connection #0" : "closing connection #0");
    return failure;
  }

  private late(): Failure {
    const { downloaded } = this.facts;
    const of = this.total > 0 ? ` out of ${this.total}` : "";
    return {
      code: 28,
      message: `Operation timed out after ${spent(this.sys, this.started)} milliseconds with ${downloaded}${of} bytes received`,
    };
  }

  private *body(body: BodyReader, reader: SocketReader, ignored: boolean): Task<Failure> {
    if (body.framing.kind === "length") this.total = body.framing.length;
    for (;;) {
      const piece = yield* body.next();
      if (piece === undefined) break;
      yield* this.report.data("{", piece.length);
      if (ignored) continue;
      this.facts.downloaded += piece.length;
      if (yield* this.sink.write(piece)) continue;
      const message = `client returned ERROR on write of ${piece.length} bytes`;
      yield* this.report.note(message);
      yield* this.report.note("closing connection #0");
      return { code: 23, message };
    }
    if (ignored) yield* this.report.note("Ignoring the response-body");
    if (reader.error === "ETIMEDOUT") return this.late();
    if (reader.error !== undefined) return { code: 56, message: "Recv failure: Connection reset by peer" };
    if (body.missing > 0) return { code: 18, message: `end of response with ${body.missing} bytes missing` };
    return OK;
  }
}
