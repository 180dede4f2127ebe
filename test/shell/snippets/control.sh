### if chains
for n in 1 2 3; do if [ $n = 1 ]; then echo one; elif [ $n = 2 ]; then echo two; else echo many; fi; done; if false; then :; fi; echo $?
### while and until
i=0; while [ $i -lt 3 ]; do echo $i; i=$((i+1)); done; until [ $i -eq 0 ]; do i=$((i-1)); done; echo $i $?
### for without list
set -- a 'b c'; for i do echo "[$i]"; done; for i in; do echo no; done; echo $?; for i in $nope; do echo no; done; echo $?
### loop variable stays
for i in 1 2 3; do :; done; echo $i; for i in x; do i=y; done; echo $i
### break and continue with levels
for i in 1 2 3; do for j in a b c; do [ $j = b ] && continue 2; [ $i = 3 ] && break 2; echo $i$j; done; done; echo end
### break in conditions
while true; do break; done; echo $?; while break; do :; done; echo $?; for i in 1 2; do if true; then break; fi; done; echo $i
### case
for x in apple banana '' '*' 'a b'; do case $x in a*) echo A;; b?n*) echo B;; '') echo empty;; '*') echo star;; *' '*) echo space;; *) echo other;; esac; done
### case with lists and classes
for c in a Z 5 _ -; do case $c in [a-z]|[A-Z]) echo letter;; [0-9]) echo digit;; [!-]) echo sign;; *) echo rest;; esac; done; case x in (x) echo paren;; esac
### case falls through | bash
case a in a) echo 1;& b) echo 2;; c) echo 3;; esac; case ab in a*) echo 1;;& *b) echo 2;;& *c) echo 3;; *) echo 4;; esac
### case status
case x in y) false;; esac; echo $?; case x in x) false;; esac; echo $?; case x in x) ;; esac; echo $?
### case expands its word
x='*'; case $x in '*') echo literal;; esac; p='a*'; case abc in $p) echo pattern;; esac; case 'a*' in "$p") echo quoted;; esac; case abc in "$p") echo no;; *) echo rest;; esac
### functions
f() { echo "f $1 $#"; return 3; }; f a b; echo $?; g() (cd /; pwd); g; pwd | sed 's/.*snip.*/here/'; h() { echo "$@"; }; h 'a b' c
### recursion
fact() { if [ $1 -le 1 ]; then echo 1; else echo $(($1 * $(fact $(($1 - 1))))); fi; }; fact 6
### functions see and change globals
x=1; f() { x=2; y=3; }; f; echo $x $y; g() { local x=9; f; echo $x; }; g; echo $x
### return without number
f() { false; return; }; f; echo $?; g() { return 0; echo no; }; g; echo $?; h() { true; }; false; h; echo $?
### function in a pipeline
f() { while read l; do echo "<$l>"; done; }; printf 'a\nb\n' | f; x=0; echo a | { read v; x=1; }; echo $x
### functions redefine
f() { echo 1; }; f; f() { echo 2; }; f; f() { f() { echo 4; }; echo 3; }; f; f
### and or lists
true && echo a || echo b; false && echo a || echo b; false || false || echo c; true && false; echo $?; ! true; echo $?; ! false && echo d
### groups and subshells
{ echo a; echo b; } | tr ab xy; (x=1; echo $x); echo ${x-unset}; { x=2; }; echo $x; (exit 5); echo $?
### nested subshells
(echo a; (echo b; (echo c; exit 3); echo $?); echo d) | cat; ( (echo e) ); ((echo f); echo g)
### pipelines status
true | false; echo $?; false | true; echo $?; ! false | true; echo $?; exit 3 | true; echo $?
### pipefail | bash ash
set -o pipefail; false | true; echo $?; (exit 3) | (exit 4) | true; echo $?; set +o pipefail; false | true; echo $?
### pipestatus | bash
true | false | (exit 7); echo "${PIPESTATUS[@]}"; echo "${PIPESTATUS[@]}"; false; echo ${PIPESTATUS[0]}
### errexit
(set -e; false; echo no); echo $?; (set -e; false || true; ! true; if false; then :; fi; while false; do :; done; echo yes); echo $?
### errexit in functions and subshells
(set -e; f() { false; echo in; }; f || echo caught; f; echo no); echo $?; (set -e; (false); echo no); echo $?; (set -e; (false) || echo ok); echo $?
### errexit and pipelines
(set -e; false | true; echo after); (set -e; true | false; echo no); echo $?; (set -e; x=$(false); echo no); echo $?; (set -e; echo $(false); echo shown)
### errexit and and-lists
(set -e; true && false; echo no); echo $?; (set -e; false && true; echo yes); echo $?
### exit traps
(trap 'echo bye' EXIT; echo hi); (trap 'echo $?' EXIT; exit 4); echo $?; (trap 'exit 9' EXIT; true); echo $?; trap 'echo main' EXIT
### signal traps
trap 'echo got' USR1; kill -USR1 $$; echo after; trap '' TERM; kill $$; echo alive; trap - TERM USR1; trap
### trap in subshell
trap 'echo t' EXIT; (echo sub); (trap); x=$(trap); echo "$x" | grep -c EXIT; trap - EXIT
### trap ERR | bash
trap 'echo "err $?"' ERR; false; true; (exit 3); false || true; f() { false; }; f; echo end
### trap DEBUG | bash
trap 'echo "> $BASH_COMMAND"' DEBUG; x=1; echo $x; for i in 1 2; do :; done; trap - DEBUG; echo done
### select | bash | stdin=2\nx\n1\n
PS3='? '; select w in a 'b c' d; do echo "[$REPLY][$w]"; [ "$REPLY" = 1 ] && break; done; echo $?
### arithmetic for | bash
for ((i=0, j=10; i<3; i++, j--)); do echo $i $j; done; for ((;;)); do break; done; for ((i=5; i--;)); do echo -n "$i "; done; echo
### arithmetic commands | bash
((1)); echo $?; ((0)); echo $?; ((x=5, x*2)); echo $x $?; if ((x>3)); then echo big; fi; let y=x+1 z=y*2; echo $y $z; let 0; echo $?
### double brackets | bash
[[ abc == a* ]] && echo 1; [[ abc == "a*" ]] || echo 2; [[ a < b ]] && echo 3; x='a b'; [[ $x == 'a b' ]] && echo 4; [[ -n $nope ]] || echo 5; [[ 5 -gt 3 && 2 -lt 3 ]] && echo 6; [[ ! ( a == b || b == c ) ]] && echo 7
### regular expressions | bash
[[ 2024-05-06 =~ ^([0-9]+)-([0-9]+)-([0-9]+)$ ]]; echo $? "${BASH_REMATCH[@]}"; re='a.c'; [[ xabcx =~ $re ]] && echo ${BASH_REMATCH[0]}; [[ a.c =~ "a.c" ]] && echo lit; [[ abc =~ "a.c" ]] || echo no; [[ x =~ ( ]]; echo $?
### file tests
touch f; mkdir d; ln -s f l; for t in -e -f -d -L -r -s; do for n in f d l nope; do test $t $n && printf '%s%s ' $t $n; done; done; echo; [ f -ef l ]; echo $?; [ ! -e nope ]; echo $?
### string tests
[ a = a ]; echo $?; [ a != a ]; echo $?; [ -z "" ]; echo $?; [ -n "" ]; echo $?; [ "" ]; echo $?; [ x ]; echo $?; [ ]; echo $?; test; echo $?; [ "(" = "(" ]; echo $?
### number tests
[ 1 -eq 1 ]; echo $?; [ 01 -eq 1 ]; echo $?; [ -1 -lt 0 ]; echo $?; [ 2 -ge 3 ]; echo $?; [ ' 5 ' -eq 5 ]; echo $?
### eval
x='echo a; echo b'; eval $x; eval 'y=1' 'z=2'; echo $y $z; eval; echo $?; eval false; echo $?; eval "exit_code() { return 4; }"; exit_code; echo $?
### dot
echo 'x=1; echo sourced $1' > lib; . ./lib; echo $x; echo 'return 5; echo no' > r; . ./r; echo $?; echo 'false' > f; . ./f; echo $?
### exec replaces
(exec echo replaced; echo no); (exec sh -c 'echo $0 $1' name arg); (exec > out; echo hidden); cat out
### redirect of descriptors by exec
exec 3>f; echo a >&3; exec 3>>f; echo b >&3; exec 3>&-; cat f; exec 4<f; read x <&4; read y <&4; echo $x $y; exec 4<&-
### command
command echo a; command -v echo; command -v nosuch; echo $?; echo() { :; }; command echo real; unset -f echo; command true; echo $?
### type
type echo | head -n 1; type if; f() { :; }; type f | head -n 1; type nosuch; echo $?
### getopts loop
set -- -a -b val -c rest; while getopts ab:c o; do case $o in a) echo A;; b) echo "B=$OPTARG";; c) echo C;; *) echo bad;; esac; done; shift $((OPTIND - 1)); echo "$@"
### getopts errors
set -- -x -b; while getopts ab: o; do echo "$o [$OPTARG]"; done; OPTIND=1; while getopts :ab: o; do echo "$o [$OPTARG]"; done
### until with subshell condition
n=0; until (exit $((n < 2))); do n=$((n+1)); done; echo $n
### while read loops
printf 'a b c\nd e\n\nlast' | while read x y; do echo "[$x][$y]"; done; printf 'no newline' | { read z; echo "$? $z"; }
### read options
printf 'a\\nb c\n' | { read -r x; echo "$x"; }; printf 'x y z\n' | { read a b; echo "$a|$b"; }; printf '  lead  trail  \n' | { read v; echo "[$v]"; }; printf 'a:b:c\n' | { IFS=: read p q; echo "$p $q"; }
### read with a backslash
printf 'a\\\nb\n' | { read x; echo "$x"; }; printf 'a\\ b c\n' | { read x y; echo "[$x][$y]"; }
### background and wait
(sleep 0.1; echo late) & echo first; wait; echo $?; (exit 6) & wait $!; echo $?; sleep 0.1 & p=$!; kill $p; wait $p 2>/dev/null; echo $?
### background jobs in order
for i in 1 2 3; do (sleep 0.$i; echo $i) & done; wait; echo all
### exit statuses
sh -c 'exit 7'; echo $?; sh -c 'kill -9 $$' 2>/dev/null; echo $?; (exit 256); echo $?; (exit 257); echo $?; f() { return 255; }; f; echo $?
### times of commands in pipelines
yes | head -n 2; echo $?; seq 100000 | head -n 1; cat /dev/zero | head -c 3 | wc -c
### colon and comments
: this is # not shown
echo a#b c # d
echo "# no" '#no' \#no
### separators
echo a; echo b;echo c ;echo d&& echo e
echo f
### empty lines and blanks

   echo   spaced    out   

	echo tab
### here documents
cat <<E
plain $((1+1)) `echo cmd` $(echo sub) \$x
E
cat <<'E'
raw $x `no` \n
E
cat <<-E
	stripped
		both
	E
x=5; cat <<E | tr 5 6
in a pipe $x
E
### here documents twice
cat <<A <<B; cat <<C
a
A
b
B
c
C
### here document in a function and a loop
f() { cat <<E
arg $1
E
}; f x; for i in 1 2; do cat <<E
loop $i
E
done
### here document with quotes
cat <<"E"
"quoted" $no
E
cat <<E
"quotes" 'stay' \\ \` \" ${x:-"d"}
E
### here strings | bash ash
cat <<< 'a b'; x='c  d'; cat <<< $x; cat <<< "$x"; read p q <<< '1 2'; echo $p $q; tr a-z A-Z <<<word
### redirections
echo out > f; echo err >&2 2>f2; echo more >> f; cat < f; cat f2; (echo o; echo e >&2) > both 2>&1; cat both; (echo o; echo e >&2) 2>&1 >only | cat; cat only; : > empty; wc -c < empty
### redirect both | bash ash
(echo o; echo e >&2) &> f; cat f; (echo o2; echo e2 >&2) &>> f; cat f; (echo x; echo y >&2) >& g; cat g
### numbered redirections
{ echo 1; echo 3 >&3; } 3>f3; cat f3; echo swap 3>&1 1>&2 2>&3 2>/dev/null; cat 0< f3; { cat <&5; } 5< f3
### noclobber
set -C; echo a > f; echo b > f; echo $?; echo c >| f; cat f; echo d >> f; cat f
### descriptor variables | bash
exec {fd}>f; [ $fd -ge 10 ] && echo ok; echo x >&$fd; exec {fd}>&-; cat f
### errors of redirections
cat < nope; echo $?; echo x > /nope/f; echo $?; echo x > .; echo $?; : < nope || echo failed
### arithmetic operators
echo $((7/2)) $((-7/2)) $((7%3)) $((-7%3)) $((2*3+4)) $((2*(3+4))) $((1<<4)) $((255>>4)) $((6&3)) $((6|3)) $((6^3)) $((~0)) $((!5)) $((!0))
### arithmetic comparisons
echo $((1<2)) $((2<=2)) $((3>4)) $((4>=4)) $((1==1)) $((1!=1)) $((1&&0)) $((1||0)) $((1?2:3)) $((0?2:3))
### arithmetic assignments
x=5; echo $((x+=2)) $((x-=1)) $((x*=3)) $((x/=2)) $((x%=4)) $x; y=$((x=9)); echo $x $y
### arithmetic bases
echo $((0x1f)) $((017)) $((10)); x=0x10; echo $((x)); y=010; echo $((y))
### arithmetic of bash | bash
echo $((2**10)) $((16#ff)) $((2#101)) $((64#@)) $((x++)) $((++x)) $((x--)) $x; echo $((1,2,3)); a=(1 2 3); echo $((a[1]+a[2])); echo $(( a[0] ? 10 : 20 ))
### arithmetic errors
(echo $((1/0))); echo $?; (echo $((1 +))); echo $?; (x=abc; echo $((x))); (echo $((08))); echo $?
### large numbers
echo $((9223372036854775807)) $((9223372036854775807+1)) $((-9223372036854775807-1)) $((1<<63)) $((1<<64))
### recursive names | bash ash
a=b; b=c; c=7; echo $((a)) $((a+1)); d='1+2'; echo $((d*2))
### substitution strips newlines
x=$(printf 'a\n\n\n'); echo "[$x]"; y=$(printf '\n\na'); echo "[$y]"; z="$(printf 'a\nb\n')"; echo "$z"; echo $(printf 'a\nb\n')
### substitutions nest
echo $(echo $(echo $(echo deep))) "$(echo "a $(echo "b  c")")" `echo \`echo back\`` "`echo "q"`"
### substitution status
x=$(exit 3); echo $?; echo $(exit 4); echo $?; x=$(exit 5) true; echo $?; x=$(true) y=$(exit 6); echo $?
### substitution in conditions
if [ "$(echo a)" = a ]; then echo yes; fi; case $(echo x) in x) echo x;; esac; for i in $(seq 3); do echo $i; done; while [ "$(echo b)" = c ]; do :; done
### substitution with quotes and parens
echo $(echo ')' "(" '#' ) $(case a in a) echo c;; esac) "$(echo 'single $x' "double")"
### variable function names
f=echo; $f hello; c='printf %s\n'; $c a b; n=; $n echo skipped; "" 2>/dev/null; echo $?
### alias in scripts | dash ash
alias hi='echo hello'
hi there
alias e='echo ' w=world
e w
unalias hi
hi 2>/dev/null; echo $?
### alias needs a shopt | bash
alias hi='echo hello'
hi 2>/dev/null; echo $?
shopt -s expand_aliases
alias hi='echo hello'
hi there
### umask
umask 022; umask; touch a; ls -l a | cut -c1-10; umask 077; touch b; ls -l b | cut -c1-10; umask u=rwx,g=rx,o=; umask; umask -S
### cd and pwd
mkdir -p a/b; cd a/b; pwd | sed 's|.*/snip|S|'; cd ..; pwd | sed 's|.*/snip|S|'; cd - | sed 's|.*/snip|S|'; cd nope; echo $?; cd; pwd; cd /usr/../etc; pwd; cd /; cd tmp//; pwd
### cd through links
mkdir d; ln -s d l; cd l; pwd | sed 's|.*/snip|S|'; pwd -P | sed 's|.*/snip|S|'; cd ..; pwd | sed 's|.*/snip|S|'; cd -P l; pwd | sed 's|.*/snip|S|'
### cdpath
mkdir -p p/x x2; CDPATH=./p; cd x | sed 's|.*/snip|S|'; cd x > /dev/null; pwd | sed 's|.*/snip|S|'
### printf
printf '%s %d %5.2f|%-5s|%05d|%x|%o|%c\n' a 42 3.14159 ab 42 255 8 xyz; printf '%s\n' a b c; printf '%s %s\n' 1 2 3; printf 'no newline'; printf '\n%%\n'; printf '%b\n' 'a\tb'; printf '\x41\n' | head -c 3
### printf numbers
printf '%d %d %d\n' 0x1f 010 -5; printf '%i\n' "'A"; printf '%e\n' 12345.678; printf '%g %g\n' 0.0001 1e10; printf '%+d % d\n' 5 5; printf '%*d\n' 5 42
### printf q | bash
printf '%q ' 'a b' "it's" '$x' '' 'a*b' $'t\tab'; echo; printf '%s\n' "${x[@]}"; printf '%(%Y)T\n' 0
### echo
echo -n a; echo b; echo -n; echo -- x; echo -e; echo 'a\nb'; echo -nx; echo "a  b" c
### set and positional
set -- a b c; echo $#; set x; echo $# $1; set -- ; echo $#; set -- -a -b; echo $1 $2; set - p q; echo $1
### xtrace
set -x; echo a b; x=1; [ $x = 1 ] && echo 'q q'; for i in 1; do :; done; { set +x; } 2>/dev/null; echo end
