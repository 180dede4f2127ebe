### echo
echo; echo a b  c; echo -n x; echo; echo "a\tb"; echo 'a\nb'; echo -- x; echo - x; echo -x; echo "" a; echo -n; echo '\'; echo 'a\\b'
### echo escapes
echo -e 'a\tb\n\x41\0101\101\\\e[m\q'; echo -E 'a\tb'; echo -en 'x\n'; echo -ne 'y\c'; echo z; echo -neE 'a\tb'; echo; echo -z a; echo 'end\c' here; echo
### echo to full
echo a > /dev/full; echo $?
### printf
printf 'a b\n'; printf '%s %s\n' a b c; printf '%d %i %u\n' 1 -2 3; printf '%5d|%-5d|%05d\n' 42 42 42; printf '%x %X %o %#x %#o\n' 255 255 8 255 8; printf '%c%c\n' abc d; printf '%s\n'; printf '%%\n'; printf '\101\x41\t|\n'; printf '%.2s|%5.1s|\n' abc xyz; printf '%b\n' 'a\tb\0101'; printf '%+d % d\n' 5 5; printf '%s'; echo; printf '%d\n' 010 0x10 "'a" '"b'; printf '%*d|%-*d|\n' 5 1 5 2; printf '%.3d\n' 5
### printf floats
printf '%f %e %g\n' 1.5 1.5 1.5; printf '%.2f %5.1f|%-8.3f|\n' 3.14159 2.55 1; printf '%g %g %g\n' 100000 1000000 0.0001; printf '%G %E\n' 1e-10 12345.678; printf '%.0f %.0f %.0f\n' 0.5 1.5 2.5; printf '%f\n' 1e3 abc; printf '%08.2f\n' -3.14159
### printf reuse
printf '%s-%s\n' 1 2 3 4 5; printf '%s\n' 'a b' c; printf '[%s]' a b; echo; printf 'x\n' a b; printf '%d,' 1 2 3; echo
### printf errors
printf '%d\n' abc; echo $?; printf '%d\n' 12abc; echo $?; printf '%z\n'; echo $?; printf; echo $?; printf '%d\n' ''; echo $?
### printf b stops
printf '%b|' 'a\cb' c; echo; printf '%b\n' 'x\\y' '\z'; printf 'a\cb\n'; echo
### test strings
[ a = a ]; echo $?; [ a != b ]; echo $?; [ a = b ]; echo $?; [ -z "" ]; echo $?; [ -n "" ]; echo $?; [ "" ]; echo $?; [ x ]; echo $?; [ ]; echo $?; test; echo $?; [ ! x ]; echo $?; [ ! "" ]; echo $?; [ -n ]; echo $?; [ = ]; echo $?; [ "a b" = "a b" ]; echo $?; [ '(' ]; echo $?; [ ! ]; echo $?; [ -z ]; echo $?
### test numbers
[ 1 -eq 1 ]; echo $?; [ 1 -ne 2 ]; echo $?; [ 2 -gt 10 ]; echo $?; [ 2 -lt 10 ]; echo $?; [ 3 -ge 3 ]; echo $?; [ 3 -le 2 ]; echo $?; [ -1 -lt 0 ]; echo $?; [ " 5 " -eq 5 ]; echo $?; [ 010 -eq 10 ]; echo $?; [ +5 -eq 5 ]; echo $?; [ 99999999999 -gt 1 ]; echo $?
### test files
touch f; mkdir d; ln -s f l; ln -s nope broken; echo x > s; chmod +x s; for t in -e -f -d -L -h -s -r -w -x; do for p in f d l broken s nope; do [ $t $p ] && printf '%s ' "$t$p"; done; done; echo; [ -p /dev/null ]; echo $?; [ -c /dev/null ]; echo $?; [ -t 0 ]; echo $?; [ f -ef l ]; echo $?; [ f -nt nope ]; echo $?; [ nope -ot f ]; echo $?
### test combinations
[ a -a b ]; echo $?; [ a -a "" ]; echo $?; [ "" -o b ]; echo $?; [ a = a -a b = b ]; echo $?; [ a = b -o b = b ]; echo $?; [ ! a = b ]; echo $?; [ '(' a = a ')' ]; echo $?; [ ! '(' a = b ')' -a c ]; echo $?; [ a = b -o a = a -a b = c ]; echo $?; [ ! a -o b ]; echo $?; [ '(' a ')' ]; echo $?; [ -f = -f ]; echo $?; [ ! = ! ]; echo $?
### test errors
[ 1 -eq a ]; echo $?; [ a b ]; echo $?; [ a b c ]; echo $?; [ 1; echo $?; test 1 -foo 2; echo $?; [ a = b c ]; echo $?; [ '(' a; echo $?; [ 1 -eq '' ]; echo $?; [ '(' a = a ]; echo $?; [ a -a ]; echo $?; [ -Q x ]; echo $?; test x = y z w; echo $?
### double bracket of busybox | ash
[[ a = a ]]; echo $?; [[ abc == a* ]]; echo $?; x='a b'; [[ $x = 'a b' ]]; echo $?; [[ -n $x && 1 -lt 2 ]]; echo $?; [[ abc =~ b ]]; echo $?; [[ a != b ]]; echo $?; [[ -f /nope || a ]]; echo $?
### set and shift
set a b c; echo $# $1 $3; set -- -x; echo $1; set --; echo $#; set 1 2 3; shift; echo $*; shift 2; echo $#; set -- a b; set x; echo $*; set - p q; echo $*; set -- "$@" r; echo $#
### shift too far
shift 3; echo $?
### shift in bash and busybox | bash ash
set 1; shift 2; echo $? $1; shift 0; echo $?; shift; echo $?; shift; echo $?
### shift bad
shift abc; echo $?
### set options
set -e -u; echo $-; set +eu; echo $-; set -o nounset; set -o | grep nounset; set +o nounset; set -o | grep nounset; set -fx 2>/dev/null; set +fx 2>/dev/null; echo $-; set -o noglob; echo *; set +o | grep glob
### set bad option
set -Z; echo $?
### set bad name
set -o nope; echo $?
### set listing
foo='a b'; bar="it's"; set | grep -E '^(foo|bar)='; f() { :; }; set | grep -c '^foo'
### unset
x=1; unset x; echo ${x-gone}; f() { echo f; }; unset -f f; f 2>/dev/null || echo no; unset nosuch; echo $?; x=1 y=2; unset x y; echo [$x$y]; set -- a; unset 1 2>/dev/null; echo after
### unset readonly
readonly r=1; unset r; echo $?
### export
export A=1 B; B=2; sh -c 'echo $A $B'; C=3; export C; sh -c 'echo $C'; D=4; sh -c 'echo [$D]'; export E=5; E=6; sh -c 'echo $E'; unset A; sh -c 'echo [$A]'; export F; sh -c 'echo ${F-unset}'; F=7; sh -c 'echo $F'; export -p | grep -E 'E=|F='
### export without splitting
x='a  b'; export Y=$x; sh -c 'echo "$Y"'; export Z="$x" W=~; sh -c 'echo "$Z"'; [ "$W" = "$HOME" ] && echo tilde
### export bad names
export 1x=2; echo $?
### export in functions
f() { export L=5; }; f; sh -c 'echo $L'; export -n L 2>/dev/null; echo $?
### readonly
readonly x=5; echo $x; readonly y; (y=1); echo $?; (x=6; echo no); echo $?; readonly -p | grep ' x='; (unset x; echo no) ; echo $?; (readonly x=7; echo no); echo $?; (export x=8); echo $?; (for x in 1; do echo no; done); echo $?; (read x < /dev/null); echo $?
### readonly with a command
readonly r=1; r=2 true; echo $?; r=2 sh -c 'echo $r'; echo $?
### cd
mkdir -p a/b; cd a; pwd; cd b; pwd; cd ..; pwd; cd -; cd ../..; pwd; cd a/./b/../b; pwd; cd; pwd; cd /tmp; echo $OLDPWD; echo $PWD; cd /; pwd; cd /tmp//; pwd; cd -P /tmp; pwd; cd -L .; pwd
### cd errors
cd nope; echo $?; touch f; cd f; echo $?; mkdir x; chmod 0 x; cd ''; echo $?; cd -X; echo $?; unset OLDPWD; cd - 2>&1; echo $?
### cd home
HOME=/tmp; cd; pwd; unset HOME; cd /; cd; echo $?; pwd
### cd links
mkdir real; ln -s real link; cd link; basename "$PWD"; pwd -P | sed 's,.*/,,'; cd ..; ls -d real; cd -P link; basename "$PWD"; cd ../link/..; ls -d link
### cdpath
mkdir -p p/sub; CDPATH=p; cd sub; echo $?; basename "$PWD"; cd ../..; CDPATH=/nope:p; cd sub >/dev/null; basename $PWD; cd ../..; CDPATH=; cd sub 2>/dev/null; echo $?
### too many arguments to cd
cd / /tmp; echo $?; pwd
### directory stack | bash
cd /tmp; pushd / ; pushd /usr; dirs; popd; dirs -v; pushd +1; popd +0; dirs -p; popd; popd; echo $?; pushd; echo $?; pushd /nope; echo $?; dirs -c; dirs; pushd -n /var; dirs +1
### read
printf 'a b c\n1 2\n' > f; { read x y; echo "[$x][$y]"; read x; echo "[$x]"; read x; echo $? "[$x]"; } < f; echo 'back\slash a\ b' | { read x y; echo "[$x][$y]"; }; echo 'back\slash' | { read -r x; echo "[$x]"; }; printf 'no newline' | { read x; echo $? "[$x]"; }; printf 'a\\\nb\n' | { read x; echo "[$x]"; }; echo '  sp  ' | { read x; echo "[$x]"; }; echo 'x' | { read a b c; echo "[$a][$b][$c]"; }
### read with IFS
echo 'a:b:c' | { IFS=: read x y; echo "[$x][$y]"; }; echo ' a ' | { IFS= read x; echo "[$x]"; }; echo 'a::b' | { IFS=: read x y z; echo "[$x][$y][$z]"; }; echo 'a:b:' | { IFS=: read x y; echo "[$x][$y]"; }; echo ':a' | { IFS=: read x y; echo "[$x][$y]"; }; echo 'a b:c' | { IFS=': ' read x y z; echo "[$x][$y][$z]"; }; echo 'a:b' | { IFS=: read x; echo "[$x]"; }; echo 'a:' | { IFS=: read x; echo "[$x]"; }
### read loops
printf '1\n2\n3\n' | while read n; do echo "n$n"; done; while read a b; do echo "$b $a"; done <<E
x y
p q r
E
printf 'a\nb' | while read l || [ -n "$l" ]; do echo "[$l]"; done; i=0; while read x; do i=$((i+1)); done < /dev/null; echo $i; printf '1\n2\n' > f; while read x <&3; do echo $x; done 3< f
### read shares input
printf '1\n2\n3\n' > f; { read x; cat; } < f; { read x; read y; echo $y; cat; } < f; printf 'a\nb\n' | { read x; sh -c 'read y; echo $y'; }
### read without a name | bash ash
echo 'a b' | { read; echo "[$REPLY]"; }; echo x | { read -r; echo "[$REPLY]"; }
### read without a name in dash | dash
read < /dev/null; echo $?
### read options | bash ash
echo abcdef | { read -n 3 x; echo $x; }; printf 'a,b' | { read -d , x; echo $x; }; echo secret | { read -s x; echo $x; }; read -t 0.05 x; echo $?; echo p | { read -p 'prompt? ' x; echo $x; }; exec 5<<E
from five
E
read -u 5 x; echo $x
### read into arrays | bash
read -a a <<< 'x y z'; echo ${#a[@]} ${a[2]}; read -ra b <<< 'p\q r'; echo "${b[@]}"; IFS=, read -ra c <<< '1,2,,3'; echo ${#c[@]}; echo abcd | { read -N 2 x; echo "[$x]"; }; printf 'a\0b' | { read -d '' x; echo "[$x]"; }; echo 'q' | { read 'arr[1]'; echo ${arr[1]}; }
### read bad names
echo a | { read 1x; echo $?; }; echo a | { read a-b; echo $?; }
### mapfile | bash
printf 'a\nb\nc\n' > f; mapfile a < f; echo ${#a[@]} "${a[1]}"; mapfile -t b < f; echo "${b[@]}"; mapfile -t -n 2 c < f; echo ${#c[@]}; mapfile -t -s 1 d < f; echo ${d[0]}; readarray -t e < <(echo x; echo y); echo ${e[1]}; mapfile -t -O 2 e <<< z; echo "${!e[@]}"; mapfile -d : -t g <<< 'p:q'; echo ${g[0]}
### getopts
f() { OPTIND=1; while getopts 'ab:c' o "$@"; do echo "$o [$OPTARG] $OPTIND"; done; shift $((OPTIND-1)); echo "rest $*"; }; f -a -b x -c y z; f -abx -- -c; f -b; f -z; f -ac; f; f x -a; f -a - b
### getopts silent
while getopts ':ab:' o -a -x -b; do echo "$o [$OPTARG]"; done; echo $o; OPTIND=1; getopts a: v -afoo; echo $v $OPTARG $?; getopts a: v -afoo; echo $? $v; unset OPTARG; OPTIND=1; getopts x v -x; echo ${OPTARG-unset}
### getopts of parameters
set -- -a arg -b; while getopts ab v; do echo $v; done; echo $OPTIND; shift $((OPTIND-1)); echo $1
### getopts usage
getopts; echo $?
### alias
alias ll='echo listing'
ll x
alias
unalias ll
ll; echo $?
alias a='echo one ' b='two'
a b
alias nosuch; echo $?; unalias nosuch; echo $?; unalias -a; alias; echo end
### alias expansion in bash | bash
shopt -s expand_aliases
alias e='echo hi' f2='e there'
e you
f2
alias sp='echo '
alias w=word
sp w
\e 2>/dev/null || echo escaped
'e' 2>/dev/null || echo quoted
alias if2=if
if2 true; then echo kw; fi
alias loop='loop2' loop2='loop'
loop 2>/dev/null; echo $?
### alias in dash and busybox | dash ash
alias e='echo hi' f2='e there'
e you
f2
alias x='for i in 1 2; do'
x echo $i; done
alias c='echo a;echo b'
c
alias q="echo 'quo ted'"
q
alias e
### type
type cd; type echo; type if; type nosuch; echo $?; f() { :; }; type f | head -n 1; alias z=zz; type z; type /bin/sh; type .; type '[' ; type cat
### command
command echo a; command -v cd; command -v cat; command -v nosuch; echo $?; f() { echo func; }; command -v f; command f 2>/dev/null || echo skipped; echo() { printf 'fn\n'; }; echo; command echo real; unset -f echo; command -V cd; command -V nosuch; echo $?; command; echo $?; command -v if; command -p echo p; command nosuch; echo $?
### command and special builtins
command export X=1; echo $X; command readonly Y=2; echo $Y; command eval 'echo ev'; command cd /; pwd; command exec 3>&1; echo to3 >&3; command unset X; echo [$X]; command shift 99; echo survived
### builtin | bash
builtin echo a; cd() { echo my cd; }; cd; builtin cd /; pwd; builtin nosuch; echo $?; builtin; echo $?
### hash
hash; hash cat; hash | grep -c cat; hash -r; hash | grep -c cat; hash nosuch; echo $?
### enable | bash
enable -n echo; type echo; enable echo; type echo; enable nosuch; echo $?; enable -n | wc -l; enable -s | head -n 2
### let | bash ash
let x=3; echo $x $?; let 'x = x * 2' y=x+1; echo $x $y; let 0; echo $?; let 1; echo $?; let x-=6; echo $?; let 'z=1 +'; echo $?
### umask
umask 022; umask; umask -S; umask 077; umask; touch f; stat -c %a f; umask u=rwx,g=rx,o=; umask; umask g-x; umask; umask a+r; umask -S; umask 0; touch g; stat -c %a g; umask +w; umask
### umask errors
umask 999; echo $?; umask abc; echo $?
### ulimit
ulimit -n 64; ulimit -n; ulimit -Sn 32; ulimit -n; ulimit -Hn; ulimit -c 0; ulimit -c; ulimit -f; ulimit -Z; echo $?
### times
times | wc -l; times | grep -c 'm'
### trap listing
trap 'echo a' EXIT; trap 'b "c"' INT TERM; trap '' QUIT; trap; trap - EXIT INT; trap; trap "it's" HUP; trap; trap -- - TERM HUP QUIT; trap; echo end
### trap exit
trap 'echo bye $?' EXIT; (exit 3); echo in; false
### trap exit status
trap 'exit 9' EXIT; exit 2
### trap exit in subshell
trap 'echo outer' EXIT; (echo sub); (trap 'echo inner' EXIT; echo x); echo y | cat; $(true); echo z
### trap signals
trap 'echo usr1' USR1; kill -USR1 $$; echo after; trap 'echo term; x=1' TERM; kill $$; echo $x; trap '' USR2; kill -USR2 $$; echo alive; trap - USR1; (trap 'echo in sub' USR1; kill -USR1 $(sh -c 'echo $PPID'); echo ok)
### trap and status
trap 'false' USR1; true; kill -USR1 $$; echo $?; trap 'echo s=$?' USR1; (exit 5); kill -USR1 $$; echo $?
### trap during a command
trap 'echo got; done=1' USR1; (sleep 0.1; kill -USR1 $$) & sleep 0.3; echo slept; wait; echo $done
### trap during wait
trap 'echo got' USR1; (sleep 0.1; kill -USR1 $$) & sleep 0.5 & wait $!; echo $?
### trap inherited by ignoring
trap '' TERM; sh -c 'kill $$; echo survived'; trap - TERM; sh -c 'kill $$; echo no'; echo $?
### trap bad
trap 'x' NOPE; echo $?; trap x 99; echo $?; trap; trap 2; echo $?
### trap err | bash ash
trap 'echo err $?' ERR; false; true; (exit 3); if false; then :; fi; false || true; ! true; f() { false; }; f; echo end
### trap debug and return | bash
trap 'echo "D:$BASH_COMMAND"' DEBUG; echo a; x=1; trap - DEBUG; f() { echo in; }; trap 'echo ret' RETURN; f; . /dev/null; trap - RETURN; set -T; trap 'echo ret2' RETURN; f; trap - RETURN; set -E; trap 'echo E$?' ERR; g() { false; }; g; trap -p
### wait
(exit 3) & wait $!; echo $?; sleep 0.1 & wait; echo $?; wait 99999; echo $?; (exit 4) & p=$!; (exit 5) & q=$!; wait $p; echo $?; wait $q; echo $?; wait $p; true & wait; wait; echo $?; (sleep 0.1; exit 6) & (exit 7) & wait $!; echo $?; wait
### wait for jobs
sleep 0.1 & (exit 2) & wait %2; echo $?; wait %1; echo $?; wait %9; echo after
### wait n | bash
(sleep 0.2; exit 3) & (exit 4) & wait -n; echo $?; wait -n; echo $?; wait -n; echo $?
### background
echo a & wait; (sleep 0.1; echo later) & echo now; wait; sleep 0.1 & [ -n "$!" ] && echo pid; { echo g; } & wait; x=1; { x=2; } & wait; echo $x; cat & wait $!; echo $?; false & wait $!; echo $?; nosuch & wait $!; echo $?; echo p | cat & wait; f() { echo fn; }; f & wait
### jobs
sleep 0.3 & jobs | sed 's/  *$//'; wait; jobs; sleep 0.2 & sleep 0.3 & jobs | wc -l; kill %1; wait %1; echo $?; wait; jobs -p | wc -l
### jobs text | bash
sleep 0.2 & { sleep 0.2; echo x > /dev/null; } & (sleep 0.2; true) & sleep 0.2 | cat & for i in 1; do sleep 0.2; done & jobs; wait
### fg without job control
fg; echo $?
### bg without job control
bg; echo $?
### disown | bash
sleep 0.1 & disown; jobs; disown; echo $?; sleep 0.1 & sleep 0.1 & disown -a; jobs; wait; disown %9; echo $?
### kill
sleep 5 & kill $!; wait $!; echo $?; sleep 5 & kill -9 $!; wait $! 2>/dev/null; echo $?; sleep 5 & kill -HUP %1 2>/dev/null || kill -HUP $!; wait $!; echo $?; kill -0 $$; echo $?; kill -l 9; kill -l 137; kill -l TERM
### kill errors
kill; echo $?; kill abc; echo $?; kill 999999; echo $?; kill -NOPE $$; echo $?; kill %9; echo $?; kill -s; echo $?
### kill list | bash dash
kill -l | head -n 3
### killed messages
sh -c 'kill -9 $$'; echo $?; sh -c 'kill $$'; echo $?; sh -c 'kill -INT $$' ; echo no
### killed messages in pipelines
sh -c 'kill -9 $$' | cat; echo $?; (kill -TERM $(sh -c 'echo $PPID')); echo $?; sh -c 'kill -SEGV $$'; echo $?; sh -c 'kill -PIPE $$'; echo $?; sh -c 'kill -USR1 $$'; echo $?
### killed in the background
sleep 5 & kill -9 $!; sleep 0.1; echo a; wait $!; echo $?; sleep 5 & kill -9 $!; wait; echo b
### interrupt of a child
sh -c 'kill -INT $$'; echo after $?
### shopt | bash
shopt -s nullglob; shopt nullglob; echo $?; shopt -u nullglob; shopt -q nullglob; echo $?; shopt -p extglob; shopt nosuch; echo $?; shopt -s nosuch; echo $?; shopt -o errexit; shopt -so nounset; echo $-; shopt | wc -l; shopt -s | head -n 2
### declare | bash
declare x=1; declare -r y=2; declare -x z=3; declare -i n=1+1; declare -a a=(1 2); declare -A m=([k]=v); declare -p x y z n a m; declare -p nosuch; echo $?; f() { declare l=1; declare -g g=2; }; f; echo [$l] $g; declare -F; declare -f f; declare +x z; declare -p z; typeset t=5; echo $t
### declare functions | bash
f() { echo a; if true; then echo b; fi; }; declare -f f; type f; declare -F f; declare -f nosuch; echo $?; export -f f; bash -c f; unset -f f; declare -f f; echo $?
### local attributes | bash
f() { local -i n=2+2; echo $n; local -a a=(1 2); echo ${a[1]}; local -r c=1; (c=2); echo $?; local; }; f | grep -v '^declare -[ar]'; g() { local IFS=,; echo "$*"; }; g 1 2; echo "${IFS@Q}"; h() { local -A m=([a]=1); echo ${m[a]}; }; h; k() { local x=1; unset x; echo ${x-unset}; }; x=outer; k; echo $x
### caller | bash
f() { caller; caller 0; g; }; g() { caller 0; caller 1; caller 2; echo $?; }
f
### function printing | bash
f() { while read x; do case $x in a|b) echo 1;; *) break;; esac; done < file > out 2>&1 | cat && (a; b) || { c & d; }; for i in 1 2; do :; done; [[ -f x && y == z ]]; ((i++)); cat <<E
doc
E
until x; do y; done; if a; then b; elif c; then d; else e; fi; }; type f
### help | bash
help nosuchtopic; echo $?
### printf quoting of control characters | bash
printf '%q\n' $'a\tb' $'\x01' 'é' '' 'a b'; x=$'tab\there'; echo "${x@Q}"; declare -p x; set -x; : "$x"
### true and false
true; echo $?; false; echo $?; true --help; echo $?; false a b; echo $?
### pwd
cd /tmp; pwd; pwd -L; pwd -P; PWD=/wrong; pwd; unset PWD; pwd; pwd -X; echo $?
### return outside
return 3; echo after $?
### break outside
break; echo $?; continue; echo $?; f() { break; echo in; }; for i in 1 2; do f; echo $i; done
### history expansion is off in scripts
echo "hi!" !x !! '!y'
