// Where the client runs, as the reading of command lines and flags sees it: a pure function of what it is given. What
// only waiting system calls can tell (files, the daemon's ping) is not there when it is first asked for; `settle` finds
// it out and reads again, until nothing more is asked.

import { failed } from "../base/errno.ts";
import { pathError } from "../base/go/errno-text.ts";
import { fail, ok, type Result } from "../base/result.ts";
import { concat } from "../base/utf8.ts";
import { O_CLOEXEC, O_RDONLY, type Sys, type Task } from "../kernel/sys.ts";
import { type ServerInfo, UNKNOWN_SERVER } from "./flags/client-environment.ts";
import { absolutePath, type ClientIo } from "./opts/client-io.ts";

const CHUNK = 65_536;

/** A file's bytes, in the words of Go's os.ReadFile where it has none. */
export function* readFile(sys: Sys, path: string): Task<Result<Uint8Array, string>> {
  const fd = yield* sys.open(path, O_RDONLY | O_CLOEXEC);
  if (failed(fd)) return fail(pathError("open", path, fd));
  const bytes = yield* readAll(sys, fd);
  void sys.close(fd);
  return bytes.ok ? bytes : fail(pathError("read", path, bytes.error));
}

/** Everything until the end. */
export function* readAll(sys: Sys, fd: number) {
  const parts: Uint8Array[] = [];
  for (;;) {
    const bytes = yield* sys.read(fd, CHUNK);
    if (bytes === "EINTR") continue;
    if (failed(bytes)) return fail(bytes);
    if (bytes.length === 0) return ok(concat(parts));
    parts.push(bytes);
  }
}

export class Surroundings implements ClientIo {
  private readonly variables = new Map<string, string>();
  private readonly files = new Map<string, Result<Uint8Array, string>>();
  private wantedFile: string | undefined;
  private wantsServer = false;
  private knownServer: ServerInfo | undefined;
  private directory: string | undefined;
  proxies?: ReadonlyMap<string, string>;

  constructor(
    private readonly sys: Sys,
    env: readonly string[],
    /** asks the daemon who it is */
    private readonly ping: () => Task<ServerInfo>,
  ) {
    for (const variable of env) {
      const equals = variable.indexOf("=");
      this.variables.set(variable.slice(0, equals), variable.slice(equals + 1));
    }
  }

  lookupEnv(name: string): string | undefined {
    return this.variables.get(name);
  }

  /** The value; "" for a variable that is not set. */
  env(name: string): string {
    return this.variables.get(name) ?? "";
  }

  environmentNames(): string[] {
    return [...this.variables.keys()];
  }

  get cwd(): string {
    if (this.directory === undefined) {
      const found = this.sys.getcwd();
      this.directory = failed(found) ? "/" : found.path;
    }
    return this.directory;
  }

  /** filepath.Abs */
  absolute(path: string): string {
    return absolutePath(this, path);
  }

  readFile(path: string): Result<Uint8Array, string> {
    const known = this.files.get(path);
    if (known === undefined) this.wantedFile ??= path;
    return known ?? fail("");
  }

  server(): ServerInfo {
    if (this.knownServer === undefined) this.wantsServer = true;
    return this.knownServer ?? UNKNOWN_SERVER;
  }

  /** What `read` comes to once it knows all that it asks for. */
  *settle<T>(read: () => T): Task<T> {
    for (;;) {
      this.wantedFile = undefined;
      this.wantsServer = false;
      const result = read();
      if (this.wantedFile !== undefined) yield* this.learnFile(this.wantedFile);
      else if (this.wantsServer) this.knownServer = yield* this.ping();
      else return result;
    }
  }

  /** Reads a file that is sure to be asked for. */
  *learnFile(path: string): Task<void> {
    this.files.set(path, yield* readFile(this.sys, path));
  }
}
