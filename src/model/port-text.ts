// Ports as texts: `80`, `80/udp`, `8000-8010/tcp` (go-connections nat, as the daemon of this version has it).
// Bindings to ports of the host: cli/opts/port.ts.

import { parseUint } from "../base/go/integers.ts";
import { fail, ok, type Result } from "../base/result.ts";

export interface PortText {
  /** a number or a range; "" if there is none */
  readonly port: string;
  /** "" if there is no port */
  readonly protocol: string;
}

export function splitPort(text: string): PortText {
  const [port = "", protocol = ""] = text.split("/");
  if (port === "") return { port: "", protocol: "" };
  return { port, protocol: protocol === "" ? "tcp" : protocol };
}

const number = (text: string): Result<number, string> => {
  const parsed = parseUint(text, 10, 16);
  return parsed.ok ? ok(Number(parsed.value)) : parsed;
};

/** 0 for no text. */
export const parsePort = (text: string): Result<number, string> => (text === "" ? ok(0) : number(text));

export function parsePortRange(text: string): Result<readonly [first: number, last: number], string> {
  if (text === "") return fail("empty string specified for ports");
  const [from = "", to] = text.split("-");
  const first = number(from);
  if (!first.ok) return first;
  if (to === undefined) return ok([first.value, first.value]);
  const last = number(to);
  if (!last.ok) return last;
  return last.value < first.value
    ? fail(`invalid range specified for port: ${text}`)
    : ok([first.value, last.value]);
}
