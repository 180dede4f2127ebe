// Paths as text, with `/` between names. Nothing here looks at files: `..` is taken away by name, so
// symbolic links make a difference that only tree-paths.ts and vfs.ts see.

/** The names on the way, without empty ones and `.`; `..` goes up but never out of the root. */
export function components(path: string): string[] {
  const names: string[] = [];
  for (const name of path.split("/")) {
    if (name === "" || name === ".") continue;
    if (name === "..") names.pop();
    else names.push(name);
  }
  return names;
}

/** An absolute path in its shortest form. */
export const normalise = (path: string): string => `/${components(path).join("/")}`;

/** What `path` means from `directory`, as an absolute path. */
export const join = (directory: string, path: string): string =>
  normalise(path.startsWith("/") ? path : `${directory}/${path}`);

/** The last name, or "/" for the root. */
export function basename(path: string): string {
  return components(path).at(-1) ?? "/";
}

export function dirname(path: string): string {
  return `/${components(path).slice(0, -1).join("/")}`;
}

export function utf8Length(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    if (unit < 0x800) length += 1;
    else if (unit >= 0xd800 && unit <= 0xdbff && isLowSurrogate(text.charCodeAt(i + 1))) {
      length += 2;
      i++;
    } else length += 2;
  }
  return length;
}

const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;
