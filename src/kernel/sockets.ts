// Socket kinds and addresses as programs name them.

export type SocketKind =
  | { readonly family: "unix"; readonly type: "stream" }
  | { readonly family: "inet" | "inet6"; readonly type: "stream" | "datagram" | "icmp" };

export type SocketAddress =
  | { readonly family: "unix"; readonly path: string }
  /** dotted or colon notation; 0.0.0.0 and :: are the wildcards */
  | { readonly family: "inet" | "inet6"; readonly address: string; readonly port: number };
