// nginx: options, test of the configuration, signals to a running master, and the start of the master itself, in
// the foreground or as a daemon (man nginx). The server is in master.ts and worker.ts.

import { failed, strerror } from "../../../base/errno.ts";
import { SIGHUP, SIGQUIT, SIGTERM, SIGUSR1, type Signal } from "../../../base/signals.ts";
import { encode } from "../../../base/utf8.ts";
import { O_APPEND, O_CREAT, O_WRONLY, type Sys, type Task } from "../../../kernel/sys.ts";
import { command, type Io } from "../../libc/command.ts";
import { readText } from "../../libc/input.ts";
import { errorDate } from "../http/http-date.ts";
import { isConfigError, openFailure } from "./config-parser.ts";
import { loadSite, type Invocation } from "./load.ts";
import { logError, openLogs } from "./log.ts";
import { openSockets, startMaster, type MasterState } from "./master.ts";
import type { Site } from "./site.ts";
import { makeTemporaryPaths } from "./temporary-paths.ts";

const DEFAULT_FILE = "/etc/nginx/nginx.conf";
const DEFAULT_ERROR_LOG = "/var/log/nginx/error.log";

const ONLY_ROOT =
  'the "user" directive makes sense only if the master process runs with super-user privileges';

const BUILD = `nginx version: nginx/1.29.4
built by gcc 14.2.0 (Debian 14.2.0-19)
built with OpenSSL 3.5.4 30 Sep 2025
TLS SNI support enabled
configure arguments: --prefix=/etc/nginx --sbin-path=/usr/sbin/nginx --modules-path=/usr/lib/nginx/modules --conf-path=/etc/nginx/nginx.conf --error-log-path=/var/log/nginx/error.log --http-log-path=/var/log/nginx/access.log --pid-path=/run/nginx.pid --lock-path=/run/nginx.lock --http-client-body-temp-path=/var/cache/nginx/client_temp --http-proxy-temp-path=/var/cache/nginx/proxy_temp --http-fastcgi-temp-path=/var/cache/nginx/fastcgi_temp --http-uwsgi-temp-path=/var/cache/nginx/uwsgi_temp --http-scgi-temp-path=/var/cache/nginx/scgi_temp --user=nginx --group=nginx
`;

const HELP = `nginx version: nginx/1.29.4
Usage: nginx [-?hvVtTq] [-s signal] [-p prefix]
             [-e filename] [-c filename] [-g directives]

Options:
  -?,-h         : this help
  -v            : show version and exit
  -V            : show version and configure options then exit
  -t            : test configuration and exit
  -T            : test configuration, dump it and exit
  -q            : suppress non-error messages during configuration testing
  -s signal     : send signal to a master process: stop, quit, reopen, reload
  -p prefix     : set prefix path (default: /etc/nginx/)
  -e filename   : set error log file (default: /var/log/nginx/error.log)
  -c filename   : set configuration file (default: /etc/nginx/nginx.conf)
  -g directives : set global directives out of configuration file

`;

const SIGNALS = new Map<string, Signal>([["stop", SIGTERM], ["quit", SIGQUIT], ["reopen", SIGUSR1], ["reload", SIGHUP]]); // prettier-ignore

interface Asked {
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, string>;
}

function readArguments(args: readonly string[]): Asked | { readonly wrong: string } {
  const flags = new Set<string>();
  const values = new Map<string, string>();
  for (let i = 0; i < args.length; i++) {
    const word = args[i] as string;
    if (!word.startsWith("-")) return { wrong: `invalid option: "${word}"` };
    for (let j = 1; j < word.length; j++) {
      const letter = word[j] as string;
      if ("?hvVtTq".includes(letter)) flags.add(letter);
      else if ("spcge".includes(letter)) {
        const value = word.slice(j + 1) || args[++i];
        if (value === undefined) return { wrong: `option "-${letter}" requires ${letter === "s" || letter === "g" ? "parameter" : letter === "p" ? "directory name" : "file name"}` }; // prettier-ignore
        values.set(letter, value);
        break;
      } else return { wrong: `invalid option: "${letter}"` };
    }
  }
  return { flags, values };
}

/** On standard error, and in the log that nginx has before it has read anything. */
/** Told before the configured log is open: in the one that nginx was built with, and to whoever started it. */
function* complain(io: Io, level: "emerg" | "warn", text: string): Task<void> {
  const { sys } = io;
  const fd = yield* sys.open(DEFAULT_ERROR_LOG, O_WRONLY | O_CREAT | O_APPEND, 0o644);
  if (!failed(fd)) {
    yield* sys.write(fd, encode(`${errorDate(sys.now())} [${level}] ${sys.pid}#${sys.pid}: ${text}\n`));
    void sys.close(fd);
  }
  yield* io.tell(`nginx: [${level}] ${text}\n`);
}

function* emergency(io: Io, text: string): Task<number> {
  yield* complain(io, "emerg", text);
  return 1;
}

function* signalMaster(io: Io, site: Site, name: string): Task<number> {
  const { sys } = io;
  const fd = yield* sys.open(DEFAULT_ERROR_LOG, O_WRONLY | O_CREAT | O_APPEND, 0o644);
  if (!failed(fd)) {
    yield* sys.write(
      fd,
      encode(`${errorDate(sys.now())} [notice] ${sys.pid}#${sys.pid}: signal process started\n`),
    );
    void sys.close(fd);
  }
  const file = yield* readText(sys, site.pidFile);
  if (failed(file)) {
    yield* io.tell(`nginx: [error] ${openFailure(site.pidFile, file)}\n`);
    return 1;
  }
  const text = file.text.trim();
  if (!/^\d+$/.test(text)) {
    yield* io.tell(`nginx: [error] invalid PID number "${text}" in "${site.pidFile}"\n`);
    return 1;
  }
  const refused = sys.kill(Number(text), SIGNALS.get(name) as Signal);
  if (refused === undefined) return 0;
  yield* io.tell(
    `nginx: [alert] kill(${text}, ${SIGNALS.get(name) as Signal}) failed (3: ${strerror(refused)})\n`,
  );
  return 1;
}

const daemonEntry = function* (sys: Sys, state: MasterState): Task<number> {
  void sys.setsid();
  return yield* startMaster(sys, state);
};

function* start(io: Io, invocation: Invocation, site: Site): Task<number> {
  const { sys } = io;
  const refused = yield* makeTemporaryPaths(sys, site);
  if (refused !== undefined) return yield* emergency(io, refused.error);
  const logs = yield* openLogs(sys, site);
  if (isConfigError(logs)) return yield* emergency(io, logs.error);
  const say = function* (text: string): Task<void> {
    yield* logError(sys, logs, "emerg", text);
    yield* io.tell(`nginx: [emerg] ${text}\n`);
  };
  const sockets = yield* openSockets(sys, site, new Map(), say);
  if (isConfigError(sockets)) {
    yield* say(sockets.error);
    return 1;
  }
  const state: MasterState = { invocation, site, logs, sockets, workers: [], retired: [], leaving: false };
  if (!site.daemon) return yield* startMaster(sys, state);
  const pid = sys.fork({ entry: daemonEntry, data: state });
  return failed(pid) ? 1 : 0;
}

export const nginx = command({ name: "nginx", gnu: "", raw: true }, function* (io) {
  const asked = readArguments(io.argv.slice(1));
  if ("wrong" in asked) {
    yield* io.tell(`nginx: ${asked.wrong}\n`);
    return 1;
  }
  const { flags, values } = asked;
  if (flags.has("?") || flags.has("h")) yield* io.tell(HELP);
  else if (flags.has("V")) yield* io.tell(BUILD);
  else if (flags.has("v")) yield* io.tell("nginx version: nginx/1.29.4\n");
  if (["?", "h", "v", "V"].some((flag) => flags.has(flag))) return 0;
  const signal = values.get("s");
  if (signal !== undefined && !SIGNALS.has(signal)) {
    yield* io.tell(`nginx: invalid option: "-s ${signal}"\n`);
    return 1;
  }
  const file = values.get("c") ?? DEFAULT_FILE;
  const invocation: Invocation = {
    words: io.argv,
    file: file.startsWith("/") ? file : `/etc/nginx/${file}`,
    globals: values.get("g") ?? "",
  };
  const site = yield* loadSite(io.sys, invocation);
  const tests = flags.has("t") || flags.has("T");
  if (isConfigError(site)) {
    yield* emergency(io, site.error);
    if (tests) yield* io.tell(`nginx: configuration file ${invocation.file} test failed\n`);
    return 1;
  }
  if (site.userAt !== undefined && io.sys.credentials().euid !== 0)
    yield* complain(io, "warn", `${ONLY_ROOT}, ignored in ${site.userAt}`);
  if (signal !== undefined) return yield* signalMaster(io, site, signal);
  if (!tests) return yield* start(io, invocation, site);
  yield* io.tell(
    `nginx: the configuration file ${invocation.file} syntax is ok\nnginx: configuration file ${invocation.file} test is successful\n`,
  );
  if (flags.has("T")) {
    const text = yield* readText(io.sys, invocation.file);
    if (!failed(text)) yield* io.print(`# configuration file ${invocation.file}:\n${text.text}\n`);
  }
  return 0;
});
