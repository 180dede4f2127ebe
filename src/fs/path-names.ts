// The components of a path, as a walk goes through them (path_resolution(7)). Empty ones and `.` lead nowhere; `..`
// is the walker's business.

const split = new Map<string, readonly string[]>();
const SPLIT_KEPT = 4096;

/** A path's components. The same paths are walked over and over, so that they are remembered, some thousand of them. */
export function namesIn(path: string): readonly string[] {
  const known = split.get(path);
  if (known !== undefined) return known;
  const names = path.split("/").filter((name) => name !== "" && name !== ".");
  if (split.size >= SPLIT_KEPT) split.clear();
  split.set(path, names);
  return names;
}
