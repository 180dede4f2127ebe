### substring | bash ash
x=abcdefgh; echo ${x:2} ${x:2:3} ${x: -3} ${x: -3:2} ${x:0:-2} ${x:9} [${x:8}] ${x:1+1:2*1}; i=3; echo ${x:i:2} ${x:$i} "${x:0:1}"; set -- a b c d
### substring errors | bash
x=abc; (echo ${x:0:-5}); echo $?; (echo ${x:a b}); echo $?; echo ${x: -9} [${x:5:1}]
### slices of positional | bash
set -- a b c d; echo ${@:2} ${@:2:2} ${*:0:2} ${@: -2} ${@: -2:1}; set -- "x y" z; for i in "${@:1:1}"; do echo "[$i]"; done
### replace | bash ash
x=banana; echo ${x/a/o} ${x//a/o} ${x/#b/B} ${x/%a/A} ${x//an/<&>} ${x/x/y} ${x//a} ${x/n*} ${x//[an]/.} ${x/#/pre-} ${x/%/-post}; y=a.b.c; echo ${y//./\/} ${y//\./,} "${y//./ }"; p=n; echo ${x//$p/N} ${x//"$p"/N}
### replace with quotes | bash ash
x='a*b?c'; echo "${x//\*/star}" "${x//'?'/q}" "${x/"*"/X}" "${x//[*?]/_}"; z='/a/b'; echo ${z//\//:} ${z/\/a/} ${z////-}
### ampersand in replacement | bash
x=hello; echo ${x/l/[&]} ${x//l/\&} "${x//l/"&"}" ${x/e/&&}; r='<&>'; echo ${x/l/$r} "${x/l/"$r"}"
### case changes | bash
x='hello World'; echo ${x^} ${x^^} ${x,} ${x,,} "${x^^[lo]}" "${x,,W}" ${x^h}; a=(one two); echo ${a[@]^} ${a[*]^^}
### indirection | bash
x=y; y=z; z=end; echo ${!x} ${!x:-d} ${!y}; set -- a b; n=2; echo ${!n} ${!#}; arr=(p q); r='arr[1]'; echo ${!r}; r2='arr[@]'; echo ${!r2}; (echo ${!nope}); echo $?; echo ${!nope:-x}
### names with a prefix | bash
pre_a=1 pre_b=2 prefix=3; echo ${!pre_*} ${!pre@}; for i in "${!pre_@}"; do echo "[$i]"; done
### transformations | bash
x="it's a"; echo ${x@Q} "${x@Q}" ${x@U} ${x@u} "${x@A}"; y='a\tb'; echo "${y@E}"; declare -i n=3; echo ${n@a} ${n@A}; a=(1 "b c"); echo "${a[@]@Q}" "${a[@]@A}" "${a[*]@K}" "${a[@]@k}"; set -- 'p q' r; echo "${@@Q}"; z='X'; echo ${z@L}
### arrays | bash
a=(one "two three" four); echo ${a[0]} "${a[1]}" ${a[-1]} ${#a[@]} ${#a[1]} ${!a[@]} $a; for i in "${a[@]}"; do echo "[$i]"; done; for i in "${a[*]}"; do echo "<$i>"; done; a[5]=six; echo ${!a[*]} ${#a[*]}; unset 'a[1]'; echo "${a[@]}"; a+=(seven eight); echo ${a[@]:1} ${a[@]: -1} ${a[@]:1:2}; a[0]+=x; echo $a; unset a; echo ${#a[@]} [${a[0]}]
### array assignment forms | bash
a=([2]=c [0]=a b); echo "${!a[@]}" "${a[@]}"; i=3; a[i+1]=z; echo ${a[4]} ${a[$i+1]} ${a[i+1]}; b=($(echo p q) *.nomatch "$(echo r s)"); echo ${#b[@]} ${b[3]}; c=(); echo ${#c[@]}; d=(1 2); d=(3); echo ${d[@]}; e=x; e[1]=y; echo ${e[@]}; IFS=,; echo "${b[*]}"
### associative arrays | bash
declare -A m; m[a]=1; m["b c"]=2; m+=([d]=3); echo ${m[a]} "${m[b c]}" ${#m[@]}; k='b c'; echo ${m[$k]} "${!m[@]}" "${m[@]}"; for k in "${!m[@]}"; do echo "$k=${m[$k]}"; done; unset 'm[a]'; echo ${#m[@]}; declare -A n=([x]=1 [y]=2); echo ${n[x]} ${n[y]}; echo ${n[z]-unset}; declare -p n; n=([q]=w); echo ${!n[@]}
### array in arithmetic | bash
a=(5 6 7); echo $((a[1]*2)) $((a[0]++ + a[2])) ${a[0]}; ((a[1]+=10)); echo ${a[1]}; i=2; echo $((a[i])) ${a[i]} ${a[i-1]} ${a[$((i-2))]}; a[i]=x; echo ${a[2]}
### array errors | bash
a=(1 2); (echo ${a[-5]}); echo $?; (a[-9]=x); echo $?; (a[x y]=1); echo $?; readonly r=(1); (r[0]=2); echo $?; (r=(3)); echo $?; (declare -A q; q[]=1); echo $?
### arithmetic extras | bash ash
i=5; echo $((i++)) $i $((++i)) $((i--)) $((--i)) $((2**10)) $((2**3**2)) $((1,2,3)) $((16#ff)) $((2#101)) $((i+++1)) $((36#z)); let i=i*2; echo $i; x=y y=3; echo $((x+1))
### arithmetic command | bash
((3>2)) && echo yes; ((0)) || echo no; ((x=5,y=x*2)); echo $x $y; if ((x<6)); then echo less; fi; ((x++)); echo $x; (( x == 6 )) && echo six; ((1/0)); echo $?; ((  )); echo $?; ((a = 1 ? 2 : 3)); echo $a
### arithmetic error tokens | bash
(echo $((1 +* 2))); (echo $((3 4))); (echo $((2**-1))); (echo $((1++))); (echo $((3#5))); (echo $((65#1))); (echo $((1.5))); (echo $((@))); (echo $(( 'a' + 1 ))); (x=x; echo $((x))); (echo $((  3 + ))); (echo $((foo bar baz))); (echo $((16#g))); (echo $((1/0+5))); (echo $((5%0)))
### extglob | bash
shopt -s extglob
touch aa ab ba abab; echo @(aa|ba) +(ab) !(a*) ?(a)ab *(a)b; x=foobar; echo ${x%@(bar|baz)} ${x/+(o)/0} ${x##+([a-f])}; case abc in +([a-c])) echo m;; esac; case x in !(y)) echo n;; esac
### extglob off is an error | bash dash ash
echo a
echo @(a|b)
echo c
### globs of bash | bash
touch a .b C; shopt -s dotglob; echo *; shopt -u dotglob; shopt -s nullglob; echo x*y; set -- nope*; echo $#; shopt -u nullglob; shopt -s nocaseglob; echo c; echo c*; shopt -u nocaseglob; shopt -s failglob; echo nope*; echo after
echo next
### globstar | bash
mkdir -p d/e/f; touch d/x d/e/y d/e/f/z; shopt -s globstar; echo **; echo d/**; echo **/y; echo d/**/; shopt -u globstar; echo d/**
### process substitution | bash ash
cat <(echo a; echo b) <(echo c); while read x; do echo "[$x]"; done < <(echo p; echo q); echo d > >(cat); sleep 0.1; wc -l < <(seq 3)
### here strings | bash ash
cat <<< hello; x='a  b'; cat <<< $x; cat <<< "$x"; read a b <<< "1 2 3"; echo $b; cat <<< ''; cat <<<*
### printf into variables | bash
printf -v x '%03d' 7; echo $x; printf -v 'a[2]' hi; echo ${a[2]}; printf -v 1bad x; echo $?; printf '%q %q %q\n' 'a b' "it's" ''; printf '%(%Y)T\n' 0; printf '%s\n' a b c; printf '%-5s|%5s|%.2s\n' ab cd efgh
### quote styles | bash
x='a b'; declare -p x; y=$'a\nb'; declare -p y; echo "${y@Q}"; printf '%q\n' "$y" '~x' 'a;b' '$z' '#c' 'a=b'; set | grep '^[xy]='; export x; declare -p x; alias q="it's"; alias
### nameref | bash
declare -n r=t; t=5; echo $r; r=6; echo $t; unset -n r; echo [$r] $t; f() { local -n out=$1; out=set; }; f v; echo $v; declare -n ar=arr; arr=(1 2); echo ${ar[1]}; ar[2]=3; echo ${arr[@]}
### integer and case attributes | bash
declare -i n; n=2+3; echo $n; n+=4; echo $n; declare -u U=abc; echo $U; declare -l L=ABC; echo $L; U=x; U+=y; echo $U; declare -i bad; (bad='1 +'); echo $?
### regular expressions | bash
[[ abc123 =~ ^([a-z]+)([0-9]+)$ ]] && echo "${BASH_REMATCH[0]} ${BASH_REMATCH[1]} ${BASH_REMATCH[2]} ${#BASH_REMATCH[@]}"; [[ abc =~ x ]]; echo $? ${#BASH_REMATCH[@]}; r='^a.c$'; [[ abc =~ $r ]] && echo v; [[ abc =~ "$r" ]]; echo $?; [[ 'a b' =~ a\ b ]] && echo s; [[ a.c =~ a\.c ]] && echo d; [[ ab =~ (a|b)+ ]] && echo ${BASH_REMATCH[1]}; [[ a =~ [ ]]; echo $?
### double bracket | bash
x='a b'; [[ $x == 'a b' ]] && echo 1; [[ $x == a* ]] && echo 2; [[ $x == "a*" ]] || echo 3; [[ -n $x && ! -z $x ]] && echo 4; [[ a < b ]] && echo 5; [[ b > a || x == y ]] && echo 6; [[ ( 1 -eq 1 ) && 2 -gt 1 ]] && echo 7; [[ 3+4 -eq 7 ]] && echo 8; y=3; [[ y -eq 3 ]] && echo 9; [[ $nope ]] || echo 10; [[ -e /dev/null && -d /tmp ]] && echo 11; [[ abc == *b* ]]; echo $?; [[ x = x
]] && echo 12; [[ -v x ]] && echo 13; [[ a == @(a|b) ]] && echo 14; [[ ! a == a ]]; echo $?
### double bracket errors | bash
[[ 1 -eq a+ ]]; echo $?
[[ x -eq 'a b' ]]; echo $?
### nocasematch | bash
shopt -s nocasematch; [[ ABC == abc ]] && echo 1; case ABC in abc) echo 2;; esac; [[ ABC =~ ^ab ]] && echo 3
### random and seconds | bash
RANDOM=42; echo $RANDOM $RANDOM $RANDOM; echo $SECONDS; SECONDS=10; echo $SECONDS; unset RANDOM; echo [$RANDOM]
### special variables of bash | bash
echo $BASH_VERSION ${BASH_VERSINFO[0]} $OSTYPE $HOSTTYPE $UID $EUID $SHLVL $BASH_SUBSHELL; (echo $BASH_SUBSHELL $((BASHPID==$$))); echo $((BASHPID==$$)) $LINENO; f() { echo ${FUNCNAME[0]} ${FUNCNAME[@]} $LINENO; }; f; echo "${PIPESTATUS[@]}"; true | false | (exit 3); echo "${PIPESTATUS[@]}"; echo $_; echo $BASH_COMMAND; echo ${#GROUPS[@]} $IFS | cat -A
### ash variables | ash
echo $LINENO; echo $((RANDOM*0)); f() { echo $FUNCNAME $LINENO; }; f; echo $HOSTNAME | wc -l
