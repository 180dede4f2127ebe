// A host and a port as one text, as Go's net.JoinHostPort writes it: IPv6 addresses in brackets.
// Relies on nothing.

export const joinHostPort = (host: string, port: string): string =>
  host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
