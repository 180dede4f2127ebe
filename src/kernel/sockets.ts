// Socket kinds and addresses as programs name them. The sockets themselves are the kernel's (socket-table.ts).
// Not modelled: datagrams and sequenced packets of unix sockets, raw sockets other than for echo requests.

export type SocketKind =
  | { readonly family: "unix"; readonly type: "stream" }
  | {
      readonly family: "inet" | "inet6";
      readonly type: "stream" | "datagram" | "icmp";
      /** IPV6_V6ONLY: a wildcard of inet6 that leaves the IPv4 one to others */
      readonly only?: true;
    };

export type SocketAddress =
  | { readonly family: "unix"; readonly path: string }
  /** dotted or colon notation; 0.0.0.0 and :: are the wildcards */
  | { readonly family: "inet" | "inet6"; readonly address: string; readonly port: number };
