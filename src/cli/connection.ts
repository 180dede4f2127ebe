// How the client reaches its daemon: the endpoint that -H, DOCKER_HOST or a context names, the connection itself with
// the first question that it asks (ping), and what is said where that fails (docker client request.go). TLS is not
// modelled: its files are asked for as the real client does, and then a plain error tells.

import type { Errno } from "../base/errno.ts";
import { goErrno } from "../base/go/errno-text.ts";
import { fail, ok, type Result } from "../base/result.ts";
import { ApiClient, type Failure } from "../api/client/client.ts";
import type { SocketAddress } from "../kernel/sockets.ts";
import type { Sys, Task } from "../kernel/sys.ts";
import { type ClientError, clientError } from "./client-error.ts";
import { hostParts, type HostParts, tcpParts } from "./daemon-host.ts";
import { isOlder } from "./flags/support.ts";
import { escapeUrlQuery } from "./format/template/escaping.ts";
import type { Interrupts } from "./interrupts.ts";
import { type Requested, requestName } from "./request-url.ts";

export interface Endpoint {
  /** as messages name it: unix:///var/run/docker.sock */
  readonly host: string;
  readonly parts: HostParts;
  /** undefined: nothing that could be connected to, and `refusal` says why */
  readonly address: SocketAddress | undefined;
  readonly refusal: string;
}

const PLAIN_IPV4 = /^\d+\.\d+\.\d+\.\d+$/;
const MAX_PORT = 65_535;

/** The error comes after "Failed to initialize: ". */
export function endpointOf(host: string): Result<Endpoint, string> {
  const parts = hostParts(host);
  if (!parts.ok) return parts;
  const { protocol, address } = parts.value;
  if (protocol === "npipe") return fail("protocol not available");
  if (protocol === "unix")
    return ok({ host, parts: parts.value, address: { family: "unix", path: address }, refusal: "" });
  if (protocol === "ssh") return ok({ host, parts: parts.value, address: undefined, refusal: NO_SSH });
  const found = internetAddress(address);
  return ok({
    host,
    parts: parts.value,
    address: found.ok ? found.value : undefined,
    refusal: found.ok ? "" : found.error,
  });
}

const NO_SSH = 'exec: "ssh": executable file not found in $PATH';

function internetAddress(text: string): Result<SocketAddress, string> {
  const [host, port] = tcpParts(text);
  if (Number(port) > MAX_PORT) return fail(`dial tcp: address ${port}: invalid port`);
  const address = host === "localhost" ? "127.0.0.1" : host;
  if (PLAIN_IPV4.test(address)) return ok({ family: "inet", address, port: Number(port) });
  if (address.includes(":")) return ok({ family: "inet6", address, port: Number(port) });
  return fail(`dial tcp: lookup ${host}: no such host`);
}

/** What stands for the daemon in names of requests. */
const baseOf = ({ parts: { protocol, address, basePath } }: Endpoint): string =>
  protocol === "ssh"
    ? "http://docker.example.com"
    : `http://${protocol === "unix" ? escapeUrlQuery(address) : address}${basePath}`;

const dialed = ({ parts: { protocol, address } }: Endpoint): string =>
  `dial ${protocol === "unix" ? "unix" : "tcp"} ${address}: connect`;

export class Connection {
  readonly api: ApiClient;

  constructor(
    sys: Sys,
    readonly endpoint: Endpoint,
    version: string,
    private readonly interrupts: Interrupts,
  ) {
    this.api = new ApiClient(sys, endpoint.address ?? NOWHERE, version, interrupts.givesUp);
  }

  /** The API version that client and daemon both speak, if `negotiates`. */
  *ping(negotiates: boolean): Task<Result<{ readonly osType: string }, Failure>> {
    const { version } = this.api;
    this.api.version = "";
    const answer = yield* this.api.call("SystemPing");
    this.api.version = version;
    if (!answer.ok) return fail(answer.failure);
    const { apiVersion, osType } = answer.value;
    if (negotiates && isOlder(apiVersion, version)) this.api.version = apiVersion;
    return ok({ osType });
  }

  errorOf(failure: Failure, requested: Requested): ClientError {
    if (failure.kind === "daemon") return daemonError(failure.status, failure.message, requested);
    if (failure.errno === "EINTR") return this.interrupts.error;
    return { ...clientError(this.lost(failure.errno, requested)), unconnected: true };
  }

  /** A request whose body could not be had. */
  notSent(requested: Requested, why: string): ClientError {
    const name = requestName(baseOf(this.endpoint), this.api.version, requested);
    return { ...clientError(`error during connect: ${name}: ${why}`), unconnected: true };
  }

  /** Nobody there, or nobody who lets us in. */
  private lost(errno: Errno, requested: Requested): string {
    const { endpoint, api } = this;
    const name = requestName(baseOf(endpoint), api.version, requested);
    if (endpoint.address === undefined) return `error during connect: ${name}: ${endpoint.refusal}`;
    const cause = `${dialed(endpoint)}: ${goErrno(errno)}`;
    if (requested.hijacks)
      return `cannot connect to the Docker daemon. Is 'docker daemon' running on this host?: ${cause}`;
    if (errno === "EACCES" || errno === "EPERM")
      return `permission denied while trying to connect to the Docker daemon socket at ${endpoint.host}: ${name}: ${cause}`;
    if (errno === "ECONNRESET" || errno === "EPIPE") return `error during connect: ${name}: EOF`;
    if (endpoint.parts.protocol === "unix" || errno === "ECONNREFUSED" || errno === "ETIMEDOUT")
      return `Cannot connect to the Docker daemon at ${endpoint.host}. Is the docker daemon running?`;
    return `error during connect: ${name}: ${cause}`;
  }
}

/** Never connected to: an endpoint without an address. */
const NOWHERE: SocketAddress = { family: "unix", path: "" };

function daemonError(status: number, message: string, { hijacks }: Requested): ClientError {
  if (hijacks) return { ...clientError(`unable to upgrade to tcp, received ${status}`), status };
  const text = message.trim();
  const said = text === "" ? `API returned a ${status} but provided no error-message` : text;
  return { ...clientError(`Error response from daemon: ${said}`), status };
}
