### lists
true && echo a || echo b; false && echo c || echo d; false || echo e && echo f; ! true; echo $?; ! false && echo g; true; echo $?; { false; echo h; }; (false; echo i); { echo j; } && (echo k)
### if
if true; then echo a; fi; if false; then echo b; else echo c; fi; if false; then :; elif true; then echo d; else echo e; fi; if false; then :; fi; echo $?; if (exit 3); then :; else echo $?; fi; if ! false; then echo f; fi; if true
then echo g
fi; if echo h | cat; then echo i; fi
### while and until
i=0; while [ $i -lt 3 ]; do echo $i; i=$((i+1)); done; until [ $i -eq 0 ]; do i=$((i-1)); done; echo $i; while false; do :; done; echo $?; while true; do break; done; echo $?; while :; do false; break; done; echo $?; i=0; while [ $i -lt 5 ]; do i=$((i+1)); [ $i = 3 ] && continue; echo $i; done
### for
for i in a b "c d"; do echo "[$i]"; done; set -- x y; for i; do echo $i; done; for i in; do echo no; done; echo $?; for i in $(echo 1 2); do echo $i; done; echo "last $i"; for i in a
do echo $i; done; for i do echo "<$i>"; done; for i in 1 2 3; do [ $i = 2 ] && false; done; echo $?
### break and continue levels
for i in 1 2; do for j in a b; do echo $i$j; break 2; done; done; for i in 1 2; do for j in a b; do echo $i$j; continue 2; done; echo no; done; for i in 1 2 3; do case $i in 2) break;; esac; echo $i; done; for i in 1; do break 5; done; echo ok; while :; do while :; do break 2; done; echo no; done; echo end
### case
for x in apple banana cherry '' 'a b' '*'; do case $x in a*e) echo 1;; b*|c*) echo 2;; '') echo empty;; "a b") echo sp;; \*) echo star;; *) echo other;; esac; done; case x in y) ;; esac; echo $?; case a in (a) echo paren;; esac; case ab in a?) echo q; esac; case - in [a-]) echo dash;; esac; case "$(echo z)" in $(echo z)) echo sub;; esac
### case status and no match
false; case x in x) ;; esac; echo $?; case x in x) false;; esac; echo $?; false; case a in b) :;; esac; echo $?; case a in a) echo 1;; a) echo 2;; esac
### case fallthrough | bash
case a in a) echo 1;& b) echo 2;; c) echo 3;; esac; case a in a) echo 1;;& b) echo no;; a*) echo 2;;& *) echo 3;; esac
### c style for | bash
for ((i=0;i<3;i++)); do echo $i; done; for ((;;)); do break; done; for ((i=0,j=9; i<j; i+=4,j-=1)) { echo $i $j; }; for ((i=0;i<2;i++)); do for ((j=0;j<2;j++)); do [ $j = 1 ] && continue 2; echo $i$j; done; done; echo $i
### select | bash | stdin=2\nx\n\n1\n
select x in one two three; do echo "[$x] $REPLY"; [ "$x" = one ] && break; done; echo done
### functions
f() { echo "f $# $1"; return 3; }; f a b; echo $?; g() { f "$@"; echo in g $?; }; g x; h() { return; }; false; h; echo $?; k() { x=global; }; k; echo $x; f () { echo redefined; }; f; m() { echo $0; }; m; (f); unset -f f; f; echo $?; n() { echo "$*"; shift; echo "$*"; }; n 1 2 3; echo "$#"
### function bodies
f() (x=sub; echo in; exit 4); f; echo $? [$x]; g() { echo a; } > out; g; cat out; h() { cat; }; echo piped | h; k() if true; then echo compound; fi; k; l() for i in 1 2; do echo $i; done; l; m() { :; }; m; echo $?
### function keyword | bash ash
function f { echo f $1; }; f x; function g() { echo g; }; g; function h
{ echo h; }
h
### any function body | dash ash
f() echo simple; f; g() true && echo no; g; echo $?
### local
x=g; f() { local x=l; echo $x; g; x=changed; echo $x; }; g() { echo "in g $x"; }; f; echo $x; h() { local a b=2 c; echo "[$a][$b][$c]"; a=1; }; h; echo "[$a]"; k() { local x; echo "[$x]"; unset x; echo "[$x]"; x=5; }; k; echo $x; r() { local i=$1; [ $i -gt 0 ] && { r $((i-1)); echo $i; }; }; r 3
### local outside | bash dash ash
local x=1; echo $?
### recursion
fact() { if [ $1 -le 1 ]; then echo 1; else echo $(( $1 * $(fact $(($1-1))) )); fi; }; fact 10; fib() { [ $1 -lt 2 ] && { echo $1; return; }; echo $(( $(fib $(($1-1))) + $(fib $(($1-2))) )); }; fib 7; down() { [ $1 -eq 0 ] && return 0; down $(($1-1)); }; down 100; echo $?
### return values
f() { return 256; }; f; echo $?; f() { return $1; }; f 300; echo $?; f() { (return 5); echo $?; }; f; f() { while :; do return 7; done; }; f; echo $?; f() { false; return; }; f; echo $?; f() { return 2 || echo no; }; f && echo no || echo $?
### subshells
x=1; (x=2; echo $x); echo $x; (exit 5); echo $?; (cd /; pwd); pwd; (set -f; echo *) ; (trap 'echo bye' EXIT; echo in); (echo a; echo b) | cat; ( (echo nested) ); echo $(x=9; echo $x) $x; (f() { echo f; }; f); f 2>/dev/null || echo gone
### groups
{ echo a; echo b; } | cat; { x=5; }; echo $x; { echo c; } > out; cat out; { { echo d; }; }; {
echo e
}; { echo f; }&& echo g; { false; }; echo $?
### pipelines
echo a | cat | cat; echo b | { read x; echo "got $x"; }; echo c | while read x; do echo "loop $x"; done; x=keep; echo d | read x; echo $x; false | true; echo $?; true | false; echo $?; ! true | false; echo $?; echo e |
cat; seq 5 | head -n 2; (echo f; echo g >&2) 2>&1 | sort; yes | head -n 1
### pipefail | bash ash
set -o pipefail; false | true; echo $?; (exit 3) | (exit 4) | true; echo $?; true | true; echo $?; ! false | true; echo $?; set +o pipefail; false | true; echo $?
### pipe both | bash
{ echo out; echo err >&2; } |& sort; nosuchcmd |& cat
### pipestatus | bash
true | false | (exit 7); echo ${PIPESTATUS[@]}; echo ${PIPESTATUS[@]}; (exit 4); echo ${PIPESTATUS[0]}; ! false; echo ${PIPESTATUS[0]}; false && true; echo ${PIPESTATUS[@]}
### lastpipe | bash
shopt -s lastpipe; echo a | read x; echo $x; echo b | while read y; do z=$y; done; echo $z
### exec in a pipeline
echo x | (exec cat); (exec true; echo no); exec 3>&1; (echo to3 >&3); exec 3>&-; echo hi | exec cat; echo after
### redirections
echo a > f; cat < f; echo b >> f; cat f; cat f f > g; wc -l < g; echo c 1>h; cat h; cat < f > i; cat i; > empty; wc -c < empty; echo d >f >j; cat f j; cat nosuch 2>/dev/null; echo $?; ls nosuch > k 2>&1; wc -l < k; echo x 2>&1 >/dev/null; { echo o; echo e >&2; } > both 2>&1; cat both; echo "sp ace" > "a b"; cat "a b"; v=var; echo y > $v; cat var; echo z >| f; cat f
### descriptor juggling
exec 3> f; echo a >&3; echo b >&3; exec 3>&-; cat f; exec 4< f; read x <&4; read y <&4; echo $x $y; exec 4<&-; echo c 3>&1 >&2 2>&3 | cat; { echo d >&5; } 5>&1; (exec 1>g; echo e); cat g; exec 6>&1 >h; echo f; exec >&6 6>&-; cat h; echo out 1>&2 2>/dev/null; cat <&- 2>/dev/null; echo $?
### read and write
echo hello > f; exec 3<> f; read x <&3; echo $x; echo more >&3; exec 3>&-; cat f; echo new <> created; ls created
### closed descriptors
(echo a >&-) 2>&1; echo $?; (echo a >&9); echo $?; (cat <&9); echo $?; : >&2; exec 5>&-; echo $?
### redirection errors
echo a > /nope/x; echo $?; cat < nosuch; echo $?; : < nosuch; echo after
### redirection errors of builtins and groups
true > /nope/x; echo $?; { echo no; } < nosuch; echo $?; (echo no) < nosuch; echo $?; f() { echo no; }; f > /nope/x; echo $?; while :; do break; done < nosuch; echo $?; x=1 > /nope/x; echo $? $x; cat nosuch > /dev/null < alsonot; echo $?
### redirect to directories
mkdir d; echo a > d; echo $?; cat < d > /dev/null; echo $?; echo a > d/; echo $?
### noclobber
set -C; echo a > f; echo b > f; echo $?; echo c >> f; echo d >| f; cat f; set +C; echo e > f; cat f; set -o noclobber; echo x > /dev/null; echo $?
### both to a file | bash ash
{ echo o; echo e >&2; } &> f; sort f; { echo o2; echo e2 >&2; } >& g; sort g
### append both | bash
echo a > f; { echo o; echo e >&2; } &>> f; sort f
### ambiguous | bash
touch a b; echo x > *; echo $?; x='p q'; echo y > $x; echo $?; echo z > $nope; echo $?; cat < ""; echo $?; echo w >& 'a b'; echo $?; echo v <& foo; echo $?
### bad fd number | dash ash
echo a; echo b >&xyz; echo no
### variable descriptors | bash
exec {fd}>f; echo a >&$fd; exec {fd}>&-; cat f; [ $fd -ge 10 ] && echo ok; { echo b >&$q; } {q}>&1; cat {r}<f <&$r
### redirect order with expansion
f=1; echo a > $((f+1)); cat 2; echo b > "$(echo out)"; cat out; > x cat f 2>/dev/null || echo c < /dev/null; < x cat; echo d 3>&1 1>&2 2>&3 3>&- | cat
### assignments before commands
x=1; x=2 true; echo $x; x=3 eval 'echo $x'; echo $x; x=4 :; echo $x; x=5 sh -c 'echo $x'; echo $x; f() { echo "f $x"; }; x=6 f; echo $x; x=7 y=$x sh -c 'echo $x $y'; x=8 export z=9; echo $x; PATH=/nope nosuch; echo $?; a=1 b=2; echo $a$b; IFS=, read p q <<E
1,2
E
echo $p-$q
### append assignment | bash ash
x=a; x+=b; echo $x; x+=; echo $x; y+=new; echo $y
### command not found
nosuch; echo $?; ./nosuch; echo $?; /nope/nosuch; echo $?; /tmp; echo $?; ''; echo $?; touch plain; ./plain; echo $?; chmod +x plain; ./plain; echo $?; nosuch 2>/dev/null; echo $?; $nope; echo $?; "$nope"; echo $?
### scripts
printf '#!/bin/sh\necho "$0 $# $*"\nexit 3\n' > s; chmod +x s; ./s a 'b c'; echo $?; printf 'echo no shebang $1\n' > t; chmod +x t; ./t x; printf '#!/nope/sh\n' > u; chmod +x u; ./u; echo $?; printf '#!/bin/sh -e\nfalse\necho no\n' > v; chmod +x v; ./v; echo $?; . ./t y; sh ./s q; echo $?
### errexit
set -e; echo a; false || echo b; if false; then :; fi; ! true; false && true; while false; do :; done; echo c; (false; echo no) || echo d; f() { false; echo "in f"; }; f || echo no; f && echo e; x=$(false) || echo g; (exit 3); echo no
### errexit in subshell
(set -e; false; echo no); echo $?; (set -e; f() { false; echo no; }; f; echo no); echo $?; (set -e; x=$(false); echo no); echo $?; (set -e; false | true; echo yes); (set -e; { false; }; echo no); echo $?; (set -e; (false); echo no); echo $?; (set -e; ! false; echo yes); (set -e; true && false; echo no); echo $?; (set -e; false && true; echo yes); sh -ec 'false; echo no'; echo $?
### errexit in conditions
set -e; if f() { false; echo "not stopped"; }; f; then echo then; fi; f || true; until f; do :; done; echo ok; case x in x) false || true;; esac; for i in 1; do false || continue; done; eval 'false || true'; { false || true; }; echo end; eval false; echo no
### errexit and substitution
set -e; echo $(false; echo in) done; x=$(echo a; false; echo b) || echo "x=$x"; y=$(false); echo no
### inherit_errexit | bash
set -e; shopt -s inherit_errexit; x=$(false; echo no) || echo stopped; echo "[$x]"; echo "$(false; echo no2)"; echo end
### nounset
set -u; x=1; echo $x; echo ${y-default}; f() { echo $1; }; (f); echo $?; echo $y; echo no
### verbose
set -v; echo a
x=1
set +v; echo b
### noexec
echo a; set -n; echo b
echo c
### xtrace
set -x; echo a 'b c' $HOME; x=1; y='p q' true; for i in 1 2; do :; done; [ a = a ] && echo "it's"; (echo sub); echo $(echo cs); f() { echo in; }; f 1 2; { set +x; } 2>/dev/null; echo done
### xtrace with PS4
PS4='>> '; set -x; echo a; x='a b'; echo "$x" '' \$; : "two
lines"
### xtrace of bash | bash
set -x; a=(1 "2 3"); [[ a == b ]]; ((1+1)); case x in x) :;; esac; for ((i=0;i<1;i++)); do :; done; if true; then :; fi; x+=1; a[1]=2; declare y=3; local_() { local q=1; }; local_; export z=1; while false; do :; done; BASH_XTRACEFD=1; echo fd
### eval
eval echo a b; eval 'x=5; echo $x'; eval "echo \$x"; y='echo "from y"'; eval $y; eval; echo $?; eval 'exit 3' | cat; eval '(exit 4)'; echo $?; eval "f() { echo f; }"; f; eval 'for i in 1 2; do echo $i; done'; eval 'echo one
echo two'; eval false || echo failed
### eval errors
eval 'fi'; echo after
### source
echo 'echo in $1; x=5; return 3; echo no' > lib; . ./lib; echo $? $x; echo 'echo $0' > l2; . ./l2; echo 'f() { echo from lib; }' > l3; . ./l3; f; PATH=$PWD; echo 'echo found' > onpath; . onpath
### source with arguments | bash ash
echo 'echo $# $1; shift; echo $1' > lib; set -- p; . ./lib a b; echo $1; source ./lib c d; echo $#
### source missing
. ./nosuch; echo $?
### source missing via command
command . ./nosuch; echo $?
### dot without arguments
.
echo $?
### exit
(exit); echo $?; (false; exit); echo $?; (exit 300); echo $?; (exit 2; echo no); f() { exit 6; }; (f; echo no); echo $?; { exit 9; }; echo no
### exit bad
exit abc; echo no
### exit in pipeline and trap
trap 'echo bye $?' EXIT; exit 3 | cat; echo go; (exit 4); exit
### exec program
exec echo replaced; echo no
### exec missing
(exec nosuch; echo no); echo $?; exec ./nope; echo no
### exec redirect only | bash dash
exec > out; echo a; echo b; exec 2> err; echo c >&2; cat out err >&2; sh -c 'cat out err'
### time keyword | bash
TIMEFORMAT='%0R%%'; time true >/dev/null; TIMEFORMAT=; time echo x; { time -p true; } 2>&1 | sed 's/[0-9][0-9]$/xx/'; ! time false 2>/dev/null; echo $?; unset TIMEFORMAT; { time sleep 0; } 2>&1 | sed 's/[0-9]*s$/s/'
### coproc | bash
coproc { read x; echo "got $x"; }; echo hello >&${COPROC[1]}; read y <&${COPROC[0]}; echo $y; wait; coproc C (cat); echo hi >&${C[1]}; exec {C[1]}>&-; read z <&${C[0]}; echo $z
### multiple lines
if true
then
  echo a
  for i in 1 \
    2
  do
    echo $i
  done
fi
f()
{
  echo f
}
f && \
echo g
echo h;
# comment
echo i # trailing

echo j
### line numbers in errors
echo a
nosuch1
if true; then
  nosuch2
fi
f() {
  nosuch3
}
f
x=$(nosuch4)
(nosuch5)
nosuch6 | cat
eval 'nosuch7'
### lineno | bash ash
echo $LINENO
echo $LINENO; f() {
echo $LINENO
}
f
echo "$LINENO" \
  $LINENO
(echo $LINENO)
### empty commands
;
### empty script
### only comments
# nothing
### colon
:; echo $?; : a b c; : ${x:=5}; echo $x; : > f; wc -c < f
### many arguments
set -- 1 2 3 4 5 6 7 8 9 10 11 12; echo $# ${12} ${11}; shift 9; echo $1; echo "$@" | wc -w; f() { echo $#; }; f "$@" "$*"
### unicode
x=héllo; echo $x ${x#h} ${x%o} "${x}"; case $x in h?*llo) echo m;; esac; y='中文'; echo $y; echo "$y" | cat; touch "$y"; echo *
