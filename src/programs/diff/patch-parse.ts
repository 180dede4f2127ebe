// Reading patches: unified ones, file by file and hunk by hunk (POSIX diff, "Diff -u Output Format"). Whatever stands between
// files is passed over. Not here: other forms.

export interface PatchHunk {
  /** line numbers from 1 */
  readonly oldStart: number;
  readonly newStart: number;
  readonly old: readonly string[];
  readonly fresh: readonly string[];
  /** as they stand in the patch, for rejects */
  readonly text: string;
  /** the last line has no newline */
  readonly oldUnfinished: boolean;
  readonly freshUnfinished: boolean;
}

export interface FilePatch {
  readonly oldName: string;
  readonly newName: string;
  readonly hunks: readonly PatchHunk[];
}

const HEAD = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

const nameIn = (line: string): string => line.slice(4).replace(/\t.*$/, "").trim();

function hunkAt(lines: readonly string[], start: number): { hunk: PatchHunk; end: number } | undefined {
  const head = HEAD.exec(lines[start] ?? "");
  if (head === null) return undefined;
  const [, oldStart = "0", oldCount = "1", newStart = "0", newCount = "1"] = head;
  const old: string[] = [];
  const fresh: string[] = [];
  let [oldUnfinished, freshUnfinished] = [false, false];
  let at = start + 1;
  let last = "";
  while (at < lines.length && (old.length < Number(oldCount) || fresh.length < Number(newCount) || (lines[at] ?? "").startsWith("\\"))) {
    const line = lines[at] as string;
    const mark = line[0] ?? " ";
    if (mark === "\\") {
      if (last !== "+") oldUnfinished = true;
      if (last !== "-") freshUnfinished = true;
    } else {
      if (!" -+".includes(mark) && line !== "") break;
      if (mark !== "+") old.push(line.slice(1));
      if (mark !== "-") fresh.push(line.slice(1));
      last = mark;
    }
    at++;
  }
  const hunk = {
    oldStart: Number(oldStart),
    newStart: Number(newStart),
    old,
    fresh,
    text: `${lines.slice(start, at).join("\n")}\n`,
    oldUnfinished,
    freshUnfinished,
  };
  return { hunk, end: at };
} // prettier-ignore

export function parsePatch(text: string): FilePatch[] {
  const lines = text.replace(/\n$/, "").split("\n");
  const files: FilePatch[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as string;
    if (!line.startsWith("--- ") || !(lines[at + 1] ?? "").startsWith("+++ ")) continue;
    const [oldName, newName] = [nameIn(line), nameIn(lines[at + 1] as string)];
    const hunks: PatchHunk[] = [];
    at += 2;
    for (let found = hunkAt(lines, at); found !== undefined; found = hunkAt(lines, at)) {
      hunks.push(found.hunk);
      at = found.end;
    }
    at--;
    if (hunks.length > 0) files.push({ oldName, newName, hunks });
  }
  return files;
}

export const reversed = ({ oldName, newName, hunks }: FilePatch): FilePatch => ({
  oldName: newName,
  newName: oldName,
  hunks: hunks.map((hunk) => ({
    ...hunk,
    oldStart: hunk.newStart,
    newStart: hunk.oldStart,
    old: hunk.fresh,
    fresh: hunk.old,
    oldUnfinished: hunk.freshUnfinished,
    freshUnfinished: hunk.oldUnfinished,
  })),
});
