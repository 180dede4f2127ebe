// The functions of jq that are written in jq. Each is read when somebody first calls it.
// Relies on builtins.ts for what is not written in jq.

import { parseDefinitions } from "./program.ts";
import type { Definition } from "./syntax.ts";

const PRELUDE = `
def map(f): [.[] | f];
def map_values(f): .[] |= f;
def recurse(f): def r: ., (f | r); r;
def recurse(f; cond): def r: ., (f | select(cond) | r); r;
def recurse: recurse(.[]?);
def values: select(. != null);
def nulls: select(. == null);
def booleans: select(type == "boolean");
def numbers: select(type == "number");
def strings: select(type == "string");
def arrays: select(type == "array");
def objects: select(type == "object");
def iterables: select(type | . == "array" or . == "object");
def scalars: select(type | . != "array" and . != "object");
def to_entries: [keys_unsorted[] as $k | { key: $k, value: .[$k] }];
def from_entries: reduce .[] as $x ({}; . + { ($x | if .key == null then .k // .name // .Name // .K // .Key else .key end): ($x | if has("value") then .value elif has("v") then .v else .Value end) });
def with_entries(f): to_entries | map(f) | from_entries;
def sort_by(f): _sort_by(map([f]));
def group_by(f): _group_by(map([f]));
def unique: _unique_by(map([.]));
def unique_by(f): _unique_by(map([f]));
def min: _min_by(map([.]));
def max: _max_by(map([.]));
def min_by(f): _min_by(map([f]));
def max_by(f): _max_by(map([f]));
def add(f): reduce f as $x (null; . + $x);
def isempty(g): first((g | false), true);
def any(g; cond): isempty(first(g | cond | select(.))) | not;
def any(f): any(.[]; f);
def any: any(.);
def all(g; cond): isempty(first(g | cond | select(. | not)));
def all(f): all(.[]; f);
def all: all(.);
def in(xs): . as $x | xs | has($x);
def inside(xs): . as $x | xs | contains($x);
def range($n): range(0; $n);
def range($from; $upto; $by): if $by > 0 then $from | while(. < $upto; . + $by) elif $by < 0 then $from | while(. > $upto; . + $by) else empty end;
def first: .[0];
def last: .[-1];
def last(f): reduce f as $x (null; $x);
def nth($n): .[$n];
def nth($n; f): if $n < 0 then error("Out of bounds negative array index") else last(limit($n + 1; f)) end;
def skip($n; f): foreach f as $x ($n; . - 1; if . < 0 then $x else empty end);
def until(cond; update): def u: if cond then . else (update | u) end; u;
def while(cond; update): def w: if cond then ., (update | w) else empty end; w;
def repeat(f): def r: ., (f | r); r;
def paths: _paths[];
def paths(f): . as $top | paths | select(. as $p | $top | getpath($p) | f);
def leaf_paths: paths(scalars);
def del(f): delpaths([path(f)]);
def toarray: if type == "array" then . else [.] end;
def pick(f): . as $top | reduce path(f) as $p (null; setpath($p; $top | getpath($p)));
def join($x): reduce .[] as $i (null; (if . == null then "" else . + $x end) + ($i | if . == null then "" elif type == "number" or type == "boolean" then tojson else . end)) // "";
def index($i): indices($i) | .[0];
def rindex($i): indices($i) | .[-1:][0];
def walk(f): def w: if type == "object" then map_values(w) elif type == "array" then map(w) else . end | f; w;
def debug(message): (message | debug | empty), .;
def match($re): match($re; null);
def match($re; $flags): _match($re; $flags; false) | .[];
def test($re): _match($re; if $re | type == "array" then $re[1] else null end; true);
def test($re; $flags): _match($re; $flags; true);
def _named: [.captures[] | select(.name != null) | { key: .name, value: .string }] | from_entries;
def capture($re): capture($re; null);
def capture($re; $flags): match($re; $flags) | _named;
def scan($re): scan($re; null);
def scan($re; $flags): match($re; "g" + $flags) | if (.captures | length) > 0 then [.captures[].string] else .string end;
def split($re; $flags): . as $s | [foreach (match($re; ($flags // "") + "g"), null) as $m ({ at: 0 }; if $m == null then .out = $s[.at:] else .out = $s[.at:$m.offset] | .at = $m.offset + $m.length end; .out)];
def splits($re): splits($re; null);
def splits($re; $flags): split($re; $flags) | .[];
def sub($re; str): sub($re; str; "");
def sub($re; str; $flags): . as $in | [match($re; $flags)] as $edits | [foreach ($edits[], null) as $e ({ at: 0 }; if $e == null then .out = $in[.at:] else .out = $in[.at:$e.offset] + ($e | _named | str) | .at = $e.offset + $e.length end; .out)] | join("");
def gsub($re; str): sub($re; str; "g");
def gsub($re; str; $flags): sub($re; str; $flags + "g");
def tostream: path(def r: (.[]? | r), .; r) as $p | getpath($p) | reduce path(.[]?) as $q ([$p, .]; [$p + $q]);
def combinations: if length == 0 then [] else .[0][] as $x | (.[1:] | combinations) as $w | [$x] + $w end;
def combinations(n): . as $dot | [range(n)] | map($dot) | combinations;
def halt_error: error;
def env: $ENV;
`;

let definitions: ReadonlyMap<string, Definition> | undefined;

/** By name and number of parameters: `map/1`. */
export function definedHere(key: string): Definition | undefined {
  definitions ??= new Map(
    parseDefinitions(PRELUDE).map((one) => [`${one.name}/${one.parameters.length}`, one]),
  );
  return definitions.get(key);
}
