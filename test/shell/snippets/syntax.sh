### fi | bash dash ash
echo a
fi
### then
then
### done alone
echo x; done
### esac
esac
### brace alone
}
### parenthesis
echo a; echo b )
### open if
if true; then echo x
### if without then
if true; fi
### if with semicolon
if; then echo; fi
### empty then
if true; then fi
### else without body
if true; then echo a; else fi
### elif open
if false; then :; elif
### while without do
while true; done
### while empty body
while true; do done
### until open
until
### for without name
for
### for bad name
for 1x in a; do echo $1x; done; echo after
### for word instead of do
for x y
### for open list
for x in
### for open
for x in a b; do echo $x
### for semicolon word
for x in a; b
### case open
case
### case no in
case x
### case in
case x in
### case pattern open
case x in a
### case body open
case x in a) b
### case no paren
case x in a b) ;; esac
### case double semicolon
case x in ;; esac
### subshell open
( a
### subshell empty
()
### group empty
{ }
### group open
{ echo a
### group needs blank
{echo a; }
### subshell then word
( echo a ) b
### pipe at the beginning
| a
### pipe at the end
echo a |
### two pipes
a | | b
### and at the beginning
&& a
### and at the end
echo a &&
### ampersand alone
&
### two ampersands
a & & b
### double semicolon
a ;; b
### semicolon alone
echo a
;
### redirect without target
echo >
### redirect newline
cat <
echo b
### redirect to redirect
cat < > x
### here document without delimiter
cat <<
### here document without end
cat <<E
text
### here document unfinished in bash | bash
cat <<E; echo after
line
### double quote
echo "abc
### single quote
echo a; echo 'abc
### backquote
echo `abc
### brace parameter
echo ${x
### brace in quotes
echo "${x
### substitution
echo $(echo
### substitution with error
echo $(fi); echo after
### backquote with error
echo `fi`; echo after
### arithmetic open
echo $((1
### arithmetic one paren
echo $((1)
### function open
f() {
### function without body
f()
### function bad body
f() echo hi; f
### function paren
f( { :; }
### function reserved
if() { :; }
### function empty body
f() { }
### function keyword alone
function
### function keyword name
function f
### array in posix shells
a=(1 2); echo ${a[1]}
### bang alone
!
### bang bang
! ! true; echo $?
### in alone
in
### do alone
do
### double bracket open | bash
[[ a
### double bracket extra | bash
[[ a b ]]; echo $?
### double bracket operand | bash
[[ -f ]]; echo $?
### double bracket operator | bash
[[ a == ]]
### double bracket group | bash
[[ ( a ]]
### double bracket and | bash
[[ a && ]]
### double bracket less | bash
[[ < b ]]
### double bracket semicolon | bash
[[ a == b; ]]
### double bracket after | bash
[[ a ]] b
### double paren open | bash
((1
### c for open | bash
for ((i=0; i<3)); do :; done
### select open | bash
select x in a; do
### coproc nothing | bash
coproc
### error after good lines
echo one
echo two
if then
echo three
### error in a function definition
f() {
  echo a
  fi
}
f
### error in eval goes on in bash | bash
eval 'if'; echo $?; eval ')'; echo $?; eval 'echo "'; echo $?; echo end
### error in sourced file | bash
echo 'fi' > s; . ./s; echo $?; echo end
### error in sourced file of others | dash ash
echo 'fi' > s; . ./s; echo $?; echo end
### error in trap | bash
trap 'fi' EXIT; echo a
### error in a script file | file
echo a

if true; then
  echo b
done
echo c
### end of file in a script file | file
echo a
if true; then
  echo b
### quote in a script file | file
echo a
echo "unclosed
more
### error on standard input | stdin
echo a
fi
echo b
### end on standard input | stdin
echo a
if true; then
### script reads its input | stdin
read x
first line
echo "[$x]"
cat
rest
### script with options | file | args=a "b c"
echo $# "$1" "$2" "$0"
shift; echo $1
exit 3
### script errors have a prefix | file
nosuch
echo $((1/0))
echo after
cd /nope
f() { nosuch2; }
f
. ./nosuch3
echo end
### script exit trap | file
trap 'echo bye' EXIT
echo hi
nosuch
### reserved words as arguments
echo if then else elif fi do done case esac while until for in { } ! time function select
### reserved after assignment
x=1 if; echo $?
### braces as words
echo { a } {} }{; x={; echo $x; echo a}b
### semicolon variants
echo a;echo b ; echo c;
echo d&
wait
### ampersand redirect in dash | dash
echo a &>/dev/null; wait; echo b
### comments everywhere
echo a # c
# if
echo b#c; echo '#' "#" \#d
if true; then # comment
echo e # fi
fi # end
### line continuations
echo a \
b; ec\
ho c; if tr\
ue; then echo d; fi; x=1\
2; echo $x
### newlines in lists
true &&
echo a
false ||

echo b
echo c |
cat
case x in

x)

echo d

;;

esac
for i in 1
do

echo $i

done
### nested everything
for i in 1 2; do if [ $i = 1 ]; then case $i in 1) while :; do { (echo "$(echo "deep $(echo `echo $i`)")"); } ; break; done;; esac; else echo other; fi; done
### nul and odd bytes
printf 'echo a\200b\n' > s; sh ./s | od -c | head -n 1; printf 'a\0b\n' | cat | wc -c
### tabs and carriage returns
printf 'echo\ta\techo\r\n' > s; sh ./s | od -c | head -n 2
### process substitution in dash | dash
cat <(echo a)
### here string in dash | dash
cat <<< a
### pipe both in dash and busybox | dash ash
echo a |& cat
### ash double paren | ash dash
((1+1)); echo $?
### ash select | ash dash
select x in a; do echo; done
### dash function keyword | dash
function f { echo hi; }; f
