### lengths
x=hello; echo ${#x}; y=; echo ${#y} ${#nope}; set -- a bb ccc; echo ${#} $# ${#1} ${#3}; echo "${#x}abc"
### remove prefixes and suffixes
f=/usr/local/lib/libc.so.6; echo ${f##*/} ${f#*/} ${f%/*} ${f%%/*} ${f%.*} ${f%%.*} ${f##*.}; echo "${f#/usr}" "${f%nothing}"
### patterns in removal
x=aXbXc; echo ${x#*X} ${x##*X} ${x%X*} ${x%%X*}; echo ${x#?} ${x%?} ${x#[a-c]} ${x%[!a-z]*}; p='*X'; echo ${x#$p} "${x#"$p"}"
### removal of quoted stars
x='a*b*c'; echo "${x#*\*}" "${x##*\*}" "${x%'*'*}" "${x#a"*"}"
### defaults in assignments
unset a b; echo ${a:=1} $a; : ${b=two words}; echo "$b"; c=; echo [${c=x}] [${c:=y}] $c
### alternative values
x=1; echo [${x+set}] [${x:+set}] [${nope+set}] [${nope:+set}]; x=; echo [${x+set}] [${x:+set}]; echo ${x:+a b} "${x+a  b}"
### error if unset
(echo ${nope?}); echo $?; (echo ${nope:?gone}); echo $?; x=; (echo ${x:?}); echo $?; (echo ${x?fine}); echo $?
### nested defaults
unset a b; echo ${a:-${b:-deep}} "${a:-"${b:-q q}"}" ${a:-$(echo sub)} ${a:-`echo back`} ${a:-$((1+2))}
### default with quotes
unset u; echo ${u:-'single $x'} "${u:-double "inner" x}" ${u:-"a  b"} ${u-a\ \ b}
### positional parameters beyond nine
set -- a b c d e f g h i j k; echo $10 ${10} ${11} $1$0 | sed 's/.*[a-z]*sh$/ends/'; shift 9; echo $1 $2 $#
### shift by numbers
set -- 1 2 3 4 5; shift; echo $*; shift 2; echo $*; shift 0; echo $*; shift 2; echo "[$*]"
### shift too far
set -- a; shift 2; echo $?; echo $#
### at and star in quotes
set -- 'a b' '' c; for i in "$@"; do echo "[$i]"; done; for i in "$*"; do echo "<$i>"; done; for i in $@; do echo "{$i}"; done; for i in $*; do echo "($i)"; done
### at inside words
set -- 1 2 3; for i in "x$@y"; do echo "$i"; done; for i in x"$*"y; do echo "$i"; done; set --; for i in "x$@y"; do echo "$i"; done; for i in "$@"; do echo never; done
### star with separators
set -- a b c; IFS=:; echo "$*"; IFS=; echo "$*"; unset IFS; echo "$*"; IFS=' :'; echo "$*"
### fields from variables
v='  a   b  c '; set -- $v; echo $#; echo "$v" | wc -c; v='a:b::c:'; IFS=:; set -- $v; echo $#; for i in $v; do echo "[$i]"; done
### separators that are white space and others
IFS=' ,'; v='a , b,,c  d'; for i in $v; do echo "[$i]"; done; unset IFS
### empty separators
IFS=; v='a b c'; for i in $v; do echo "[$i]"; done
### splitting only expansions
IFS=b; x=abc; echo $x abc "abc" ${x} a${x}
### globs after splitting
touch a1 a2 b1; p='a* b*'; echo $p; echo "$p"; set -f; echo $p; set +f; echo $p; q='[ab]1'; echo $q
### no match stays
echo zz* 'a*' "b*" c\*; x='nomatch?'; echo $x
### hidden files
touch .h1 v1; echo *; echo .*1; echo [.]h1; mkdir -p d; touch d/.x d/y; echo d/*; echo */*
### classes in globs
touch a b c A B 1 2 _; echo [a-c]; echo [[:digit:]]; echo [[:upper:]]; echo [!a-c]; echo [[:alpha:]_]
### backslashes in globs
touch 'a*b' 'axb'; echo a\*b; echo a*b; x='a\*b'; echo $x; echo "a*"b
### directories in globs
mkdir -p x/1 x/2; touch x/f; echo x/*/; echo x/*; echo */; echo ./x/?
### substrings | bash ash
x=abcdefgh; echo ${x:2} ${x:2:3} ${x:0:1} ${x: -3} ${x: -3:2} ${x:10} "[${x:3:0}]" ${x:1:-2}; n=2; echo ${x:n:n+1} ${x:$n:1}
### substrings of positionals | bash
set -- a b c d e; echo ${@:2} - ${@:2:2} - ${@: -2} - ${@:0:1} - "${*:3}"
### replacement | bash ash
x=banana; echo ${x/a/A} ${x//a/A} ${x//an/} ${x/nothing/x}; y='a/b/c'; echo ${y//\//-} ${y/\/*/}; z='a b'; echo "${z// /_}"
### replacement with patterns | bash ash
x='foo.tar.gz'; echo ${x/.*/} ${x/.t*./-} ${x//[aeiou]/_} ${x//?/x}
### anchored replacement | bash
x=abcabc; echo ${x/#abc/X} ${x/%abc/X} ${x/#bc/X} ${x/#/pre} ${x/%/post}
### case modification | bash
x='hello World'; echo ${x^} ${x^^} ${x,,} ${x^^[aeiou]} ${x~} ${x~~}; y=ABC; echo ${y,} ${y,,[AB]}
### indirection | bash
a=b; b=c; c=d; echo ${!a} ${!b}; n=2; set -- x y z; echo ${!n} ${!#}; p=PATH; [ -n "${!p}" ] && echo ok; echo ${!nope-none}
### names by prefix | bash
zz_a=1; zz_b=2; zz_c=; echo ${!zz_*}; for n in "${!zz_@}"; do echo $n; done
### transformations | bash
x="it's a"; echo "${x@Q}" "${x@U}" "${x@u}" "${x@L}"; y='a\tb'; echo "${y@E}"; declare -i n=5; echo "${n@a}" "${n@A}"; arr=(1 2); echo "${arr[@]@Q}" "${arr[@]@A}"
### arrays | bash
a=(one two three); echo ${a[0]} ${a[-1]} ${#a[@]} ${a[@]:1} ${!a[@]}; a[5]=six; echo ${#a[@]} ${!a[@]} ${a[*]}; a+=(seven); echo ${a[6]}; unset 'a[0]'; echo ${a[0]-gone} ${a[@]}
### arrays in quotes | bash
a=('x y' z); for i in "${a[@]}"; do echo "[$i]"; done; for i in "${a[*]}"; do echo "<$i>"; done; IFS=,; echo "${a[*]}"; b=("${a[@]}" end); echo ${#b[@]}
### arrays from globs and commands | bash
touch f1 f2; a=(f*); echo ${#a[@]} ${a[1]}; b=($(echo a b c)); echo ${b[2]}; c=([3]=x y [1]=z); echo ${!c[@]} ${c[@]}
### associative arrays | bash
declare -A m; m[a]=1; m['b c']=2; k=a; echo ${m[$k]} ${m[b c]} ${#m[@]}; m[a]+=x; echo ${m[a]}; for k in "${!m[@]}"; do echo "$k=${m[$k]}"; done | sort; unset 'm[a]'; echo ${m[a]-gone}; [[ -v m['b c'] ]] && echo has
### array operators | bash
a=(apple banana cherry); echo ${a[@]#a} ${a[@]%y} ${a[@]/an/AN} ${a[@]^}; echo ${a[@]:0:2} ${a[1]:1:2} ${#a[1]}
### name references | bash
x=5; declare -n r=x; echo $r; r=6; echo $x; f() { local -n out=$1; out=done; }; f y; echo $y; unset -n r; echo ${r-unset} $x
### integers and attributes | bash
declare -i n; n=2+3; echo $n; n+=5; echo $n; n=abc; echo $n; declare -l low=ABC; echo $low; declare -u up=abc; echo $up; declare -r ro=1; ro=2; echo $?
### read only
readonly c=1; (c=2; echo no); echo $?; (unset c; echo $?) ; echo $c
### export and environment
x=1; export y=2; sh -c 'echo [$x] [$y]'; x=3 sh -c 'echo [$x]'; echo $x; export x; sh -c 'echo [$x]'; export -p | grep -c ' y='
### unset
x=1; unset x; echo ${x-unset}; f() { echo f; }; unset f 2>/dev/null; unset -f f; f 2>/dev/null; echo $?; unset nope; echo $?
### assignments before special builtins
x=1; x=2 :; echo $x; x=3 eval 'echo $x'; echo $x; y=5 export z=6; echo ${y-unset}
### assignments before functions
f() { echo "in $x"; }; x=1; x=2 f; echo $x
### assignment order
x=1; x=2 y=$x; echo $x $y; a=1 a=2; echo $a
### tilde in assignments
HOME=/h; x=~; echo $x; y=a:~; echo $y; z="~"; echo $z; echo ~/a ~nobody_at_all
### special parameters
false; echo $?; true; echo $?; set -- a b; echo $#; [ -n "$$" ] && echo pid; echo "${-:+flags}"; : & wait; [ -n "$!" ] && echo bg
### quotes of all kinds
echo 'a"b' "a'b" a\"b a\'b "a\"b" 'a\b' "a\b" "a\\b" "\$x" '$x'; echo "a
b" 'c
d'
### continued lines
echo a\
b "c\
d" 'e\
f'; x=1\
2; echo $x
### ansi quotes | bash ash
echo $'a\nb\tc' $'\x41\x42' $'\101' $'it\'s' $'\\' | cat -A
### dollar alone
echo $ "$" a$ $% "$ x" $/ \$x
### unset in arithmetic and strings
unset n; echo $((n+1)) "[$n]" ${n}x
### nounset
set -u; (echo $nope; echo no); echo $?; echo ${nope-ok} ${nope:-ok} "${nope+no}"; set -- ; echo "$@" "$*" $#; (echo $1; echo no); echo $?
### IFS at joins
set -- a b; IFS=-; x=$*; y="$*"; z=$@; echo "$x $y $z"; IFS=; x=$*; echo "$x"
### substrings of unset | bash
unset x; echo "[${x:1:2}]" "[${x/a/b}]" "[${x^^}]" "[${#x}]"
### printf -v and += | bash
printf -v x '%03d' 7; echo $x; x+=8; echo $x; declare -i n=1; n+=2; echo $n; a=(1); a+=2; echo ${a[@]}; a[0]+=3; echo ${a[0]}
### mapfile from pipes | bash
mapfile -t l < <(printf 'a\nb c\n\nd'); echo ${#l[@]} "${l[1]}" "[${l[2]}]"; mapfile -t -n 2 -s 1 m <<< $'1\n2\n3\n4'; echo ${m[@]}
### brace expansion | bash
echo {a,b}{1,2} x{,y} {1..5} {5..1..2} {a..e} {01..03} "{a,b}" {a} {a,b pre{d,e}post; x={1,2}; echo $x; echo ${x}{3,4}
### brace expansion is not for others | dash ash
echo {a,b} {1..3} x{y,z}
### process substitution | bash
cat <(echo a) <(echo b); cmp <(printf '1\n2\n') <(printf '1\n2\n'); echo $?; while read x; do echo "got $x"; done < <(printf 'p\nq\n'); echo data | tee >(cat > out) > /dev/null; sleep 0.1; cat out
