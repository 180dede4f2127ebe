// Web apps in Python by their pattern: Flask's routes, and handlers of http.server that write a text.
// Relies on expressions.ts for texts and numbers; what a view computes for each request is not modelled.

import { beyond } from "./tokens.ts";
import type { Expressions } from "./expressions.ts";
import type { HelloApp, Route } from "./hello-app.ts";
import { numberIn, pythonText } from "./values.ts";

const HTML = "text/html; charset=utf-8";

const MISSING = `<!doctype html>
<html lang=en>
<title>404 Not Found</title>
<h1>Not Found</h1>
<p>The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.</p>
`;

/** Each `@app.route(…)` with the expression that its function returns. */
function routesOf(text: string, values: Expressions): Route[] {
  const routes: Route[] = [];
  for (const [, path = "/", body = ""] of text.matchAll(/^@\w+\.(?:route|get)\(\s*["']([^"']*)["'][^)]*\)\s*\n(?:@.*\n)*(?:async )?def [^\n]*:\n((?:[ \t]+[^\n]*\n?|\n)*)/gm)) {
    const returned = /^[ \t]+return[ \t]+([^]+?)\s*$/m.exec(body.trimEnd() + "\n")?.[1];
    if (returned === undefined) return beyond(`the view of ${path}`);
    for (const [, name = "", value = ""] of body.matchAll(/^[ \t]+(\w+)[ \t]*=[ \t]*([^=\n].*)$/gm)) values.assign(name, value);
    const [text0, status] = splitStatus(returned);
    const value = values.evaluate(text0.replace(/^jsonify\((.*)\)$/s, "$1"));
    const isJson = typeof value === "object" && value !== null;
    const body0 = isJson ? `${pythonText(value).replaceAll("'", '"').replaceAll("True", "true").replaceAll("False", "false")}\n` : pythonText(value);
    routes.push({ path, status, type: isJson ? "application/json" : HTML, body: body0 });
  }
  return routes;
} // prettier-ignore

/** `return "text", 201` */
function splitStatus(returned: string): [string, number] {
  const [, text, status] = /^([^]*),\s*(\d{3})$/.exec(returned) ?? [];
  return text === undefined ? [returned, 200] : [text, Number(status)];
}

export function flaskApp(text: string, values: Expressions): HelloApp | undefined {
  const run = /\b\w+\.run\(([^)]*)\)/.exec(text);
  if (!/Flask\(/.test(text) || run === null) return undefined;
  const { named } = values.argumentsIn(run[1] ?? "");
  const host = named.get("host");
  return {
    address: typeof host === "string" ? host : "127.0.0.1",
    port: numberIn(named.get("port") ?? 5000),
    routes: routesOf(text, values),
    server: "Werkzeug/3.1.3 Python/3.13.5",
    missing: { type: HTML, body: MISSING },
    log: "python",
    keepsAlive: false,
    style: "werkzeug",
  };
}

/** `class Handler(BaseHTTPRequestHandler): def do_GET(self): … self.wfile.write(b"…")` */
export function handlerApp(text: string, values: Expressions): HelloApp | undefined {
  const server = /(?:HTTPServer|TCPServer|ThreadingHTTPServer)\(\s*\(\s*([^,]*),\s*([^)]*)\)/.exec(text);
  const written = /self\.wfile\.write\(([^]*?)\)\s*$/m.exec(text);
  if (server === null || written === null) return undefined;
  const host = values.evaluate(server[1] ?? "''");
  const status = /send_response\((\d+)/.exec(text)?.[1] ?? "200";
  const type = /send_header\(\s*["']Content-[tT]ype["']\s*,\s*["']([^"']*)["']/.exec(text)?.[1] ?? "";
  const body = values.evaluate((written[1] ?? '""').replace(/^bytes\(([^]*?),\s*["'][\w-]+["']\)$/, "$1"));
  return {
    address: typeof host === "string" && host !== "" ? host : "0.0.0.0",
    port: numberIn(values.evaluate(server[2] ?? "8000")),
    routes: [{ path: undefined, status: Number(status), type, body: pythonText(body) }],
    server: "BaseHTTP/0.6 Python/3.13.5",
    missing: { type: "text/html", body: "" },
    log: "python",
    keepsAlive: false,
    style: "basehttp",
  };
}
