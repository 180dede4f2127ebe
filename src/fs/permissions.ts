// Who may do what with an inode: POSIX permission bits, with the capabilities that Linux lets override
// them (capabilities(7), path_resolution(7)). No access control lists.

import { S_IFDIR, S_IFMT, S_IFREG, S_ISGID, S_ISUID, S_ISVTX, type Rights } from "./file-system.ts";

export interface Identity {
  /** effective ids: what files are made and judged with */
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
  /** names such as CAP_DAC_OVERRIDE, effective ones */
  readonly capabilities: ReadonlySet<string>;
}

export const READ = 4;
export const WRITE = 2;
export const EXECUTE = 1;

const isDirectory = (node: Rights): boolean => (node.mode & S_IFMT) === S_IFDIR;

export const inGroup = (who: Identity, gid: number): boolean => who.gid === gid || who.groups.includes(gid);

/** `want` is a sum of READ, WRITE and EXECUTE. */
export function mayAccess(who: Identity, node: Rights, want: number): boolean {
  const shift = node.uid === who.uid ? 6 : inGroup(who, node.gid) ? 3 : 0;
  if (((node.mode >> shift) & want) === want) return true;
  if (who.capabilities.has("CAP_DAC_OVERRIDE"))
    return (want & EXECUTE) === 0 || isDirectory(node) || (node.mode & 0o111) !== 0;
  return (
    who.capabilities.has("CAP_DAC_READ_SEARCH") &&
    (want === READ || (isDirectory(node) && (want & WRITE) === 0))
  );
}

/** Owner, or whoever may act as one (chmod, utimes to a given time). */
export const ownsOrMay = (who: Identity, node: Rights): boolean =>
  node.uid === who.uid || who.capabilities.has("CAP_FOWNER");

/** In a directory with the sticky bit only the owners may remove or rename an entry. */
export function mayRemove(who: Identity, directory: Rights, entry: Rights): boolean {
  if (!mayAccess(who, directory, WRITE | EXECUTE)) return false;
  if ((directory.mode & S_ISVTX) === 0) return true;
  return entry.uid === who.uid || directory.uid === who.uid || who.capabilities.has("CAP_FOWNER");
}

/**
 * Others' files get no more names but from those who could change them anyway (proc(5): protected_hardlinks,
 * which is on everywhere today).
 */
export function mayLink(who: Identity, node: Rights): boolean {
  if (ownsOrMay(who, node)) return true;
  const special = (node.mode & S_ISUID) !== 0 || (node.mode & (S_ISGID | 0o010)) === (S_ISGID | 0o010);
  return (node.mode & S_IFMT) === S_IFREG && !special && mayAccess(who, node, READ | WRITE);
}
