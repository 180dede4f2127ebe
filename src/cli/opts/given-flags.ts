// The flags of a command line, as what is made of them needs to see them. FlagValues of flags/flag-values.ts is one;
// it stands here in the abstract because flags/ relies on this folder.

export interface GivenFlags {
  /** whether the flag was written */
  changed(name: string): boolean;
  get<T>(name: string): T;
  bool(name: string): boolean;
  string(name: string): string;
  int(name: string): number;
  list(name: string): readonly string[];
  map(name: string): ReadonlyMap<string, string>;
}
