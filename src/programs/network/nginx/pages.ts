// Pages that nginx makes itself: of errors and redirections, and the listing of a directory (ngx_http_special_response.c,
// ngx_http_autoindex_module.c).

import { failed } from "../../../base/errno.ts";
import { civilOf, padTo } from "../../../base/time.ts";
import { encode } from "../../../base/utf8.ts";
import type { Sys } from "../../../kernel/sys.ts";
import { isDirectory } from "../../libc/file-mode.ts";
import { shortMonth } from "../../libc/strftime.ts";
import { errorTitle } from "./exchange.ts";

export const VERSION = "nginx/1.29.4";

export const errorPage = (status: number, tokens: boolean): Uint8Array => {
  const title = errorTitle(status);
  const name = tokens ? VERSION : "nginx";
  return encode(
    `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>${name}</center>\r\n</body>\r\n</html>\r\n`,
  );
};

const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const WIDTH = 50;

/** `path` is the directory, `uri` what it is asked for as. */
export function directoryPage(sys: Sys, path: string, uri: string): Uint8Array | undefined {
  const items = sys.list(path);
  if (failed(items)) return undefined;
  const rows = items
    .filter(({ name }) => !name.startsWith("."))
    .flatMap(({ name }) => {
      const node = sys.stat(`${path}/${name}`);
      return failed(node) ? [] : [{ name, node, directory: isDirectory(node) }];
    })
    .sort((a, b) => Number(b.directory) - Number(a.directory) || (a.name < b.name ? -1 : 1));
  const lines = rows.map(({ name, node, directory }) => {
    const shown = directory ? `${name}/` : name;
    const short = shown.length > WIDTH ? `${shown.slice(0, WIDTH - 3)}..&gt;` : escapeHtml(shown);
    const c = civilOf(node.mtime);
    const date = `${padTo(c.day, 2)}-${shortMonth(c.month)}-${c.year} ${padTo(c.hour, 2)}:${padTo(c.minute, 2)}`;
    const pad = " ".repeat(Math.max(0, WIDTH - shown.length) + 1);
    const size = directory ? "-" : String(node.size);
    return `<a href="${encodeURI(shown)}">${short}</a>${pad}${date}${size.padStart(20)}\r\n`;
  });
  const title = `Index of ${escapeHtml(uri)}`;
  return encode(
    `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<h1>${title}</h1><hr><pre><a href="../">../</a>\r\n${lines.join("")}</pre><hr></body>\r\n</html>\r\n`,
  );
}
