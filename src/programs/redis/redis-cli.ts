// redis-cli: one command from its arguments, lines from standard input, or a conversation on a terminal. Replies are
// shown for people on a terminal and as they are in a pipe. Relies on cli-connection.ts for the server.
// Not here: what it says by itself about clusters, latency and big keys; history in a file.

import { failed } from "../../base/errno.ts";
import { SECOND } from "../../base/time.ts";
import { encode } from "../../base/utf8.ts";
import type { Task } from "../../kernel/sys.ts";
import { bytesOf, decodeBytes, encodeBytes } from "../libc/byte-text.ts";
import { command, type Io } from "../libc/command.ts";
import { readAll } from "../libc/input.ts";
import { BUSYBOX_KEYS } from "../line-editor/busybox-keymap.ts";
import { editLine } from "../line-editor/edit-line.ts";
import type { Command as EditorCommand, Keymap } from "../line-editor/editor.ts";
import { EMPTY_MEMORY } from "../line-editor/memory.ts";
import { ask, connect, nextReply, type Connection } from "./cli-connection.ts";
import { parseCliOptions, type CliOptions } from "./cli-options.ts";
import type { Reply } from "./reply.ts";
import { replyText, type Style } from "./reply-text.ts";
import { REDIS_VERSION } from "./settings.ts";
import { splitWords } from "./words.ts";

const HELP = `redis-cli ${REDIS_VERSION}

Usage: redis-cli [OPTIONS] [cmd [arg [arg ...]]]
  -h <hostname>      Server hostname (default: 127.0.0.1).
  -p <port>          Server port (default: 6379).
  -s <socket>        Server socket (overrides hostname and port).
  -a <password>      Password to use when connecting to the server.
  --user <username>  Used to send ACL style 'AUTH username pass'. Needs -a.
  --pass <password>  Alias of -a for consistency with the new --user option.
  -u <uri>           Server URI on format redis://user:password@host:port/dbnum
  -r <repeat>        Execute specified command N times.
  -i <interval>      When -r is used, waits <interval> seconds per command.
  -n <db>            Database number.
  -x                 Read last argument from STDIN.
  -X <tag>           Read <tag> argument from STDIN.
  -e                 Return exit error code when command execution fails.
  --raw              Use raw formatting for replies (default when STDOUT is not a tty).
  --no-raw           Force formatted output even when STDOUT is not a tty.
  --csv              Output in CSV format.
  --json             Output in JSON format.
  --scan             List all keys using the SCAN command.
  --pattern <pat>    Keys pattern when using the --scan option.
  --count <count>    Count option when using the --scan option.
  --pipe             Transfer raw Redis protocol from stdin to server.
  --no-auth-warning  Don't show warning message when using password on command line.
  --help             Output this help and exit.
  --version          Output version and exit.

When no command is given, redis-cli starts in interactive mode.
Type "help" in interactive mode for information on available commands.
`;

const TALK_HELP = `redis-cli ${REDIS_VERSION}
To get help about Redis commands type:
      "help @<group>" to get a list of commands in <group>
      "help <command>" for help on <command>
      "help <tab>" to get a list of possible help topics
      "quit" to exit

To set redis-cli preferences:
      ":set hints" enable online hints
      ":set nohints" disable online hints
Set your preferences in ~/.redisclirc
`;

interface Session {
  readonly io: Io;
  options: CliOptions;
  readonly style: Style;
  connection: Connection | undefined;
  database: number;
  inTransaction: boolean;
  subscribed: boolean;
}

const show = (session: Session, reply: Reply): Task<void> =>
  session.io.out.writeBytes(encodeBytes(replyText(reply, session.style)));

// ---- connecting

function* open(session: Session): Task<boolean> {
  const { io, options } = session;
  const connection = yield* connect(io.sys, options);
  if ("wrong" in connection) {
    yield* io.tell(`${connection.wrong}\n`);
    return false;
  }
  session.connection = connection;
  session.inTransaction = false;
  const { user, password } = options;
  if (password !== undefined) {
    const login = user === undefined ? [password] : [user, password];
    const reply = yield* ask(io.sys, connection, ["AUTH", ...login.map(bytesOf)]);
    if (reply?.kind === "error") yield* io.tell(`AUTH failed: ${reply.text}\n`);
  }
  if (session.database !== 0) {
    const reply = yield* ask(io.sys, connection, ["SELECT", String(session.database)]);
    if (reply?.kind === "error") {
      yield* io.tell(`SELECT ${session.database} failed: ${reply.text}\n`);
      session.database = 0;
    }
  }
  return true;
}

function close(session: Session): void {
  if (session.connection !== undefined) void session.io.sys.close(session.connection.fd);
  session.connection = undefined;
  session.inTransaction = false;
  session.subscribed = false;
}

// ---- one command

const LISTENING = /^(?:p?subscribe|monitor)$/i;

/** What a reply says about the state of the connection. */
function follow(session: Session, words: readonly string[], reply: Reply): void {
  const name = (words[0] ?? "").toLowerCase();
  if (reply.kind === "error") {
    if (name === "exec") session.inTransaction = false;
    return;
  }
  if (name === "select" && reply.kind === "status" && reply.text === "OK")
    session.database = Number(words[1]);
  else if (name === "multi") session.inTransaction = true;
  else if (name === "exec" || name === "discard" || name === "reset") session.inTransaction = false;
  if (name === "reset") session.database = 0;
}

/** undefined: there is no server to ask. */
function* perform(session: Session, words: readonly string[]): Task<Reply | undefined> {
  const { io } = session;
  const name = (words[0] as string).toLowerCase();
  for (const again of [true, false]) {
    if (session.connection === undefined && !(yield* open(session))) return undefined;
    const reply = yield* ask(io.sys, session.connection as Connection, words);
    if (reply !== undefined) {
      follow(session, words, reply);
      yield* show(session, reply);
      if (LISTENING.test(name) && reply.kind !== "error") yield* listen(session, words);
      return reply;
    }
    close(session);
    if (name === "shutdown") return { kind: "status", text: "" };
    if (!again) yield* io.tell("Error: Server closed the connection\n");
  }
  return undefined;
}

/** Shows what comes until the server ends it; on a terminal any key ends it as well. */
function* listen(session: Session, words: readonly string[]): Task<void> {
  const { io } = session;
  const connection = session.connection as Connection;
  const talks = session.style === "standard" && io.sys.termios(0) !== undefined;
  const monitors = (words[0] as string).toLowerCase() === "monitor";
  for (let left = monitors ? 0 : words.length - 2; left > 0; left--) {
    const reply = yield* nextReply(io.sys, connection);
    if (reply === undefined) return close(session);
    yield* show(session, reply);
  }
  if (session.style === "standard" && !monitors)
    yield* io.print(`Reading messages... (press Ctrl-C to quit${talks ? " or any key to type command" : ""})\n`);
  for (;;) {
    yield* io.out.flush();
    if (talks && connection.input === "") {
      const ready = yield* io.sys.poll([{ fd: connection.fd, read: true }, { fd: 0, read: true }]);
      if (!failed(ready) && ready.some(({ fd }) => fd === 0)) {
        session.subscribed = !monitors;
        return;
      }
    }
    const reply = yield* nextReply(io.sys, connection);
    if (reply === undefined) return close(session);
    yield* show(session, reply);
  }
} // prettier-ignore

/** As often as is asked for; the exit status. */
function* repeated(session: Session, words: readonly string[], times: number): Task<number> {
  const { io, options } = session;
  for (let left = times; left > 0; left--) {
    const reply = yield* perform(session, words);
    if (reply === undefined) return 1;
    if (reply.kind === "error" && options.failsOnError) return 1;
    if (left > 1 && options.interval > 0) {
      yield* io.out.flush();
      yield* io.sys.sleep(Math.round(options.interval * SECOND));
    }
  }
  return 0;
}

// ---- arguments, lines, and a conversation

function* fromArguments(session: Session): Task<number> {
  const { io, options } = session;
  let words = options.words.map(bytesOf);
  if (options.quotedInput) words = words.map((word) => splitWords(word)?.[0] ?? word);
  if (options.lastFromInput || options.tagFromInput !== undefined) {
    const bytes = yield* readAll(io.sys, 0);
    const text = failed(bytes) ? "" : decodeBytes(bytes);
    if (options.lastFromInput) words.push(text);
    else words = words.map((word) => (word === options.tagFromInput ? text : word));
  }
  return yield* repeated(session, words, options.repeat);
}

/** One line of a conversation; the status if it ends it. */
function* line(session: Session, text: string, talks: boolean): Task<number | undefined> {
  const { io } = session;
  const words = splitWords(bytesOf(text));
  if (words === undefined) {
    yield* io.print("Invalid argument(s)\n");
    return undefined;
  }
  const [first] = words;
  if (first === undefined || first.startsWith("#")) return undefined;
  const name = first.toLowerCase();
  if (name === "quit" || name === "exit") return 0;
  if (talks && (name === "help" || name === "?")) yield* io.print(TALK_HELP);
  else if (talks && name === "clear") yield* io.print("\x1b[H\x1b[2J");
  else if (name === ":set") return undefined;
  else if (name === "connect" && words.length === 3) {
    close(session);
    session.options = { ...session.options, host: words[1] as string, port: Number(words[2]) };
    yield* open(session);
  } else {
    const times = /^\d+$/.test(first) && words.length > 1 ? Number(first) : 1;
    const status = yield* repeated(session, times === 1 && !/^\d+$/.test(first) ? words : words.length > 1 ? words.slice(1) : words, times);
    if (status !== 0 && !talks) return status;
  }
  return undefined;
} // prettier-ignore

function* fromLines(session: Session): Task<number> {
  const lines = session.io.lines(0);
  for (let text = yield* lines.next(); text !== undefined; text = yield* lines.next()) {
    const status = yield* line(session, text, false);
    if (status !== undefined) return status;
  }
  return 0;
}

function promptOf(session: Session): string {
  const { options } = session;
  if (session.connection === undefined) return "not connected> ";
  const where = options.socket === undefined ? `${options.host.includes(":") ? `[${options.host}]` : options.host}:${options.port}` : `redis ${options.socket}`; // prettier-ignore
  const database = session.database === 0 ? "" : `[${session.database}]`;
  const mode = session.inTransaction ? "(TX)" : session.subscribed ? "(subscribed mode)" : "";
  return `${where}${database}${mode}> `;
}

/** As linenoise has it: ctrl-c is a key that ends the conversation. */
const KEYS: Keymap = {
  ...BUSYBOX_KEYS,
  command: (term, keys) => (keys === "\x03" ? endOfInput : BUSYBOX_KEYS.command(term, keys)),
};

const endOfInput: EditorCommand = (ed) => void (ed.finish = "end");

function* talk(session: Session): Task<number> {
  const { io } = session;
  const { sys } = io;
  yield* open(session);
  const before = sys.termios(0);
  const history: string[] = [];
  let memory = EMPTY_MEMORY;
  for (;;) {
    yield* io.out.flush();
    if (before !== undefined) void sys.setTermios(0, { ...before, signals: false });
    const edited = yield* editLine(
      {
        sys,
        input: 0,
        output: 1,
        term: io.env.get("TERM") ?? "dumb",
        prompt: promptOf(session),
        history: { first: 1, lines: history },
        memory,
        signals: () => true,
        complete: function* (_text, point) {
          return { start: point, words: [], files: false };
        },
        expandLine: function* () {
          return undefined;
        },
        expandGlob: () => [],
        home: () => undefined,
        expandHistory: (text) => text,
      },
      KEYS,
    );
    if (before !== undefined) void sys.setTermios(0, before);
    ({ memory } = edited);
    if (edited.kind !== "line") {
      yield* sys.write(1, encode("\n"));
      return 0;
    }
    if (edited.text.trim() !== "" && history.at(-1) !== edited.text) history.push(edited.text);
    const status = yield* line(session, edited.text, true);
    if (status !== undefined) return status;
  }
}

// ---- other modes

function* scan(session: Session): Task<number> {
  const { io, options } = session;
  if (!(yield* open(session))) return 1;
  let cursor = "0";
  do {
    const words = ["SCAN", cursor];
    if (options.pattern !== undefined) words.push("MATCH", bytesOf(options.pattern));
    if (options.count !== undefined) words.push("COUNT", String(options.count));
    const reply = yield* ask(io.sys, session.connection as Connection, words);
    if (reply?.kind !== "array") {
      yield* io.tell(reply?.kind === "error" ? `ERROR: ${reply.text}\n` : "\nI/O error\n");
      return 1;
    }
    const [next, keys] = reply.items ?? [];
    cursor = next?.kind === "bulk" ? (next.text ?? "0") : "0";
    for (const key of keys?.kind === "array" ? (keys.items ?? []) : [])
      if (key.kind === "bulk") yield* io.out.writeBytes(encodeBytes(session.style === "standard" ? replyText(key, "standard") : `${key.text ?? ""}\n`)); // prettier-ignore
  } while (cursor !== "0");
  return 0;
}

function* pipe(session: Session): Task<number> {
  const { io } = session;
  if (!(yield* open(session))) return 1;
  const connection = session.connection as Connection;
  const bytes = yield* readAll(io.sys, 0);
  if (failed(bytes)) return 1;
  const marker = "paperwhale-end";
  yield* io.sys.write(connection.fd, bytes);
  yield* io.print("All data transferred. Waiting for the last reply...\n");
  let [replies, errors] = [0, 0];
  let reply = yield* ask(io.sys, connection, ["ECHO", marker]);
  while (reply !== undefined && !(reply.kind === "bulk" && reply.text === marker)) {
    replies++;
    if (reply.kind === "error") {
      errors++;
      yield* io.tell(`${reply.text}\n`);
    }
    reply = yield* nextReply(io.sys, connection);
  }
  yield* io.print(`Last reply received from server.\nerrors: ${errors}, replies: ${replies}\n`);
  return errors > 0 ? 1 : 0;
}

const WARNING = "Warning: Using a password with '-a' or '-u' option on the command line interface may not be safe.\n"; // prettier-ignore

export const redisCli = command({ name: "redis-cli", gnu: "", raw: true }, function* (io) {
  const parsed = parseCliOptions(io.argv.slice(1));
  if ("wrong" in parsed) {
    yield* io.tell(`${parsed.wrong}\n`);
    return parsed.status;
  }
  const terminal = io.sys.termios(1) !== undefined;
  if (parsed.mode === "version") yield* io.print(`redis-cli ${REDIS_VERSION}\n`);
  else if (parsed.mode === "help") yield* io.print(HELP);
  if (parsed.mode === "version" || parsed.mode === "help") return 0;
  if (parsed.passwordShown) yield* io.tell(WARNING);
  const options = { ...parsed, password: parsed.password ?? io.env.get("REDISCLI_AUTH") };
  const session: Session = {
    io,
    options,
    style: options.style ?? (terminal ? "standard" : "raw"),
    connection: undefined,
    database: options.database,
    inTransaction: false,
    subscribed: false,
  };
  if (options.mode === "scan") return yield* scan(session);
  if (options.mode === "pipe") return yield* pipe(session);
  if (options.words.length > 0) return yield* fromArguments(session);
  return yield* io.sys.termios(0) === undefined ? fromLines(session) : talk(session);
});
