// What the daemon asks of registries (moby distribution, registry): pull, push, search and login. A registry is dialled
// as in life, and where nobody answers the errors are the real ones; what an answering one would say comes with a later
// version, which one plain line tells.

import { quote } from "../../base/go/quote.ts";
import { familiarName, parseImageReference } from "../../base/image-reference.ts";
import type { Sys, Task } from "../../kernel/sys.ts";
import { dial } from "../client/dial.ts";
import { hostAndPort, registryHost } from "../client/registry-address.ts";
import type { Answer, Query } from "../wire/message.ts";
import { refuse, text, type Context, type Handler } from "./context.ts";
import { Filters } from "./filters.ts";

const INDEX = "index.docker.io";
const NOT_MODELLED = "registries are not yet modelled by paperwhale";

/** Registries of the host itself need no TLS. */
const isInsecure = (domain: string): boolean =>
  /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/.test(domain);

const schemeOf = (domain: string): string => (isInsecure(domain) ? "http" : "https");

/** Why nothing comes of asking a registry for something. */
function* failureOf(sys: Sys, scheme: string, domain: string, path: string): Task<string> {
  const connected = yield* dial(sys, ...hostAndPort(domain, scheme));
  if (!connected.ok) return `Get ${quote(`${scheme}://${domain}${path}`)}: ${connected.error}`;
  void sys.close(connected.value);
  return NOT_MODELLED;
}

const pingFailure = (sys: Sys, domain: string): Task<string> =>
  failureOf(sys, schemeOf(domain), registryHost(domain), "/v2/");

export function* pullImage({ sys }: Context, query: Query): Task<Answer> {
  const parsed = parseImageReference(text(query, "fromImage").replace(/:$/, ""));
  if (!parsed.ok) return refuse({ kind: "invalid-parameter", message: parsed.error });
  if (familiarName(parsed.value) === "scratch")
    return refuse({ kind: "forbidden", message: "'scratch' is a reserved name" });
  return refuse({ kind: "system", message: yield* pingFailure(sys, parsed.value.domain) });
}

export const pushImage: Handler = function* (context, { target }) {
  const parsed = parseImageReference(target);
  if (!parsed.ok) return refuse({ kind: "invalid-parameter", message: parsed.error });
  const { domain, path } = parsed.value;
  context.begin(200);
  context.send({ status: `The push refers to repository [${domain}/${path}]` });
  const name = familiarName(parsed.value);
  const message =
    context.engine.call("referencesOf", name).length > 0
      ? yield* pingFailure(context.sys, domain)
      : `An image does not exist locally with the tag: ${name}`;
  context.send({ errorDetail: { message }, error: message });
  return undefined;
};

// ---- search

const FLAG_FILTERS = ["is-automated", "is-official"];
const MOST_RESULTS = 100;
const USUAL_RESULTS = 25;

export const searchImages: Handler = function* ({ sys }, { query }) {
  const filters = Filters.parse(text(query, "filters"), [...FLAG_FILTERS, "stars"]);
  if (!filters.ok) return refuse(filters.error);
  for (const name of FLAG_FILTERS) {
    const wanted = filters.value.bool(name, false);
    if (!wanted.ok) return refuse(wanted.error);
  }
  const stars = filters.value.values("stars").find((value) => !/^[+-]?\d+$/.test(value));
  if (stars !== undefined)
    return refuse({
      kind: "invalid-parameter",
      message: `invalid filter 'stars=${stars}': strconv.Atoi: parsing ${quote(stars)}: invalid syntax`,
    });
  const limit = Number(text(query, "limit")) || USUAL_RESULTS;
  if (limit < 1 || limit > MOST_RESULTS)
    return refuse({
      kind: "invalid-parameter",
      message: `limit ${limit} is outside the range of [1, ${MOST_RESULTS}]`,
    });
  return refuse({ kind: "system", message: yield* searchFailure(sys, text(query, "term"), limit) });
};

function* searchFailure(sys: Sys, term: string, limit: number): Task<string> {
  const slash = term.indexOf("/");
  const domain = slash < 0 ? "" : term.slice(0, slash);
  if (!/[.:]|^localhost$/.test(domain) || domain === "docker.io")
    return yield* failureOf(sys, "https", INDEX, `/v1/search?q=${encodeURIComponent(term)}&n=${limit}`);
  const secure = yield* failureOf(sys, "https", domain, "/v1/_ping");
  if (!isInsecure(domain)) return `invalid registry endpoint https://${domain}/v1/: ${secure}`;
  const plain = yield* failureOf(sys, "http", domain, "/v1/_ping");
  return `invalid registry endpoint ${quote(`http://${domain}/v1/`)}. HTTPS attempt: ${secure}. HTTP attempt: ${plain}`;
}

// ---- login

export const logIn: Handler = function* ({ sys }, { body }) {
  const { serveraddress = "" } = (body ?? {}) as { readonly serveraddress?: string };
  const domain = serveraddress.replace(/^https?:\/\//, "").replace(/\/.*/, "");
  const registry = domain === "" || domain === INDEX ? "docker.io" : domain;
  return refuse({ kind: "system", message: yield* pingFailure(sys, registry) });
};
