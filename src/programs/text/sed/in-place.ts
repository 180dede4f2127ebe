// Editing in place (-i): a file's new text is written beside it under a name of chance, with its mode and owner, and
// takes its place when the file is done; the old one may be kept under a backup's name.

import { failed, strerror } from "../../../base/errno.ts";
import { O_CREAT, O_EXCL, O_WRONLY, type Fd, type Stat, type Task } from "../../../kernel/sys.ts";
import type { Io } from "../../libc/command.ts";
import { isRegular } from "../../libc/file-mode.ts";
import { Output } from "../../libc/output.ts";
import { joinPath, lastComponent, parentOf } from "../../libc/paths.ts";
import type { Files } from "./files.ts";
import type { FileWatch } from "./input.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

interface Edited {
  readonly path: string;
  readonly temporary: string;
  readonly out: Output;
  readonly fd: Fd;
}

export class InPlace implements FileWatch {
  private edited: Edited | undefined;
  status = 0;

  constructor(
    private readonly io: Io,
    private readonly files: Files,
    private readonly suffix: string,
  ) {}

  *opened(path: string, fd: Fd): Task<boolean> {
    const { io } = this;
    const stat = io.sys.fstat(fd);
    if (failed(stat) || !isRegular(stat)) {
      this.status = 4;
      yield* io.complain(`couldn't edit ${path}: not a regular file`, 0);
      return false;
    }
    const temporary = this.temporaryBeside(path);
    const made = yield* io.sys.open(temporary, O_WRONLY | O_CREAT | O_EXCL, 0o600);
    if (failed(made)) {
      this.status = 4;
      yield* io.complain(`couldn't open temporary file ${temporary}: ${strerror(made)}`, 0);
      return false;
    }
    this.likeThe(stat, temporary);
    const out = new Output(io.sys, made);
    out.decoding = io.out.decoding;
    this.files.redirect(out);
    this.edited = { path, temporary, out, fd: made };
    return true;
  }

  *closed(): Task<void> {
    const { edited, io } = this;
    if (edited === undefined) return;
    this.edited = undefined;
    yield* edited.out.flush();
    void io.sys.close(edited.fd);
    if (this.suffix !== "") void io.sys.rename(edited.path, this.backupOf(edited.path));
    const renamed = io.sys.rename(edited.temporary, edited.path);
    this.files.redirect(io.out);
    if (!failed(renamed)) return;
    this.status = 4;
    const verb = io.family === "gnu" ? `cannot rename ${edited.temporary}` : `can't move '${edited.temporary}' to '${edited.path}'`; // prettier-ignore
    void io.sys.unlink(edited.temporary);
    yield* io.complain(`${verb}: ${strerror(renamed)}`, 0);
  }

  private likeThe(stat: Stat, path: string): void {
    void this.io.sys.chown(path, stat.uid, stat.gid);
    void this.io.sys.chmod(path, stat.mode & 0o7777);
  }

  private temporaryBeside(path: string): string {
    const name = [...this.io.sys.random(6)].map((byte) => LETTERS[byte % LETTERS.length]).join("");
    if (this.io.family === "busybox") return `${path}${name}`;
    return joinPath(parentOf(path), `sed${name}`);
  }

  /** `*` in the suffix stands for the file's name; without one the suffix is put behind it. */
  private backupOf(path: string): string {
    const name = lastComponent(path);
    if (this.io.family === "busybox") return path + this.suffix;
    const backup = this.suffix.includes("*") ? this.suffix.replaceAll("*", name) : name + this.suffix;
    if (backup.includes("/")) return backup;
    const parent = parentOf(path);
    return parent === "." && !path.startsWith("./") ? backup : joinPath(parent, backup);
  }
}
