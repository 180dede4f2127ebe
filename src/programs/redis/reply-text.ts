// How redis-cli shows a reply: for people, with types and numbers, where it writes to a terminal; as it is in a pipe;
// as CSV or JSON where that is asked for. Relies on words.ts for quoting.

import type { Reply } from "./reply.ts";
import { quoteWord } from "./words.ts";

export type Style = "standard" | "raw" | "csv" | "json";

/** With the newline at the end. */
export function replyText(reply: Reply, style: Style): string {
  switch (style) {
    case "standard":
      return standard(reply, "");
    case "raw":
      return `${raw(reply)}\n`;
    case "csv":
      return `${csv(reply)}\n`;
    case "json":
      return `${json(reply)}\n`;
  }
}

function standard(reply: Reply, indent: string): string {
  switch (reply.kind) {
    case "status":
      return `${reply.text}\n`;
    case "error":
      return `(error) ${reply.text}\n`;
    case "integer":
      return `(integer) ${reply.value}\n`;
    case "bulk":
      return reply.text === undefined ? "(nil)\n" : `${quoteWord(reply.text)}\n`;
    case "array": {
      const { items } = reply;
      if (items === undefined) return "(nil)\n";
      if (items.length === 0) return "(empty array)\n";
      const width = String(items.length).length;
      const inner = indent + " ".repeat(width + 2);
      return items
        .map((item, i) => `${i === 0 ? "" : indent}${String(i + 1).padStart(width)}) ${standard(item, inner)}`)
        .join("");
    }
  }
} // prettier-ignore

function raw(reply: Reply): string {
  switch (reply.kind) {
    case "status":
      return reply.text;
    case "error":
      return `${reply.text}\n`;
    case "integer":
      return String(reply.value);
    case "bulk":
      return reply.text ?? "";
    case "array":
      return (reply.items ?? []).map(raw).join("\n");
  }
}

function csv(reply: Reply): string {
  switch (reply.kind) {
    case "status":
      return quoteWord(reply.text);
    case "error":
      return `ERROR,${quoteWord(reply.text)}`;
    case "integer":
      return String(reply.value);
    case "bulk":
      return reply.text === undefined ? "NULL" : quoteWord(reply.text);
    case "array":
      return (reply.items ?? []).map(csv).join(",");
  }
}

const jsonText = (text: string): string =>
  `"${text.replace(/["\\\n\f\r\t\b]/g, (c) => JSON.stringify(c).slice(1, -1)).replace(/[\0-\x1f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`; // prettier-ignore

function json(reply: Reply): string {
  switch (reply.kind) {
    case "status":
      return jsonText(reply.text);
    case "error":
      return `error:${jsonText(reply.text)}`;
    case "integer":
      return String(reply.value);
    case "bulk":
      return reply.text === undefined ? "null" : jsonText(reply.text);
    case "array":
      return reply.items === undefined ? "null" : `[${reply.items.map(json).join(",")}]`;
  }
}
