// What a server answers, as values, and as RESP2 says it on the wire (redis.io, "Redis serialization protocol").
// Text is one char for each byte everywhere in this folder (libc/byte-text.ts). Not here: RESP3.

export type Reply =
  | { readonly kind: "status" | "error"; readonly text: string }
  | { readonly kind: "integer"; readonly value: number | bigint }
  | { readonly kind: "bulk"; readonly text: string | undefined }
  | { readonly kind: "array"; readonly items: readonly Reply[] | undefined };

export const status = (text: string): Reply => ({ kind: "status", text });
export const fault = (text: string): Reply => ({ kind: "error", text });
export const integer = (value: number | bigint): Reply => ({ kind: "integer", value });
export const bulk = (text: string | undefined): Reply => ({ kind: "bulk", text });
export const array = (items: readonly Reply[]): Reply => ({ kind: "array", items });
export const bulks = (texts: readonly (string | undefined)[]): Reply => array(texts.map(bulk));

export const OK = status("OK");
export const NIL = bulk(undefined);
export const NIL_ARRAY: Reply = { kind: "array", items: undefined };
export const EMPTY = array([]);
export const ZERO = integer(0);
export const ONE = integer(1);

export const SYNTAX = fault("ERR syntax error");
export const NOT_INTEGER = fault("ERR value is not an integer or out of range");
export const NOT_FLOAT = fault("ERR value is not a valid float");
export const WRONG_TYPE = fault("WRONGTYPE Operation against a key holding the wrong kind of value");
export const NO_KEY = fault("ERR no such key");
export const NOT_POSITIVE = fault("ERR value is out of range, must be positive");

export const wrongArity = (name: string): Reply =>
  fault(`ERR wrong number of arguments for '${name}' command`);
export const unknownSubcommand = (container: string, name: string): Reply =>
  fault(`ERR unknown subcommand '${name.slice(0, 128)}'. Try ${container.toUpperCase()} HELP.`);

export function encodeReply(reply: Reply): string {
  switch (reply.kind) {
    case "status":
      return `+${reply.text}\r\n`;
    case "error":
      return `-${reply.text}\r\n`;
    case "integer":
      return `:${reply.value}\r\n`;
    case "bulk":
      return reply.text === undefined ? "$-1\r\n" : `$${reply.text.length}\r\n${reply.text}\r\n`;
    case "array":
      return reply.items === undefined
        ? "*-1\r\n"
        : `*${reply.items.length}\r\n${reply.items.map(encodeReply).join("")}`;
  }
}

export const encodeRequest = (words: readonly string[]): string => encodeReply(bulks(words));
