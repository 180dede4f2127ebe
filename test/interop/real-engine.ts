// A real Docker Engine, if one can be reached through DOCKER_HOST or the usual socket: its API over HTTP, as far as
// the exchange of images needs it.

import { request } from "node:http";
import { existsSync } from "node:fs";

const USUAL = "/var/run/docker.sock";

export interface Reply {
  readonly status: number;
  readonly body: Buffer;
}

type Address = { readonly socketPath: string } | { readonly host: string; readonly port: number };

function addressOf(host: string | undefined): Address | undefined {
  if (host === undefined || host === "") return existsSync(USUAL) ? { socketPath: USUAL } : undefined;
  if (host.startsWith("unix://")) return { socketPath: host.slice("unix://".length) };
  const { hostname, port } = new URL(host.replace(/^tcp:/, "http:"));
  return { host: hostname, port: Number(port) || 2375 };
}

export class RealEngine {
  private constructor(private readonly address: Address) {}

  /** undefined, and why, if nobody answers. */
  static async reach(): Promise<RealEngine | string> {
    const address = addressOf(process.env.DOCKER_HOST);
    if (address === undefined) return `no Docker Engine: DOCKER_HOST is not set and there is no ${USUAL}`;
    const engine = new RealEngine(address);
    try {
      const { status, body } = await engine.ask("GET", "/_ping");
      return status === 200 ? engine : `the Docker Engine answers ${status} ${body.toString()}`;
    } catch (error) {
      return `no Docker Engine: ${(error as Error).message}`;
    }
  }

  ask(method: string, path: string, body?: Uint8Array | object): Promise<Reply> {
    const bytes = body === undefined || body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body));
    const type = body instanceof Uint8Array ? "application/x-tar" : "application/json";
    const headers = bytes === undefined ? {} : { "Content-Type": type, "Content-Length": bytes.length };
    return new Promise((resolve, reject) => {
      const sent = request({ ...this.address, method, path, headers }, (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(parts) }));
        answer.on("error", reject);
      });
      sent.on("error", reject);
      sent.end(bytes);
    });
  }

  /** The answer's JSON; an error for a refusal. */
  async get<T>(method: string, path: string, body?: Uint8Array | object): Promise<T> {
    const bytes = await this.bytes(method, path, body);
    const text = bytes.toString();
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }

  async bytes(method: string, path: string, body?: Uint8Array | object): Promise<Buffer> {
    const reply = await this.ask(method, path, body);
    if (reply.status >= 400) throw new Error(`${method} ${path}: ${reply.status} ${reply.body.toString()}`);
    return reply.body;
  }

  async remove(image: string): Promise<void> {
    await this.ask("DELETE", `/images/${encodeURIComponent(image)}?force=1`);
  }

  /** All files of an image, by way of a container that is never started. */
  async export(image: string): Promise<Buffer> {
    const { Id } = await this.get<{ Id: string }>("POST", "/containers/create", { Image: image, Cmd: ["x"] });
    const tar = await this.bytes("GET", `/containers/${Id}/export`);
    await this.ask("DELETE", `/containers/${Id}?force=1`);
    return tar;
  }

  /** A container of the image runs a line of shell and becomes an image. */
  async commit(image: string, line: string, repository: string, changes: readonly string[]): Promise<string> {
    const body = { Image: image, Cmd: ["sh", "-c", line] };
    const { Id } = await this.get<{ Id: string }>("POST", "/containers/create", body);
    await this.bytes("POST", `/containers/${Id}/start`);
    const { StatusCode } = await this.get<{ StatusCode: number }>("POST", `/containers/${Id}/wait`);
    if (StatusCode !== 0) throw new Error(`${line}: exit ${StatusCode}`);
    const query = new URLSearchParams([["container", Id], ["repo", repository], ["tag", "1"], ...changes.map((c) => ["changes", c] as [string, string])]); // prettier-ignore
    const made = await this.get<{ Id: string }>("POST", `/commit?${query.toString()}`);
    await this.ask("DELETE", `/containers/${Id}?force=1`);
    return made.Id;
  }
}
