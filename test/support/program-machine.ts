// A bare machine with programs of one family and the files of a small Debian, for tests that run one command
// after the other and look at what each prints.

import { failed } from "../../src/base/errno.ts";
import { makeDirectories, writeFile } from "../../src/fs/tree-paths.ts";
import { exitStatusOf, O_RDONLY, type Program } from "../../src/kernel/sys.ts";
import { programOf, type Command, type Family } from "../../src/programs/libc/command.ts";
import { BareMachine } from "./bare-machine.ts";

/** The number of the first file system that a bare machine mounts. */
const ROOT_TREE = 1;

export interface RunOptions {
  readonly stdin?: string;
  readonly env?: readonly string[];
  readonly cwd?: string;
  readonly uid?: number;
  /** virtual microseconds after which what still runs is left alone */
  readonly limit?: number;
}

export interface RunResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
}

export const PASSWD = [
  "root:x:0:0:root:/root:/bin/bash",
  "daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin",
  "bin:x:2:2:bin:/bin:/usr/sbin/nologin",
  "www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin",
  "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin",
  "",
].join("\n");

export const GROUP = [
  "root:x:0:",
  "daemon:x:1:",
  "bin:x:2:",
  "tty:x:5:",
  "www-data:x:33:",
  "users:x:100:",
  "nogroup:x:65534:",
  "",
].join("\n");

const FILES: Record<string, string> = {
  "/etc/passwd": PASSWD,
  "/etc/group": GROUP,
  "/etc/hostname": "bare\n",
  "/etc/hosts": "127.0.0.1\tlocalhost\n127.0.1.1\tbare\n::1\tlocalhost ip6-localhost ip6-loopback\n",
};

/** Reads standard input from a file, then runs the command. */
const prepared: Program = function* (sys, argv, env) {
  const [, cwd = "/", uid = "", name = "", ...args] = argv;
  const input = yield* sys.open("/tmp/.stdin", O_RDONLY);
  if (!failed(input)) {
    void sys.dup2(input, 0);
    void sys.close(input);
  }
  void sys.chdir(cwd);
  if (uid !== "")
    void sys.setCredentials({
      uid: Number(uid),
      euid: Number(uid),
      gid: Number(uid),
      egid: Number(uid),
      groups: [Number(uid)],
    });
  // As a shell does it: a child in the shell's own process group.
  const child = sys.spawn({ path: `/bin/${name}`, argv: [name, ...args], env });
  if (failed(child)) return child === "ENOENT" ? 127 : 126;
  const reaped = yield* sys.wait(child);
  return failed(reaped) ? 1 : exitStatusOf(reaped.change);
};

/** `sh -c 'WORDS'`: no shell, but what su and script need of one. */
const words: Program = function* (sys, argv, env) {
  const at = argv.indexOf("-c");
  const args = at < 0 ? [] : (argv[at + 1] as string).split(" ");
  return args.length === 0 ? 0 : (yield* sys.exec(`/bin/${args[0]}`, args, env)) === "ENOENT" ? 127 : 126;
};

export class ProgramMachine {
  readonly machine: BareMachine;

  constructor(
    commands: readonly Command[],
    family: Family,
    files: Record<string, string> = {},
    more: Record<string, Program> = {},
  ) {
    const programs: Record<string, Program> = { prepared, sh: words, ...more };
    for (const command of commands)
      if (command.spec[family] !== undefined) programs[command.spec.name] = programOf(command, family);
    this.machine = new BareMachine(programs, { ...FILES, ...files });
    for (const path of ["/mnt", "/usr", "/home", "/var/mail"])
      makeDirectories(this.machine.kernel.fileSystems.tree(ROOT_TREE), path);
  }

  start(argv: readonly string[], options: RunOptions = {}) {
    if (options.stdin !== undefined) this.write("/tmp/.stdin", options.stdin);
    const uid = options.uid === undefined ? "" : String(options.uid);
    return this.machine.launch(["prepared", options.cwd ?? "/root", uid, ...argv], {
      env: ["PATH=/bin", "HOME=/root", ...(options.env ?? [])],
    });
  }

  run(argv: readonly string[], options: RunOptions = {}): RunResult {
    const launched = this.start(argv, options);
    this.machine.untilIdle(options.limit === undefined ? Infinity : this.machine.now + options.limit);
    const { stdout, stderr, ending } = this.machine.result(launched);
    const status = ending === undefined ? -1 : ending.kind === "exited" ? ending.code : 128 + ending.signal;
    return { stdout, stderr, status };
  }

  write(path: string, text: string): void {
    writeFile(this.machine.kernel.fileSystems.tree(ROOT_TREE), path, text);
  }
}
