### quoting
echo 'a  b' "c  d" e\ f g"h"'i'
echo "a\b\$\`\"\\" 'a\b'
echo "multi
line" a\
b "c\
d"
echo a#b #c
echo "it's" 'say "hi"' ''"" | cat
### parameter basics
x=abc; echo $x ${x} "$x"d ${x}d $xd; echo $10 ${10} $#; set -- a b; echo $1$2 $#
### defaults
unset u; e=; s=set; echo ${u-a} ${u:-b} ${e-c} ${e:-d} ${s-e} [${e-}] [${u+x}] ${s+y} ${e:+z} ${e+w}; echo ${u=1} $u ${e:=2} $e
### default operands are words
x='a b'; set -- ${u:-$x c}; echo $#; set -- ${u:-"$x c"}; echo $#; set -- "${u:-$x c}"; echo $#; set -- ${u:+none}; echo $#; echo ${u:-${v:-${w:-deep}}} ${u:-$(echo sub)} ${u:-`echo bq`} ${u:-$((1+2))} ${u:-'q  r'} "${u:-'q  r'}" "${u:-"q  r"}"
### default with at sign
set -- 'a b' c; for i in "${@-x}"; do echo "[$i]"; done; for i in ${u-"$@"}; do echo "<$i>"; done; set --; for i in "${@-x}"; do echo "[$i]"; done; for i in "${u-$@}" y; do echo "($i)"; done
### question mark
(x=; echo ${x?unset} ok); (echo ${u?custom message}; echo no); echo $?; (echo ${e:?}; echo no); echo $?; (: ${u?}); echo $?; (: "${1:?need an arg}")
### assign to positional
: ${1=x}; echo after
### length
x=hello; echo ${#x} ${#} ${#u} ${#1}; set -- a bb; echo ${#2} ${#*} ${#@} ${##}
### remove
p=/usr/local/lib/x.tar.gz; echo ${p#*/} ${p##*/} ${p%/*} ${p%%/*} ${p%.*} ${p%%.*} ${p#/usr} ${p#nope} ${p%gz}; f='*x*'; echo "${f#*}" "${f#\*}" "${f%'*'}" ${f##*x}
### remove with quotes and variables
x='a*b*c'; y='*'; echo "${x#a$y}" "${x#a"$y"}" "${x##a$y}" "${x%$y}" "${x%%$y*}" ${x%"*c"}; echo "${x#?}" "${x#[a-c]}" "${x%[!b]}"
### nested braces in operand
x=; echo "${x:-a}b}" ${x:-{a,b}} "${x:-\}}" ${x:-\}} "${x:-'}'}"; echo done
### special parameters
set -- a 'b c'; echo $# "$*" "$@"; IFS=-; echo "$*" $*; IFS=; echo "$*" $*; unset IFS; echo "$*"; false; echo $?; (exit 7); echo $? ${?}; echo ${!:-none} $0
### at and star splitting
set -- 'a b' '' c; for i in $*; do echo "1[$i]"; done; for i in $@; do echo "2[$i]"; done; for i in "$*"; do echo "3[$i]"; done; for i in "$@"; do echo "4[$i]"; done; for i in x"$@"y; do echo "5[$i]"; done; set --; for i in "$@"; do echo no; done; for i in "$*"; do echo "6[$i]"; done; for i in ""$@; do echo "7[$i]"; done
### splitting
x=' a  b '; set -- $x; echo $#; set -- [$x]; echo $# "$1" "$2" "$3" "$4"; IFS=:; x='a::b:'; set -- $x; echo $# "[$1][$2][$3]"; x=':a'; set -- $x; echo $#; IFS=': '; x='a : b :: c'; set -- $x; echo $#; IFS=; x='a b'; set -- $x; echo $#; IFS='x'; y=axbxc; echo $y "$y" axb
### splitting of substitutions
set -- $(echo 'a b'; echo c) "$(echo 'a b'; echo c)"; echo $#; IFS=,; set -- $(echo a,b c); echo $#; x=$(printf 'a\n\n\n'); echo "[$x]"; echo "[$(printf '\n\na')]"
### empty words
x=; set -- $x "$x" '' $x$x "a"$x $(true) "$(true)"; echo $#
### tilde
HOME=/home/me; echo ~ ~/x "~" a~ ~root ~nosuchuser x=~ --y=~; y=~:~/b:c~; echo $y; z=a:~; echo $z; echo ${u:-~} "${u:-~}"; HOME=; echo [~]; unset HOME; case ~ in *) echo ok;; esac
### command substitution
echo $(echo a $(echo b $(echo c))) `echo d \`echo e\`` "$(echo "f  $(echo "g  h")")"; echo $(echo 'x)y') $(case a in a) echo z;; esac) "$(echo \$HOME \\$)" "`echo \"q\" \\\\ \$x`"; echo $(exit 3) $?; x=$(exit 4); echo $?; y=$(false) true; echo $?; echo "$(echo a
echo b)"
### substitution and exit status
x=$(exit 3)y$(exit 5); echo $? $x; $(exit 6); echo $?; $(true); echo $?; `false`; echo $?; $(echo echo run this); a=$(exit 2) b=3; echo $?
### comments in substitution
echo $(echo a # comment )
) b; echo "$(
# only a comment
echo c)"
### arithmetic
i=5; echo $((1+2*3)) $(( (1+2)*3 )) $((i)) $(($i+1)) $((i/2)) $((i%3)) $((-i)) $((i<<2)) $((i>3)) $((i==5)) $((i!=5)) $((!i)) $((~i)) $((i&4)) $((i|8)) $((i^1)) $((i>3&&i<9)) $((0||0)) $((i>3?10:20)) "$((i+1))"
### arithmetic assignment
i=5; echo $((i=7)) $i $((i+=3)) $i $((i*=2)) $((i-=1)) $((i/=2)) $((i%=5)) $((i<<=3)) $((i>>=1)) $((i|=1)) $((i&=7)) $((i^=2)); echo $i; : $((j=4)); echo $j; echo $((k)) $((k+1))
### arithmetic bases
echo $((010)) $((0x1f)) $((0XfF)) $((1 + 1)) $(( 3 )) $((+3)) $((- 3)) $((- -3)) $((2147483648*2)) $((9223372036854775807)) $((9223372036854775807+1))
### arithmetic with expansions
x=2; set -- 10 20; echo $(($1+$2)) $((${x}*3)) $(($(echo 4)+1)) $((`echo 5`+1)) $(( ${#x} + ${u:-7} )) $(( $x$x ))
### arithmetic errors
(echo $((1+))); echo $?; (echo $((a b))); echo $?; (echo $((1/0))); echo $?; (echo $((08))); echo $?; (x=abc; echo $((x))); echo $?; (x='1 2'; echo $((x))); echo $?; (echo $((1=2))); echo $?; (echo $((1?2))); echo $?; (echo $(((1)))); echo $((2))
### pathnames
mkdir d; touch a b ab .h 'x y' d/e d/f; echo *; echo ?; echo [ab]; echo [!ab]*; echo a*; echo d/*; echo */e; echo nomatch*; echo "*" \* '?'; echo .*h; x='*'; echo $x "$x"; echo d/[e-f]; echo */; echo "a"*; echo [a-]*; echo d//e*; cd d; echo ../a*
### globs off
touch a b; set -f; echo *; set +f; echo *; x='?'; for i in $x; do echo $i; done; case ab in a*) echo m;; esac
### glob characters in quotes inside a word
touch 'a*b' aXb; echo a*b a\*b "a*b" a"*"b; x='a*'; echo $x "$x"; echo [[:alpha:]]X* [!a]*
### sorted
touch B a C b 1 10 2 _x; echo *
### field of quoted and unquoted
x='1 2'; echo a$x"b c"$x'd'; for i in a$x"b c"$x'd'; do echo "[$i]"; done
### assignments do not split
x='a  b'; y=$x; echo "$y"; z=$x$x; echo "$z"; w="$x"; echo "$w"; v=$(echo "p  q"); echo "$v"; t=*; echo "$t"
### readonly in expansion
readonly r=1; (echo ${r:=2}); (: ${r:+ok}; echo fine); (r=3; echo no); echo $?
### unset with set -u
set -u; (echo $nope; echo no); echo $?; (echo ${nope-ok} ${nope:-fine}); (echo $1); echo $?; (echo "$@" $* done); (echo ${#nope}); echo $?; (x=; echo [$x])
### bad substitutions
(echo ${x y}; echo no); echo $?; (echo ${}); echo $?; (echo ${1a}); echo $?; (echo ${x/a/b}); (echo ${x:1:2}); (echo ${x^^}); (echo ${!x}); echo end
### here documents
x=v; cat <<A; cat <<'B'; cat <<-C
a $x $(echo sub) \$x `echo bq` $((1+1)) "q" 'r' \\ \z
A
b $x \$x
B
	tab $x
	  more
	C
cat <<E"O"F
quoted $x
EOF
echo joined \
line
### here document with continuation
cat <<E
a\
b
c \\
E
cat <<E | cat - ; echo after
piped
E
### two documents
cat <<A - <<B
first
A
second
B
while read l; do echo "[$l]"; done <<E
1
2
E
### empty here document
cat <<E
E
cat <<''
until empty line

echo next
### here document in a loop and a function
for i in 1 2; do cat <<E; done
i=$i
E
f() { cat <<E
in f $1
E
}
f x
### here document with tabs and quotes
if true; then
	cat <<-'E'
		$x	kept
	E
fi
### ansi quotes
echo $'a\tb' $'it\'s' $'\x41\101\u4e2d' $'\e[0m\a' $'\q' "$'x'" $'a
b'
### locale quotes and old arithmetic
echo $"hello" $[1+2]
### dollar at the end
echo a$ "b$" $ "$" '$' $% "$ x"
### case of digits
set -- a b c d e f g h i j k; echo $11 ${11} $1a ${1}a "${10}0"
### nested quotes in braces
y='p q'; echo ${u:-"$y"} ${u:-'$y'} "${u:-'$y'}" "${u:-\"$y\"}" ${u:-\$y} "${u:-\$y}" ${u:-a"b c"d}
### long word list
for i in a b c d e f g; do printf %s "$i,"; done; echo
### braces | bash dash
echo {a,b} x{1..3}y {a,b}{c,d} {a} {} {a,} {1..3..2} {c..a} "{a,b}" \{a,b} {a,"b c"} pre{,post}; x=1; echo {$x,2} {1..$x} ${x}{a,b}
### more braces | bash
echo {01..10..3} {-2..2} {a..e..2} {5..1} {1..a} {a,{b,c}d} a{b}c {a,b {,} x{,y,}z {A..c} "a"{1,2}'b' {1,2}{3,4}{5,6} $(echo {x,y}) {$(echo 1),2} ${u:-{p,q}}; set -- {a,b}{,c}; echo $#; set +B; echo {a,b}; v={a,b}; echo $v
