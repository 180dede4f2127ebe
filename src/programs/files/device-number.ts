// Device numbers as stat(2) tells them: Linux's 32 bits, major and minor.
// Relies on nothing; making device files is mknod.ts.

export const makeDevice = (major: number, minor: number): number =>
  (((minor & 0xfff00) << 12) | ((major & 0xfff) << 8) | (minor & 0xff)) >>> 0;
export const majorOf = (rdev: number): number => (rdev >>> 8) & 0xfff;
export const minorOf = (rdev: number): number => ((rdev >>> 12) & 0xfff00) | (rdev & 0xff);
