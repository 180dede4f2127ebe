// Recorded calls that the simulated programs answer differently, by the reason why. A call that no longer differs must
// be taken out; one that begins to differ fails the test.

interface Difference {
  readonly why: string;
  /** family and words of the calls */
  readonly calls: readonly (readonly string[])[];
}

const LIST: readonly Difference[] = [
  {
    why: "gawk brings a generator of random numbers of its own, which is not modelled",
    calls: [
      ["gnu", "gawk", "BEGIN{srand(1); print rand(), rand(), rand()}"],
      ["gnu", "gawk", "BEGIN{srand(42); print int(rand()*100), int(rand()*100)}"],
    ],
  },
  {
    why: "mawk and gawk go on after a syntax error and say more, or have rarer words for it",
    calls: [
      ["gnu", "awk", 'BEGIN{switch(2){case 1: print "one"; case 2: print "two"; break; default: print "d"}}'],
      ["gnu", "awk", "function f(f){return 1} BEGIN{print f(1)}"],
      ["gnu", "gawk", "function f(f){return 1} BEGIN{print f(1)}"],
      ["gnu", "gawk", "BEGIN{break}"],
      ["gnu", "awk", "BEGIN{f = 1; f()}"],
      ["gnu", "gawk", "BEGIN{f = 1; f()}"],
      ["gnu", "gawk", "BEGIN{print 1};;END{}"],
      ["gnu", "gawk", "BEGIN\n{print 1}"],
      ["busybox", "awk", 'BEGIN{print (1 && 0) (1 || 0), 1 && "a", 0 || ""}'],
      ["gnu", "awk", "}", "f"],
    ],
  },
  {
    why: "the sign of NaN, which JavaScript does not tell; gawk's warning about it",
    calls: [
      ["gnu", "awk", 'BEGIN{printf "%d %d\\n", "nan", 1e30; print log(-1), -log(-1), 2^1024, -2^1024}'],
      ["gnu", "gawk", 'BEGIN{printf "%d %d\\n", "nan", 1e30; print log(-1), -log(-1), 2^1024, -2^1024}'],
    ],
  },
  {
    why: "gawk finds out while it runs, after the first line is printed",
    calls: [["gnu", "gawk", "BEGIN{print length(x), x; x[1]; print length(x)}"]],
  },
  {
    why: "gawk's reading of four backslashes in a replacement",
    calls: [
      [
        "gnu",
        "gawk",
        'BEGIN { s = "a\\\\b"; print s; gsub(/\\\\/, "\\\\\\\\", s); print s; gsub(/\\\\/, "\\\\\\\\\\\\\\\\", s); print s}',
      ],
    ],
  },
  {
    why: "gawk warns of an escape that it does not know",
    calls: [
      [
        "gnu",
        "gawk",
        'BEGIN{regex="\\\\$"; print ("a$b" ~ regex), ("a$b" ~ "\\\\$"), ("ab" ~ /a$b/), ("a.b" ~ "a\\.b")}',
      ],
    ],
  },
  {
    why: "mawk refuses expressions with an operand missing, which here match as elsewhere",
    calls: [
      [
        "gnu",
        "awk",
        'BEGIN{print "foo.bar" ~ /foo\\.bar/, "ab" ~ /a|/, "" ~ /^$/, "+" ~ /+/, "*" ~ /*/, "a{" ~ /a{/, "a{1" ~ /a{1/}',
      ],
    ],
  },
  {
    why: "busybox's own grammar of parentheses in print",
    calls: [["busybox", "awk", "BEGIN{print (1,2)(3)}"]],
  },
  {
    why: "GNU grep adds its usage line here and exits with 1",
    calls: [["gnu", "grep", "--directories=bad", "hello", "d"]],
  },
  {
    why: "exits with 1 although sort's other wrong options are 2; the words are the same",
    calls: [["gnu", "sort", "--sort=bad", "n"]],
  },
];

export const DIFFERENCES: ReadonlyMap<string, string> = new Map(
  LIST.flatMap(({ why, calls }) =>
    calls.map(([family, ...argv]) => [`${family}: ${JSON.stringify(argv)}`, why]),
  ),
);
