// The three awks that are modelled: mawk (Debian's awk), gawk where it is installed, and busybox's. They read nearly the
// same language; where they differ in what programs can see, the difference has a name here.

export type FlavourName = "mawk" | "gawk" | "busybox";

export interface Flavour {
  readonly name: FlavourName;
  /** 0x1F and 011 in a program are hexadecimal and octal */
  readonly radixNumbers: boolean;
  /** text that looks like a number may be hexadecimal */
  readonly hexText: boolean;
  /** what a backslash before an unknown letter in a string does */
  readonly unknownEscape: "keeps" | "goes";
  /** ** and **= */
  readonly powerStars: boolean;
  /** `func` for `function` */
  readonly func: boolean;
  /** \< \> \w and so on in expressions */
  readonly gnuRegex: boolean;
  /** gensub, strtonum, asort, bits, switch, IGNORECASE */
  readonly extended: boolean;
  /** ^ and the functions of mathematics: Debian's busybox is built without */
  readonly math: boolean;
  readonly infinity: string;
}

export const MAWK: Flavour = {
  name: "mawk",
  radixNumbers: false,
  hexText: false,
  unknownEscape: "keeps",
  powerStars: false,
  func: false,
  gnuRegex: false,
  extended: false,
  math: true,
  infinity: "+inf",
};

export const GAWK: Flavour = {
  name: "gawk",
  radixNumbers: true,
  hexText: false,
  unknownEscape: "goes",
  powerStars: true,
  func: true,
  gnuRegex: true,
  extended: true,
  math: true,
  infinity: "+inf",
};

export const BUSYBOX: Flavour = {
  name: "busybox",
  radixNumbers: true,
  hexText: true,
  unknownEscape: "goes",
  powerStars: true,
  func: true,
  gnuRegex: true,
  extended: false,
  math: false,
  infinity: "inf",
};
