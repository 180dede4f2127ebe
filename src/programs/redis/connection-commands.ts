// Commands about the connection itself, and publishing and subscribing (redis.io, "Connection", "Pub/Sub").
// Relies on state.ts; messages are put into the other clients' output. Not here: users other than the default one.

import { globExpression } from "./glob.ts";
import { parseWhole } from "./numbers.ts";
import { array, bulk, bulks, encodeReply, fault, integer, NIL, NOT_INTEGER, OK, status, SYNTAX, unknownSubcommand, wrongArity, type Reply } from "./reply.ts"; // prettier-ignore
import { commandSpecs, NOTHING, type Call, type Client, type Outcome } from "./state.ts";
import { REDIS_VERSION } from "./settings.ts";

const tell = (client: Client, reply: Reply): void => void (client.output += encodeReply(reply));

export const isSubscribed = ({ channels, patterns }: Client): boolean => channels.size + patterns.size > 0;

function ping(call: Call): Reply {
  const [, text, ...more] = call.words;
  if (more.length > 0) return wrongArity("ping");
  if (isSubscribed(call.client)) return bulks(["pong", text ?? ""]);
  return text === undefined ? status("PONG") : bulk(text);
}

// ---- who one is

function authenticate(call: Call, user: string, password: string): Reply | undefined {
  if (user !== "default" || password !== call.state.settings.get("requirepass"))
    return fault("WRONGPASS invalid username-password pair or user is disabled.");
  call.client.authenticated = true;
  return undefined;
}

function auth(call: Call): Reply {
  const { words, state } = call;
  if (words.length > 3) return SYNTAX;
  const [user, password] = words.length === 3 ? (words.slice(1) as [string, string]) : ["default", words[1] as string]; // prettier-ignore
  if (state.settings.get("requirepass") === "" && words.length === 2)
    return fault("ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?"); // prettier-ignore
  if (state.settings.get("requirepass") === "" && user === "default") return OK;
  return authenticate(call, user, password) ?? OK;
}

function hello(call: Call): Reply {
  const { words, client } = call;
  if (words[1] !== undefined && words[1] !== "2")
    return /^\d+$/.test(words[1])
      ? fault("NOPROTO unsupported protocol version")
      : fault("ERR Protocol version is not an integer or out of range");
  const at = words.findIndex((word) => word.toLowerCase() === "auth");
  if (at > 0) {
    const refused = authenticate(call, words[at + 1] ?? "", words[at + 2] ?? "");
    if (refused !== undefined) return refused;
  }
  if (!client.authenticated)
    return fault("NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO <proto> AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time"); // prettier-ignore
  const words2 = ["server", "redis", "version", REDIS_VERSION].map(bulk);
  return array([...words2, bulk("proto"), integer(2), bulk("id"), integer(client.id), bulk("mode"), bulk("standalone"), bulk("role"), bulk("master"), bulk("modules"), array([])]); // prettier-ignore
}

function select(call: Call): Reply {
  const number = parseWhole(call.words[1] as string);
  if (number === undefined) return NOT_INTEGER;
  if (number < 0 || number >= Number(call.state.settings.get("databases")))
    return fault("ERR DB index is out of range");
  call.client.database = number;
  return OK;
}

function quit(call: Call): Reply {
  call.client.closing = true;
  return OK;
}

function reset({ client, state }: Call): Reply {
  client.queue = undefined;
  client.watched.clear();
  client.channels.clear();
  client.patterns.clear();
  client.monitors = false;
  client.database = 0;
  client.name = "";
  client.authenticated = state.settings.get("requirepass") === "";
  return status("RESET");
}

// ---- clients

const seconds = (microseconds: number): number => Math.floor(microseconds / 1e6);

function flagsOf(client: Client): string {
  const flags = [
    client.monitors ? "O" : "",
    isSubscribed(client) ? "P" : "",
    client.queue === undefined ? "" : "x",
    client.blocked === undefined ? "" : "b",
  ].join("");
  return flags === "" ? "N" : flags;
}

function describe(client: Client, now: number): string {
  const fields: readonly (readonly [string, string | number])[] = [
    ["id", client.id], ["addr", client.peer], ["laddr", client.local], ["fd", client.fd], ["name", client.name],
    ["age", seconds(now * 1000 - client.since)], ["idle", seconds(Math.max(0, now * 1000 - client.active))], ["flags", flagsOf(client)],
    ["db", client.database], ["sub", client.channels.size], ["psub", client.patterns.size], ["ssub", 0],
    ["multi", client.queue?.length ?? -1], ["watch", client.watched.size], ["qbuf", client.input.length], ["qbuf-free", 20_448], ["argv-mem", 10],
    ["multi-mem", 0], ["rbs", 16_384], ["rbp", 16_384], ["obl", 0], ["oll", 0], ["omem", 0], ["tot-mem", 37_658],
    ["events", "r"], ["cmd", client.lastCommand || "NULL"], ["user", "default"], ["redir", -1], ["resp", 2],
    ["lib-name", ""], ["lib-ver", ""], ["io-thread", 0], ["tot-net-in", 0], ["tot-net-out", 0], ["tot-cmds", 0],
  ]; // prettier-ignore
  return fields.map(([name, value]) => `${name}=${value}`).join(" ");
}

function killClient(call: Call): Reply {
  const words = call.words.slice(2);
  const matches = (client: Client): boolean =>
    words.length === 1
      ? client.peer === words[0]
      : words.every(
          (word, i) =>
            i % 2 === 1 ||
            (word.toLowerCase() === "id" && String(client.id) === words[i + 1]) ||
            (word.toLowerCase() === "addr" && client.peer === words[i + 1]),
        );
  const victims = call.state.clients.filter((client) => matches(client) && (words.length === 1 || client !== call.client)); // prettier-ignore
  for (const victim of victims) victim.closing = true;
  if (words.length > 1) return integer(victims.length);
  return victims.length > 0 ? OK : fault("ERR No such client");
}

function client(call: Call): Reply {
  const { words, now } = call;
  const [, sub = "", value] = words;
  const me = call.client;
  switch (sub.toLowerCase()) {
    case "id":
      return integer(me.id);
    case "getname":
      return me.name === "" ? NIL : bulk(me.name);
    case "setname":
      if (value === undefined) return wrongArity("client|setname");
      if (/[^!-~]/.test(value)) return fault("ERR Client names cannot contain spaces, newlines or special characters."); // prettier-ignore
      me.name = value;
      return OK;
    case "setinfo":
    case "no-evict":
    case "no-touch":
      return value === undefined ? wrongArity(`client|${sub.toLowerCase()}`) : OK;
    case "info":
      return bulk(`${describe(me, now)}\n`);
    case "list":
      return bulk(call.state.clients.map((other) => `${describe(other, now)}\n`).join(""));
    case "kill":
      return value === undefined ? wrongArity("client|kill") : killClient(call);
    default:
      return unknownSubcommand("client", sub);
  }
}

// ---- channels

type Kind = "subscribe" | "psubscribe" | "unsubscribe" | "punsubscribe";

const changeSubscriptions =
  (kind: Kind) =>
  (call: Call): Outcome => {
    const me = call.client;
    const kept = kind.includes("psub") || kind.startsWith("pun") ? me.patterns : me.channels;
    const leaves = kind.includes("un");
    const given = call.words.slice(1);
    const names: (string | undefined)[] = leaves && given.length === 0 ? [...kept] : given;
    for (const name of names.length > 0 ? names : [undefined]) {
      if (name !== undefined && leaves) kept.delete(name);
      else if (name !== undefined) kept.add(name);
      tell(me, array([bulk(kind), bulk(name), integer(me.channels.size + me.patterns.size)]));
    }
    return NOTHING;
  };

function publish(call: Call): Reply {
  const [, channel = "", message = ""] = call.words;
  let heard = 0;
  for (const other of call.state.clients) {
    if (other.channels.has(channel)) {
      tell(other, bulks(["message", channel, message]));
      heard++;
    }
    for (const pattern of other.patterns) {
      if (!globExpression(pattern).test(channel)) continue;
      tell(other, bulks(["pmessage", pattern, channel, message]));
      heard++;
    }
  }
  return integer(heard);
}

function pubsub(call: Call): Reply {
  const [, sub = "", ...rest] = call.words;
  const { clients } = call.state;
  switch (sub.toLowerCase()) {
    case "channels": {
      const pattern = globExpression(rest[0] ?? "*");
      return bulks([...new Set(clients.flatMap(({ channels }) => [...channels]))].filter((name) => pattern.test(name))); // prettier-ignore
    }
    case "numsub":
      return array(rest.flatMap((name) => [bulk(name), integer(clients.filter(({ channels }) => channels.has(name)).length)])); // prettier-ignore
    case "numpat":
      return integer(new Set(clients.flatMap(({ patterns }) => [...patterns])).size);
    default:
      return unknownSubcommand("pubsub", sub);
  }
}

function monitor(call: Call): Reply {
  call.client.monitors = true;
  return OK;
}

export const CONNECTION_COMMANDS = commandSpecs([
  ["ping", -1, "s", ping],
  ["echo", 2, "", (call) => bulk(call.words[1])],
  ["auth", -2, "a", auth],
  ["hello", -1, "a", hello],
  ["quit", -1, "asn", quit],
  ["reset", 1, "asn", reset],
  ["select", 2, "", select],
  ["client", -2, "", client],
  ["subscribe", -2, "s", changeSubscriptions("subscribe")],
  ["psubscribe", -2, "s", changeSubscriptions("psubscribe")],
  ["unsubscribe", -1, "s", changeSubscriptions("unsubscribe")],
  ["punsubscribe", -1, "s", changeSubscriptions("punsubscribe")],
  ["publish", 3, "", publish],
  ["pubsub", -2, "", pubsub],
  ["monitor", 1, "", monitor],
]);
