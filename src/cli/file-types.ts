// The type bits of st_mode (inode(7)), and Go's os.FileMode, which the API speaks: a bit of its own for each type at the
// top, permissions below.

export const S_IFMT = 0o170000;
export const S_IFREG = 0o100000;
export const S_IFDIR = 0o040000;
export const S_IFLNK = 0o120000;
export const S_IFCHR = 0o020000;
export const S_IFBLK = 0o060000;
export const S_IFIFO = 0o010000;
export const S_IFSOCK = 0o140000;

export const typeOf = (mode: number): number => mode & S_IFMT;

/** Numbers of devices, as the kernel packs them into one. */
export const makedev = (major: number, minor: number): number =>
  (((minor & 0xfff00) << 12) | ((major & 0xfff) << 8) | (minor & 0xff)) >>> 0;
export const majorOf = (rdev: number): number => (rdev >>> 8) & 0xfff;
export const minorOf = (rdev: number): number => ((rdev >>> 12) & 0xfff00) | (rdev & 0xff);

// os.FileMode
export const MODE_DIR = 0x80000000;
export const MODE_SYMLINK = 0x08000000;
export const MODE_DEVICE = 0x04000000;
export const MODE_IRREGULAR = 0x00080000;

export const hasGoMode = (mode: number, bit: number): boolean => (mode & bit) !== 0;
