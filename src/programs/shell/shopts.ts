// The options of bash's `shopt`, with those that are on from the beginning. Most are names only, kept for
// listings and scripts that set them; what has an effect is asked for by name where it counts.
// Not here: the builtin (builtins/shopt.ts).

const ON = new Set([
  "checkwinsize", "cmdhist", "complete_fullquote", "extquote", "force_fignore", "globasciiranges", "globskipdots", "hostcomplete",
  "interactive_comments", "patsub_replacement", "progcomp", "promptvars", "sourcepath",
]); // prettier-ignore

const NAMES = [
  "array_expand_once", "assoc_expand_once", "autocd", "bash_source_fullpath", "cdable_vars", "cdspell", "checkhash", "checkjobs", "checkwinsize", "cmdhist", "compat31", "compat32",
  "compat40", "compat41", "compat42", "compat43", "compat44", "complete_fullquote", "direxpand", "dirspell", "dotglob", "execfail",
  "expand_aliases", "extdebug", "extglob", "extquote", "failglob", "force_fignore", "globasciiranges", "globskipdots", "globstar",
  "gnu_errfmt", "histappend", "histreedit", "histverify", "hostcomplete", "huponexit", "inherit_errexit", "interactive_comments",
  "lastpipe", "lithist", "localvar_inherit", "localvar_unset", "login_shell", "mailwarn", "no_empty_cmd_completion", "nocaseglob",
  "nocasematch", "noexpand_translation", "nullglob", "patsub_replacement", "progcomp", "progcomp_alias", "promptvars",
  "restricted_shell", "shift_verbose", "sourcepath", "varredir_close", "xpg_echo",
]; // prettier-ignore

/** In the order in which bash lists them. */
export const shoptNames = (): readonly string[] => NAMES;

export const initialShopts = (): ReadonlySet<string> => ON;
