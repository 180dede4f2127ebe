// What every Debian and Ubuntu has, image or host: the usr-merged tree, /etc, the package manager's folders.
// Contents are the well-known forms of these files in few words. Not here: which packages are installed
// (debian-tools.ts), users of single images and hosts.

import { DAY, type Instant } from "../../base/time.ts";
import type { Layout } from "../layout.ts";
import { DEBIAN_GROUP, DEBIAN_PASSWD, gshadowOf, lockedShadow } from "./accounts.ts";

export interface Release {
  readonly osRelease: string;
  /** what /etc/debian_version says */
  readonly debianVersion: string;
  readonly issue: string;
  /** where apt looks: files in /etc/apt and their contents */
  readonly sources: readonly (readonly [string, string])[];
}

export interface DebianTree {
  readonly release: Release;
  /** when passwords were last set */
  readonly now: Instant;
  readonly passwd?: string;
  readonly group?: string;
}

export const layOutDebian =
  ({ release, now, passwd = DEBIAN_PASSWD, group = DEBIAN_GROUP }: DebianTree) =>
  (layout: Layout): void => {
    layOutDirectories(layout);
    layOutSettings(layout);
    layOutShells(layout);
    layout
      .add(addAccounts(passwd, group, now))
      .file("usr/lib/os-release", release.osRelease)
      .link("etc/os-release", "../usr/lib/os-release")
      .file("etc/debian_version", `${release.debianVersion}\n`)
      .file("etc/issue", `${release.issue} \\n \\l\n\n`)
      .file("etc/issue.net", `${release.issue}\n`);
    for (const [path, content] of release.sources) layout.file(`etc/apt/${path}`, content);
  };

/** Users and groups, with whom they are known to the system; nobody has a password. */
export const addAccounts =
  (passwd: string, group: string, now: Instant) =>
  (layout: Layout): void => {
    layout
      .file("etc/passwd", passwd)
      .file("etc/group", group)
      .file("etc/shadow", lockedShadow(passwd, Math.floor(now / DAY)), { mode: 0o640, gid: 42 })
      .file("etc/gshadow", gshadowOf(group), { mode: 0o640, gid: 42 });
  };

function layOutDirectories(layout: Layout): void {
  layout
    .link("bin", "usr/bin")
    .link("sbin", "usr/sbin")
    .link("lib", "usr/lib")
    .link("lib64", "usr/lib64")
    .directories("boot dev home media mnt opt proc run srv sys usr/games usr/include usr/libexec usr/src")
    .directories("usr/local/bin usr/local/etc usr/local/games usr/local/include usr/local/lib usr/local/sbin")
    .directories("usr/local/share/man usr/local/src var/backups var/cache/apt/archives var/log/apt var/opt var/spool")
    .directories("etc/opt etc/profile.d etc/skel etc/terminfo etc/ssl/certs etc/systemd/system etc/update-motd.d")
    .directories("usr/share/doc usr/share/info usr/share/man usr/share/bash-completion/completions")
    .directories("var/lib/misc var/lib/pam var/lib/dpkg/info var/lib/dpkg/triggers var/lib/apt/lists var/lib/apt/mirrors")
    .directory("root", { mode: 0o700 })
    .directory("run/lock", { mode: 0o1777 })
    .directory("tmp", { mode: 0o1777 })
    .directory("var/tmp", { mode: 0o1777 })
    .directory("var/local", { mode: 0o2775, gid: 50 })
    .directory("var/mail", { mode: 0o2775, gid: 8 })
    .link("usr/local/man", "share/man")
    .link("var/run", "/run")
    .link("var/lock", "/run/lock")
    .link("var/spool/mail", "../mail"); // prettier-ignore
}

const NSSWITCH = `# Where names are looked up (nsswitch.conf(5)).
passwd:         files
group:          files
shadow:         files
gshadow:        files

hosts:          files dns
networks:       files

protocols:      db files
services:       db files
ethers:         db files
rpc:            db files

netgroup:       nis
`;

const LOGIN_DEFS = `# Settings of the programs that manage accounts (login.defs(5)).
MAIL_DIR        /var/mail
ENV_SUPATH      PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
ENV_PATH        PATH=/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games
UMASK           022
HOME_MODE       0700
PASS_MAX_DAYS   99999
PASS_MIN_DAYS   0
PASS_WARN_AGE   7
UID_MIN         1000
UID_MAX         60000
SYS_UID_MIN     101
SYS_UID_MAX     999
GID_MIN         1000
GID_MAX         60000
SYS_GID_MIN     101
SYS_GID_MAX     999
ENCRYPT_METHOD  YESCRYPT
USERGROUPS_ENAB yes
`;

const SERVICES = `# Ports of well-known services (services(5)).
ftp             21/tcp
ssh             22/tcp
telnet          23/tcp
smtp            25/tcp          mail
domain          53/tcp
domain          53/udp
http            80/tcp          www
pop3            110/tcp         pop-3
ntp             123/udp
imap2           143/tcp         imap
snmp            161/udp
https           443/tcp
https           443/udp
docker          2375/tcp
docker-s        2376/tcp
mysql           3306/tcp
postgresql      5432/tcp        postgres
redis           6379/tcp
http-alt        8080/tcp        webcache
`;

const PROTOCOLS = `# Numbers of internet protocols (protocols(5)).
ip      0       IP
icmp    1       ICMP
igmp    2       IGMP
tcp     6       TCP
udp     17      UDP
gre     47      GRE
esp     50      IPSEC-ESP
ah      51      IPSEC-AH
ipv6-icmp 58    IPv6-ICMP
sctp    132     SCTP
`;

const HOSTS = `127.0.0.1\tlocalhost
::1\t\tlocalhost ip6-localhost ip6-loopback
ff02::1\t\tip6-allnodes
ff02::2\t\tip6-allrouters
`;

function layOutSettings(layout: Layout): void {
  layout
    .file("etc/nsswitch.conf", NSSWITCH)
    .file("etc/login.defs", LOGIN_DEFS)
    .file("etc/services", SERVICES)
    .file("etc/protocols", PROTOCOLS)
    .file("etc/hosts", HOSTS)
    .file("etc/networks", "default\t\t0.0.0.0\nloopback\t127.0.0.0\nlink-local\t169.254.0.0\n")
    .file("etc/host.conf", "multi on\n")
    .file("etc/fstab", "# UNCONFIGURED FSTAB FOR BASE SYSTEM\n")
    .file("etc/environment", "")
    .file("etc/ld.so.conf", "include /etc/ld.so.conf.d/*.conf\n")
    .file("etc/ld.so.conf.d/libc.conf", "/usr/local/lib\n")
    .file("etc/ld.so.conf.d/x86_64-linux-gnu.conf", "/usr/local/lib/x86_64-linux-gnu\n/usr/lib/x86_64-linux-gnu\n")
    .data("etc/ld.so.cache", 6092)
    .file("etc/apt/apt.conf.d/70debconf", 'DPkg::Pre-Install-Pkgs {"/usr/sbin/dpkg-preconfigure --apt || true";};\n')
    .directories("etc/apt/auth.conf.d etc/apt/keyrings etc/apt/preferences.d etc/apt/sources.list.d etc/apt/trusted.gpg.d")
    .file("etc/dpkg/dpkg.cfg", "no-debsig\nlog /var/log/dpkg.log\n")
    .file("etc/dpkg/origins/debian", "Vendor: Debian\nVendor-URL: https://www.debian.org/\nBugs: debbugs://bugs.debian.org\n")
    .file("etc/security/limits.conf", "# <domain> <type> <item> <value>\n")
    .directories("etc/security/limits.d etc/pam.d etc/cron.daily etc/default etc/init.d etc/kernel etc/logrotate.d")
    .file("var/lib/dpkg/available", "")
    .file("var/lib/dpkg/arch", "amd64\n")
    .file("var/log/btmp", "", { mode: 0o660, gid: 43 })
    .file("var/log/faillog", "")
    .file("var/log/lastlog", "", { mode: 0o664, gid: 43 })
    .file("var/log/wtmp", "", { mode: 0o664, gid: 43 })
    .file("var/cache/ldconfig/aux-cache", "", { mode: 0o600 })
    .directory("var/cache/apt/archives/partial", { mode: 0o700, uid: 42 }); // prettier-ignore
}

const PROFILE = `# What login shells read first (bash(1), dash(1)).
if [ "$(id -u)" -eq 0 ]; then
  PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
else
  PATH="/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games"
fi
export PATH

if [ "\${PS1-}" ]; then
  if [ "\${BASH-}" ] && [ "$BASH" != "/bin/sh" ]; then
    [ -f /etc/bash.bashrc ] && . /etc/bash.bashrc
  elif [ "$(id -u)" -eq 0 ]; then
    PS1='# '
  else
    PS1='$ '
  fi
fi

for i in /etc/profile.d/*.sh; do
  if [ -r "$i" ]; then . "$i"; fi
done
unset i
`;

const BASHRC = `# What interactive shells of every user read.
[ -z "\${PS1-}" ] && return

shopt -s checkwinsize
PS1='\${debian_chroot:+($debian_chroot)}\\u@\\h:\\w\\$ '
`;

const ROOT_BASHRC = `# What root's interactive shells read. Aliases that make ls and rm kinder can be put here:
# alias ls='ls --color=auto'
# alias ll='ls -l'
# alias rm='rm -i'
`;

const ROOT_PROFILE = `# What root's login shells read.
if [ "$BASH" ] && [ -f ~/.bashrc ]; then
  . ~/.bashrc
fi
`;

const USER_BASHRC = `# What a user's interactive shells read.
case $- in
  *i*) ;;
  *) return ;;
esac

HISTCONTROL=ignoreboth
HISTSIZE=1000
HISTFILESIZE=2000
shopt -s histappend checkwinsize
PS1='\${debian_chroot:+($debian_chroot)}\\u@\\h:\\w\\$ '
alias ls='ls --color=auto'

if [ -f ~/.bash_aliases ]; then
  . ~/.bash_aliases
fi
`;

/** What a new user finds at home. */
export const SKELETON: readonly (readonly [string, string])[] = [
  [".bash_logout", '# What a login shell does when it ends.\nif [ "$SHLVL" = 1 ]; then\n  [ -x /usr/bin/clear_console ] && /usr/bin/clear_console -q\nfi\n'],
  [".bashrc", USER_BASHRC],
  [".profile", '# What a user\'s login shells read.\nif [ -n "$BASH_VERSION" ] && [ -f "$HOME/.bashrc" ]; then\n  . "$HOME/.bashrc"\nfi\nif [ -d "$HOME/bin" ]; then\n  PATH="$HOME/bin:$PATH"\nfi\n'],
]; // prettier-ignore

function layOutShells(layout: Layout): void {
  const shells = "sh bash rbash dash".split(" ").flatMap((name) => [`/bin/${name}`, `/usr/bin/${name}`]);
  layout
    .file("etc/profile", PROFILE)
    .file("etc/bash.bashrc", BASHRC)
    .file("etc/shells", `# /etc/shells: valid login shells\n${shells.join("\n")}\n`)
    .file("root/.bashrc", ROOT_BASHRC)
    .file("root/.profile", ROOT_PROFILE);
  for (const [name, content] of SKELETON) layout.file(`etc/skel/${name}`, content);
}
