### script arguments | file args=a "b c" d
echo "$0 $#"; for i; do echo "[$i]"; done; shift; echo "$1"; echo "$@"
### script line numbers | file
echo ok

nosuchcommand
if true; then
  alsonot
fi
(
  inner
)
f() {
  infunc
}
f
### script syntax error in the middle | file
echo before
if then
echo after
### script error in arithmetic | file
echo a
echo $((1/0))
echo b
### script unset variable | file
set -u
echo start
echo $missing
echo end
### script exits early | file
echo a
exit 3
echo b
### script with exit trap and error | file
set -e
trap 'echo "cleanup $?"' EXIT
echo working
false
echo not here
### script reads its input | file stdin=one\ntwo words\n
read a
read b c
echo "$a|$b|$c"
read d || echo "eof"
### script from standard input | stdin
echo a
x=1
if [ $x = 1 ]
then
  echo b
fi
cat <<E
doc $x
E
nosuch
echo $?
### standard input is shared | stdin
read line
this is data
echo "got: $line"
head -n 1
more data
echo end
### syntax error on standard input | stdin
echo a
echo b)
echo c
### unclosed quote on standard input | stdin
echo a
echo "b
echo c
### exit in the middle of standard input | stdin
echo a
exit 4
echo b
### last command decides | stdin
true
false
### shebang of another shell | file
printf '#!/bin/sh\necho "sh $0 $1"\n' > a; printf '#!/bin/bash\necho "bash ${BASH_VERSION%%%%.*}"\n' > b; chmod +x a b; ./a x; ./b
### sourcing with errors | file
echo 'echo in; nosuch; echo still' > lib; . ./lib; echo "after $?"
echo 'if then' > bad; . ./bad; echo "after bad $?"
### sourcing what is not there | file
. ./nope
echo "after $?"
### long option parsing | file args=--name=x -v --flag file1 file2
while [ $# -gt 0 ]; do
  case $1 in
    --name=*) name=${1#--name=};;
    -v) verbose=1;;
    --*) echo "flag ${1#--}";;
    *) break;;
  esac
  shift
done
echo "$name $verbose $*"
### functions and local state | file
count=0
add() { count=$((count + $1)); }
for n in 1 2 3; do add $n; done
echo $count
total() { local sum=0; for n; do sum=$((sum + n)); done; echo $sum; }
echo "$(total 4 5 6)"
### config file reader | file
cat > conf <<'E'
# comment
key=value
name = spaced

last=1=2
E
while IFS='=' read -r k v; do
  case $k in ''|'#'*) continue;; esac
  echo "<$k> <$v>"
done < conf
### temporary files with cleanup | file
t=$(mktemp -d)
trap 'rm -rf "$t"; echo removed' EXIT
echo data > "$t/f"
cat "$t/f"
[ -d "$t" ] && echo exists
### menu by case and read | file stdin=2\n9\nq\n
while read -r choice; do
  case $choice in
    1) echo first;;
    2) echo second;;
    q) echo bye; break;;
    *) echo "bad: $choice" >&2;;
  esac
done
### columns | file
printf '%-10s|%5s\n' name size
for i in alpha:10 beta:200; do printf '%-10s|%5d\n' "${i%%:*}" "${i##*:}"; done
### word counting | file
text='the cat the dog the end'
for w in $text; do echo $w; done | sort | uniq -c | sort -rn | head -n 2 | sed 's/^ *//'
### retry loop | file
n=0
try() { n=$((n+1)); [ $n -ge 3 ]; }
until try; do echo "attempt $n failed"; done
echo "ok after $n"
### nested functions and returns | file
outer() { inner || return 7; echo unreachable; }
inner() { return 1; }
outer
echo $?
### pipes into while keep going | file
seq 1 5 | while read n; do [ $((n % 2)) = 0 ] && continue; echo $n; done | tr '\n' ,; echo
### bash arrays as stack | bash | file
s=(); s+=(a); s+=(b); s+=(c); unset 's[-1]'; echo "${s[@]}" ${#s[@]}; q=(1 2 3); q=("${q[@]:1}"); echo "${q[@]}"
### bash string building | bash | file
s=; for i in {1..5}; do s+=$i,; done; echo "${s%,}"; printf -v line '%*s' 10 ''; echo "[${line// /-}]"
### bash function library | bash | file
log() { printf '[%s] %s\n' "${FUNCNAME[1]}" "$*"; }
main() { log hello "$@"; helper; }
helper() { log "line ${BASH_LINENO[0]}"; }
main a b
### bash associative counting | bash | file
declare -A n; for w in a b a c a b; do ((n[$w]++)); done; for k in "${!n[@]}"; do echo "$k ${n[$k]}"; done | sort
### bash error handler | bash | file
set -Eeuo pipefail
trap 'echo "failed at line $LINENO: $BASH_COMMAND"' ERR
echo start
f() { ls /nonexistent 2>/dev/null; }
f
echo no
### bash regex parse | bash | file
for v in v1.2.3 1.x 10.20.30; do if [[ $v =~ ^v?([0-9]+)\.([0-9]+)\.([0-9]+)$ ]]; then echo "${BASH_REMATCH[1]} ${BASH_REMATCH[2]} ${BASH_REMATCH[3]}"; else echo "bad $v"; fi; done
### bash reading into arrays | bash | file
IFS=, read -ra parts <<< 'a,b c,,d'; echo ${#parts[@]} "${parts[1]}" "[${parts[2]}]"; while IFS=: read -r u _ id _; do [ $id = 0 ] && echo $u; done < /etc/passwd | head -n 1
### bash coprocess | bash | file
coproc { while read x; do echo "<$x>"; done; }; echo a >&${COPROC[1]}; read r <&${COPROC[0]}; echo $r; exec {w}>&${COPROC[1]}-; exec {w}>&-; wait; echo $?
### local in dash and busybox | file
x=global
f() { local x; x=local; g; echo $x; }
g() { echo "g sees $x"; }
f; echo $x
### set options in scripts | file
set -f; echo *; set +f; set -a; v=1; sh -c 'echo $v'; set +a; set -v; echo shown; set +v; echo hidden
### exit codes of not found and not executable | file
nosuch; echo $?; touch f; ./f; echo $?; chmod +x f; ./f; echo $?; /; echo $?
### commands with a slash
mkdir bin; printf 'echo "run $1"\n' > bin/tool; chmod +x bin/tool; bin/tool a; PATH=$PATH:./bin; tool b; cd bin; ./tool c
### path lookup
mkdir a b; printf '#!/bin/sh\necho a\n' > a/t; printf '#!/bin/sh\necho b\n' > b/t; chmod +x b/t; PATH=./a:./b:$PATH; t; chmod +x a/t; hash -r; t; rm a/t; hash -r; t
### xargs and find with scripts
mkdir d; touch d/a d/b; find d -type f | sort | xargs -n 1 basename; find d -type f -exec sh -c 'echo "x $1"' _ {} \; | sort
### subshell changes nothing outside
x=1; cd /; (x=2; cd /tmp; set -f; umask 0); echo $x; pwd; echo $-  | tr -d 'hBcs'; umask
### kill and wait for a loop
(while :; do sleep 0.1; done) & p=$!; sleep 0.2; kill $p; wait $p 2>/dev/null; echo $?
### timeouts | bash dash
timeout 0.2 sleep 5; echo $?; timeout 5 true; echo $?
### date arithmetic by epoch
d=$(date -u -d @86400 +%Y-%m-%d); echo $d; date -u -d @0 '+%H:%M:%S %j'
### sed and awk together
printf 'a 1\nb 2\nc 3\n' | awk '{s+=$2} END {print s}'; printf 'x=1\ny=2\n' | sed -n 's/^x=//p'; echo 'a,b;c' | tr ',;' '\n\n' | sed '2d'
### text pipelines
printf '3\n1\n2\n' | sort | head -n 1; printf 'a\nb\na\n' | sort | uniq -c | awk '{print $2 $1}'; printf 'one two\n' | cut -d' ' -f2; echo hello | rev 2>/dev/null || echo olleh; seq 1 10 | paste -sd+ | sed 's/$//' 
### tee and process order
printf 'a\nb\n' | tee f | wc -l | tr -d ' '; cat f; echo c | tee -a f > /dev/null; wc -l < f | tr -d ' '
### dev null and zero
echo gone > /dev/null; cat /dev/null; head -c 4 /dev/zero | od -An -c | tr -s ' '; (echo x > /dev/stdout; echo y > /dev/stderr) 2>&1 | cat
### env
env -i X=1 sh -c 'echo $X ${HOME-none}'; env X=2 sh -c 'echo $X'; X=3 env | grep '^X='; env nosuch; echo $?
### hash of a variable path
PATH=/nope; cat f 2>/dev/null; echo $?; PATH=/bin; echo ok | cat
### quoting in eval
a='x y'; eval "b=\$a"; echo "$b"; eval "c='$a'"; echo "$c"; n=v1; eval "$n=5"; eval "echo \$$n"
### here document without expansion in eval
eval 'cat <<E
$((1+1))
E'; eval "cat <<'E'
\$x
E"
### last argument | bash
echo a b c; echo $_; : x y; echo $_
### lineno
echo $LINENO
echo $LINENO
f() { echo $LINENO; }
f
### seconds and random | bash ash
[ $RANDOM != $RANDOM ] || echo same; RANDOM=42; a=$RANDOM; RANDOM=42; [ $a = $RANDOM ] && echo seeded
### seconds | bash
[ $SECONDS -le 1 ] && echo new; SECONDS=10; echo $((SECONDS >= 10)); [ ${EPOCHSECONDS} -gt 0 ] && echo ok
### errors of builtins
cd a b c; echo $?; shift x; echo $?; export 1x=2; echo $?; unset 1x; echo $?
### exit with a bad number
(exit abc); echo $?; (exit -1); echo $?; (exit 1 2); echo $?
### return outside
return 3; echo $?
### umask of children
umask 027; sh -c umask; (umask 0; umask); umask
### wait for unknown
wait 99999; echo $?; wait; echo $?; wait %1; echo $?
### kill syntax
kill -l 15; kill -l 130; sleep 5 & kill -s TERM $!; wait $! 2>/dev/null; echo $?; kill -0 $$; echo $?
### nice long pipeline
seq 1 20 | grep 1 | sed 's/1/x/' | tr x y | sort -r | tail -n 2 | cat -n | sed 's/^ *//'
### globs in case and for
touch a.txt b.txt c.log; for f in *.txt; do echo "${f%.txt}"; done; for f in *.nope; do echo "$f"; done; case a.txt in *.log) echo log;; *.txt) echo txt;; esac
### shopt nullglob and dotglob | bash
touch .h v; shopt -s nullglob; echo [*.nope]; echo x*.nope; shopt -s dotglob; echo *; shopt -u dotglob nullglob; echo *.nope; shopt -s extglob; touch a b ab; echo !(a|v) @(a|b) +(a|b) ?(a)b
### globstar | bash
mkdir -p a/b; touch a/x a/b/y; shopt -s globstar; echo **; echo **/y; echo a/**/; shopt -u globstar; echo **
### test with variables that are empty
x=; [ $x = a ]; echo $?; [ "$x" = a ]; echo $?; [ -n $x ]; echo $?; [ -z $x ]; echo $?
### history is off
history 2>/dev/null | wc -l | tr -d ' '; echo !$ '!!'
