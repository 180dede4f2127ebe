// What completes the arguments of commands on a host: bash-completion, which reads a file when a command is completed
// for the first time, and docker's file, which asks docker itself as the one that docker generates does (cobra, bash
// completion V2). Not here: completion of files and names of commands, which is bash's own.

import type { Layout } from "../layout.ts";

const PROFILE = `# Programmable completion for interactive bash.
if [ "x\${BASH_VERSION-}" != x ] && [ "x\${PS1-}" != x ] && [ -r /usr/share/bash-completion/bash_completion ]; then
  . /usr/share/bash-completion/bash_completion
fi
`;

const LOADER = `# Arguments of a command are completed by the file of its name, read when it is needed first.
_comp_complete_load() {
  local file=/usr/share/bash-completion/completions/\${1##*/}
  if [[ -n $1 && -r $file ]]; then
    . "$file"
    return 124
  fi
  COMPREPLY=()
}
complete -o bashdefault -o default -F _comp_complete_load -D
complete -d cd pushd rmdir
complete -v unset export readonly
complete -A job fg bg jobs disown
complete -c command type which exec nohup time watch
complete -u su
`;

/** Possibilities come with descriptions after a tab; the last line is a colon and what the shell is to do. */
const DOCKER = `# bash completion for docker: what may stand where the cursor is, docker itself is asked.
__docker_describe() {
  local i word text room longest=0
  for word in "\${COMPREPLY[@]}"; do
    word=\${word%%$'\\t'*}
    (( \${#word} > longest )) && longest=\${#word}
  done
  room=$(( \${COLUMNS:-80} - longest - 4 ))
  for i in "\${!COMPREPLY[@]}"; do
    word=\${COMPREPLY[i]%%$'\\t'*}
    text=\${COMPREPLY[i]#"$word"}
    text=\${text#$'\\t'}
    [[ -z $text || $room -le 8 ]] && { COMPREPLY[i]=$word; continue; }
    (( \${#text} > room )) && text="\${text:0:room-1}…"
    printf -v word "%-\${longest}s" "$word"
    COMPREPLY[i]="$word  ($text)"
  done
}

__start_docker() {
  local line word cur out directive
  local -a words
  read -ra words <<< "\${COMP_LINE:0:COMP_POINT}"
  [[ \${COMP_LINE:0:COMP_POINT} == *[[:space:]] ]] && words+=("")
  cur=\${words[-1]}
  out=$("\${words[0]}" __complete "\${words[@]:1}" 2>/dev/null)
  directive=\${out##*:}
  out=\${out%:*}
  [[ $cur == -*=* ]] && cur=\${cur#*=}
  COMPREPLY=()
  if (( directive & 16 )); then
    COMPREPLY=($(compgen -d -- "$cur"))
    compopt -o filenames
    return
  fi
  (( directive & 2 )) && compopt -o nospace
  (( directive & 4 )) && compopt +o default
  while IFS= read -r line; do
    word=\${line%%$'\\t'*}
    [[ -n $word && $word == "$cur"* ]] && COMPREPLY+=("$line")
  done <<< "$out"
  if (( \${#COMPREPLY[@]} == 1 )); then
    COMPREPLY[0]=\${COMPREPLY[0]%%$'\\t'*}
  else
    __docker_describe
  fi
  if [[ $cur == *:* ]]; then
    COMPREPLY=("\${COMPREPLY[@]#"\${cur%"\${cur##*:}"}"}")
  fi
}

complete -o default -F __start_docker docker
`;

/** The package of that name. */
export function installBashCompletion(layout: Layout): void {
  layout
    .file("etc/profile.d/bash_completion.sh", PROFILE)
    .file("usr/share/bash-completion/bash_completion", LOADER)
    .link("etc/bash_completion", "../usr/share/bash-completion/bash_completion");
}

/** What docker's packages bring. */
export function installDockerCompletion(layout: Layout): void {
  layout.file("usr/share/bash-completion/completions/docker", DOCKER);
}
