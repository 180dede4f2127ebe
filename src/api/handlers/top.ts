// docker top (moby daemon/top_unix.go): the host's own ps is run with the arguments that were given, and of its
// table those lines are kept whose pid is one of the container's.

import { failed } from "../../base/errno.ts";
import { atoi } from "../../base/go/integers.ts";
import { dockerError, fail, ok, type Result } from "../../base/result.ts";
import { concat, decode } from "../../base/utf8.ts";
import type { Fd, Sys, Task } from "../../kernel/sys.ts";
import type { TopAnswer } from "../wire/container.ts";
import { answer, refuse, text, type Handler } from "./context.ts";

export const containerTop: Handler = function* ({ engine, sys }, { target, query }) {
  const given = text(query, "ps_args") || "-ef";
  for (const [, name = "", value = ""] of given.matchAll(
    /[\t\n\f\r ]+([^\t\n\f\r ]*)=[\t\n\f\r ]*(PID[^\t\n\f\r ]*)/g,
  ))
    if (name !== "pid")
      return refuse({ kind: "system", message: `specifying "${name}=${value}" is not allowed` });
  const pids = engine.call("pidsOf", target);
  if (!pids.ok) return refuse(pids.error);
  const table = yield* runPs(sys, given.split(" "), pids.value.pids);
  if (!table.ok) return refuse(table.error);
  const parsed = parsePsTable(table.value, new Set(pids.value.pids));
  if (!parsed.ok) return refuse({ kind: "system", message: parsed.error });
  engine.call("commitIfThere", pids.value.id, { kind: "container-listed-processes", id: pids.value.id });
  return answer(parsed.value);
};

interface Output {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
}

/** Some options cannot be had together with -q: then once more without it. */
function* runPs(sys: Sys, args: readonly string[], pids: readonly number[]): Task<Result<string>> {
  const first = yield* run(sys, [...args, `-q${pids.join(",")}`]);
  if (first?.status === 0) return ok(first.stdout);
  const second = yield* run(sys, args);
  if (second === undefined)
    return dockerError("system", 'ps: exec: "ps": executable file not found in $PATH');
  if (second.status === 0) return ok(second.stdout);
  const [line = ""] = second.stderr.split("\n");
  return dockerError("system", `ps: ${line || `exit status ${second.status}`}`);
}

const DIRECTORIES = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/** Undefined if there is no ps on the host. */
function* run(sys: Sys, args: readonly string[]): Task<Output | undefined> {
  const output = sys.pipe();
  const errors = sys.pipe();
  if (failed(output) || failed(errors)) return undefined;
  for (const fd of [...output, ...errors]) void sys.closeOnExec(fd, true);
  const path = DIRECTORIES.map((directory) => `${directory}/ps`).find((file) => !failed(sys.stat(file)));
  const pid =
    path === undefined
      ? "ENOENT"
      : sys.spawn({
          path,
          argv: ["ps", ...args],
          env: [`PATH=${DIRECTORIES.join(":")}`],
          fds: [[1, output[1]], [2, errors[1]]],
        }); // prettier-ignore
  void sys.close(output[1]);
  void sys.close(errors[1]);
  const stdout = yield* readAll(sys, output[0]);
  const stderr = yield* readAll(sys, errors[0]);
  if (failed(pid)) return undefined;
  const reaped = yield* sys.wait(pid);
  const status = failed(reaped) || reaped.change.kind !== "exited" ? 1 : reaped.change.code;
  return { stdout, stderr, status };
}

function* readAll(sys: Sys, fd: Fd): Task<string> {
  const pieces: Uint8Array[] = [];
  for (;;) {
    const piece = yield* sys.read(fd, 65_536);
    if (failed(piece) || piece.length === 0) break;
    pieces.push(piece);
  }
  void sys.close(fd);
  return decode(concat(pieces));
}

const fieldsOf = (line: string): string[] => line.split(/[\t\n\f\r ]+/).filter((field) => field !== "");

/** Lines of the pids, and those of their threads that follow; what is too many words belongs to the last field. */
export function parsePsTable(output: string, pids: ReadonlySet<number>): Result<TopAnswer, string> {
  const [head = "", ...lines] = output.split("\n");
  const titles = fieldsOf(head);
  const at = titles.indexOf("PID");
  if (at < 0) return fail("Couldn't find PID field in ps output");
  const processes: string[][] = [];
  let contained = false;
  for (const line of lines) {
    if (line === "") continue;
    const fields = fieldsOf(line);
    const pid = fields[at] ?? "";
    if (pid !== "-") {
      const number = atoi(pid);
      if (!number.ok) return fail(`Unexpected pid '${pid}': ${number.error}`);
      contained = pids.has(Number(number.value));
    }
    if (!contained) continue;
    const last = titles.length - 1;
    processes.push([...fields.slice(0, last), fields.slice(last).join(" ")]);
  }
  return ok({ Processes: processes.length === 0 ? null : processes, Titles: titles });
}
