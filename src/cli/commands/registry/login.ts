// `docker login` (docker/cli registry/login.go): the daemon tries credentials at a registry. Asking for them on a
// terminal is not modelled yet.

import { decodeWithReplacement } from "../../../base/utf8.ts";
import { goErrno } from "../../../base/go/errno-text.ts";
import type { Task } from "../../../kernel/sys.ts";
import type { Client } from "../../client.ts";
import { clientError, type Outcome } from "../../client-error.ts";
import type { FlagValues } from "../../flags/flag-values.ts";
import { readAll } from "../../surroundings.ts";
import type { Verb } from "../verb.ts";
import { INDEX_SERVER } from "./index-server.ts";

const INSECURE = "WARNING! Using --password via the CLI is insecure. Use --password-stdin.\n";

function flagsError(flags: FlagValues): Outcome {
  const wrong = (message: string): Outcome => clientError(message);
  if (flags.changed("password-stdin")) {
    if (flags.changed("password"))
      return wrong("conflicting options: cannot specify both --password and --password-stdin");
    if (!flags.changed("username")) return wrong("the --password-stdin option requires --username to be set");
  }
  if (flags.changed("username") && flags.string("username") === "") return wrong("username is empty");
  if (flags.changed("password") && flags.string("password") === "") return wrong("password is empty");
  return undefined;
}

function* passwordOf(client: Client, flags: FlagValues): Task<string | { readonly outcome: Outcome }> {
  if (flags.string("password") !== "") yield* client.printError(INSECURE);
  if (!flags.bool("password-stdin")) return flags.string("password");
  if (flags.string("username") === "") return { outcome: clientError("username is empty") };
  const bytes = yield* readAll(client.sys, 0);
  if (!bytes.ok) return { outcome: clientError(`read /dev/stdin: ${goErrno(bytes.error)}`) };
  return decodeWithReplacement(bytes.value).replace(/\n$/, "").replace(/\r$/, "");
}

export const logIn: Verb = function* (client, { args: [server = ""], flags }) {
  const wrong = flagsError(flags);
  if (wrong !== undefined) return wrong;
  const password = yield* passwordOf(client, flags);
  if (typeof password === "object") return password.outcome;
  const username = flags.string("username");
  if (username === "" || password === "")
    return clientError(
      client.inputIsTerminal
        ? "docker: asking for credentials is not yet modelled: use --username and --password-stdin"
        : "Error: Cannot perform an interactive login from a non TTY device",
    );
  const serveraddress = server === "" || server === "docker.io" ? INDEX_SERVER : server;
  const done = yield* client.call("SystemAuth", { body: { username, password, serveraddress } });
  return done.ok ? undefined : done.error;
};
