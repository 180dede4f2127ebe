// One published port of one address: from where on the host to where in a container. How it is made to work is
// firewall.ts and docker-proxy.ts.

export interface Forwarding {
  readonly protocol: string;
  readonly hostAddress: string;
  readonly hostPort: number;
  /** of the container */
  readonly address: string;
  readonly port: number;
}
