// Texts of the form key=value, in which the first separator counts and values may hold further ones. Relies on
// nothing.

/** Go's strings.Cut: before and after the first separator, and whether there was one. */
export function cut(
  text: string,
  separator: string,
): readonly [before: string, after: string, found: boolean] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, "", false] : [text.slice(0, at), text.slice(at + separator.length), true];
}

/** ["a=1", "b"] as a map; what has no `=` has an empty value, a later key replaces an earlier. */
export function keyValueMap(values: readonly string[]): Map<string, string> {
  const map = new Map<string, string>();
  for (const value of values) {
    const [key, text] = cut(value, "=");
    map.set(key, text);
  }
  return map;
}
