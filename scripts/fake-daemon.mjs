// A daemon that only listens: it answers the client's ping with what it is told to be, answers creations, and
// keeps every request that it gets. With it the real client shows what it would send, and how its help looks to
// daemons of other kinds.
import { createServer } from "node:http";
import { rmSync } from "node:fs";

const ID = "0123456789abcdef".repeat(4);

/** Listens on the socket `path`; `ping` are extra headers of /_ping. Gives {requests, close}. */
export function fakeDaemon(path, ping = {}) {
  rmSync(path, { force: true });
  const requests = [];
  const server = createServer((request, response) => {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => answer(request, Buffer.concat(parts).toString("utf8"), response));
  });
  const answer = (request, body, response) => {
    const url = request.url.replace(/^\/v[\d.]+/, "");
    response.setHeader("Api-Version", "1.51");
    response.setHeader("Ostype", "linux");
    response.setHeader("Docker-Experimental", "false");
    response.setHeader("Builder-Version", "2");
    for (const [name, value] of Object.entries(ping)) response.setHeader(name, value);
    if (url === "/_ping") return response.end(request.method === "HEAD" ? undefined : "OK");
    requests.push({ method: request.method, url, body, step: request.headers["x-step"] });
    response.setHeader("Content-Type", "application/json");
    response.statusCode = 201;
    response.end(JSON.stringify({ Id: ID, ID, Warnings: [], Name: "x", message: "fake" }));
  };
  return new Promise((resolve) =>
    server.listen(path, () => resolve({ requests, close: () => new Promise((r) => server.close(r)) })),
  );
}
