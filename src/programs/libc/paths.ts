// Paths as programs take them apart and put them together: text only, nothing is looked up. Slashes at the
// end count as coreutils and POSIX's basename(1) and dirname(1) have it.

/** A name in a directory. */
export const joinPath = (directory: string, name: string): string =>
  directory.endsWith("/") ? directory + name : `${directory}/${name}`;

/** Without slashes at the end, unless there is nothing else. */
export function stripSlashes(path: string): string {
  let end = path.length;
  while (end > 1 && path[end - 1] === "/") end--;
  return path.slice(0, end);
}

/** The last name: `c` of `/b/c/`; `/` of `/`; nothing of nothing. */
export function lastComponent(path: string): string {
  const stripped = stripSlashes(path);
  return stripped === "/" ? stripped : stripped.slice(stripped.lastIndexOf("/") + 1);
}

/** What is before the last name: `/b` of `/b/c/`, `.` of `c`. */
export function parentOf(path: string): string {
  const stripped = stripSlashes(path);
  const slash = stripped.lastIndexOf("/");
  if (slash < 0) return ".";
  return slash === 0 ? "/" : stripSlashes(stripped.slice(0, slash));
}

/** Whether the last name is `.` or `..`. */
export function isDots(path: string): boolean {
  const name = lastComponent(path);
  return name === "." || name === "..";
}
