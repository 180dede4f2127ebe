// The two types of encoding/json that hold JSON as it was written: json.Number, which is a string to Go,
// and json.RawMessage, which is bytes; its data is the text.

import { compactJson } from "./json-indent.ts";
import { type GoType, make, named, string, uint8 } from "./types.ts";

export const jsonNumber = named("json.Number", string, {
  text: (digits) => digits,
  marshal: (digits) => digits || "0",
});

const jsonText: GoType<string | null> = make("slice", "[]uint8", { elem: uint8 });

/** JSON that passes through unread; null is an empty message */
export const rawMessage = named("json.RawMessage", jsonText, {
  marshal: (text) => (text === null ? "null" : compactJson(text)),
});
