// The executables of Debian's packages that images and hosts have, with their sizes: what layouts put in place and what
// apt installs. Names are the packages'; libnames and packages without executables are in debian-table.ts. Which
// program a file runs is its own name unless PROGRAM_NAMES says otherwise.

export interface Tools {
  /** as Layout.programs reads it */
  readonly bin?: string;
  readonly sbin?: string;
}

const COREUTILS = `[:55752 arch:43464 b2sum:63944 base32:47560 base64:47560 basename:43464 basenc:63944 cat:47592
  chcon:76232 chgrp:80328 chmod:72136 chown:80328 cksum:141768 comm:47560 cp:154056 csplit:59848 cut:51656
  date:113096 dd:76272 df:101296 dir:166824 dircolors:55752 dirname:43464 du:121288 echo:43464 env:56176
  expand:47560 expr:51624 factor:72136 false:43464 fmt:51656 fold:47560 groups:43464 head:51656 hostid:43464
  id:51656 install:158160 join:59880 link:43464 ln:76240 logname:43464 ls:166792 md5sum:51656 mkdir:88520
  mkfifo:76232 mknod:80328 mktemp:47560 mv:149960 nice:47560 nl:51720 nohup:47560 nproc:47560 numfmt:76264
  od:84456 paste:47560 pathchk:43464 pinky:59848 pr:92680 printenv:43464 printf:72136 ptx:63976 pwd:47560
  readlink:55752 realpath:59848 rm:76232 rmdir:43464 runcon:47560 seq:51656 sha1sum:51656 sha224sum:55752
  sha256sum:55752 sha384sum:55752 sha512sum:55752 shred:68040 shuf:63944 sleep:47560 sort:129744 split:72560
  stat:109000 stdbuf:47560 stty:76232 sum:51664 sync:43464 tac:47560 tail:84456 tee:47560 test:55720
  timeout:47984 touch:88520 tr:59848 true:43464 truncate:47560 tsort:59848 tty:43464 uname:43464
  unexpand:47560 uniq:55752 unlink:43464 users:51656 vdir:166824 wc:68048 who:63944 whoami:43464 yes:43464`;

const UTIL_LINUX = `choom:71920 chrt:84208 dmesg:98912 fallocate:39152 findmnt:106240 flock:43328 getopt:39152
  hardlink:59728 ionice:35056 ipcmk:39216 ipcrm:88304 ipcs:92400 logger:64336 lsblk:260336 lscpu:186608
  lsipc:121072 lslocks:96928 lsns:104688 mcookie:39216 more:63728 mountpoint:18664 namei:39152 nsenter:100864
  partx:145648 prlimit:80640 setarch:104968 setpriv:116976 setsid:14568 setterm:47344 su:84208:4755
  taskset:76016 uclampset:80112 unshare:109016 whereis:55536 i386>setarch linux32>setarch linux64>setarch
  x86_64>setarch`;

const UTIL_LINUX_ADMIN = `agetty:142768 blkdiscard:39152 blkid:153872 blockdev:104688 findfs:14568 fsck:67824
  fsfreeze:14568 fstrim:96496 mkfs:14568 mkswap:149744 readprofile:39184 rtcwake:59632 runuser:84208
  sulogin:59632 swaplabel:18664 wipefs:55536 zramctl:149864 getty>agetty`;

const PASSWD_ADMIN = `chgpasswd:72096 chpasswd:101384 groupadd:113776 groupdel:101288 groupmod:113736 grpck:72136
  grpconv:59688 grpunconv:59688 newusers:117680 pwck:68024 pwconv:59704 pwunconv:59688 shadowconfig:2750
  useradd:159624 userdel:117776 usermod:151304 vipw:74472 vigr>vipw`;

export const TOOLS: ReadonlyMap<string, Tools> = new Map<string, Tools>([
  ["adduser", { sbin: "addgroup:38291 adduser:38291 delgroup:17834 deluser:17834" }],
  ["apt", { bin: "apt:35208 apt-cache:113032 apt-cdrom:27016 apt-config:31040 apt-get:59784 apt-mark:84360" }],
  ["base-passwd", { sbin: "update-passwd:43512" }],
  ["bash", { bin: "bash:1417520 bashbug:6994 clear_console:14488 rbash>bash" }],
  ["bsdutils", { bin: "renice:14568 script:84208 scriptlive:67824 scriptreplay:51440 wall:47344" }],
  ["bsdextrautils", { bin: "col:14568 column:63728 hexdump:59632 look:14568 rev:14568 ul:22760" }],
  ["busybox", { bin: "busybox:862096" }],
  ["bzip2", { bin: "bunzip2:39224 bzcat:39224 bzip2:39224 bzdiff:2225 bzip2recover:14568 bzmore:1297 bzgrep:3775" }],
  ["coreutils", { bin: COREUTILS, sbin: "chroot:51656" }],
  ["curl", { bin: "curl:342328 wcurl:12926" }],
  ["dash", { bin: "dash:129736 sh>dash" }],
  ["debconf", { bin: "debconf:2870 debconf-escape:668 debconf-set-selections:3216 debconf-show:1825", sbin: "dpkg-preconfigure:4563 dpkg-reconfigure:4536" }],
  ["debianutils", { bin: "ischroot:14592 run-parts:31392 savelog:10487 which.debianutils:1080", sbin: "add-shell:1053 installkernel:2711 remove-shell:1111 update-shells:4066" }],
  ["diffutils", { bin: "cmp:52216 diff:151064 diff3:60440 sdiff:60536" }],
  ["dnsutils", { bin: "dig:142768 host:109480 nslookup:114696 nsupdate:68040" }],
  ["dpkg", { bin: "dpkg:334896 dpkg-deb:186912 dpkg-divert:170776 dpkg-maintscript-helper:21134 dpkg-query:178960 dpkg-realpath:63824 dpkg-split:150000 dpkg-statoverride:92680 dpkg-trigger:100864 update-alternatives:59712", sbin: "start-stop-daemon:52688" }],
  ["fdisk", { sbin: "cfdisk:100872 fdisk:149952 sfdisk:133528" }],
  ["file", { bin: "file:27264" }],
  ["findutils", { bin: "find:318704 xargs:76040" }],
  ["gettext-base", { bin: "envsubst:43464 gettext:43464 gettext.sh:5190 ngettext:43464" }],
  ["git", { bin: "git:4405584 git-shell:2419904 scalar:2486272 git-receive-pack>git git-upload-archive>git git-upload-pack>git" }],
  ["grep", { bin: "grep:211344" }],
  ["gzip", { bin: "gunzip:2266 gzexe:6412 gzip:105600 zcat:1904 zcmp:1609 zdiff:6373 zforce:2007 zgrep:8136 zless:2365 zmore:1768 znew:4851 uncompress>gunzip" }],
  ["hostname", { bin: "hostname:26776 dnsdomainname:26776 domainname:26776 nisdomainname:26776 ypdomainname:26776" }],
  ["init-system-helpers", { bin: "deb-systemd-helper:24358 deb-systemd-invoke:7400", sbin: "invoke-rc.d:16517 service:9212 update-rc.d:18359" }],
  ["iproute2", { bin: "ip:766976 lnstat:117504 nstat:117120 rdma:215576 routel:1658 ss:211816", sbin: "ip>../bin/ip arpd:117152 bridge:182752 dcb:174616 devlink:256920 genl:129472 rtacct:117128 rtmon:125312 tc:630448 tipc:174616 vdpa:129624" }],
  ["iptables", { sbin: "arptables:228768 ebtables:228768 ip6tables:228768 ip6tables-restore:228768 ip6tables-save:228768 iptables:228768 iptables-restore:228768 iptables-save:228768 iptables-apply:7052 iptables-nft>iptables iptables-legacy:95208 xtables-monitor:228768" }],
  ["iputils-ping", { bin: "ping:159624 ping4>ping ping6>ping" }],
  ["jq", { bin: "jq:30864" }],
  ["kmod", { bin: "kmod:174552 lsmod:174552", sbin: "depmod:174552 insmod:174552 lsmod:174552 modinfo:174552 modprobe:174552 rmmod:174552" }],
  ["less", { bin: "less:207480 lessecho:14568 lesskey:22760 lessfile:8859 lesspipe>lessfile" }],
  ["libc-bin", { bin: "getconf:31016 getent:35480 iconv:68032 ldd:5355 locale:46656 localedef:314424 pldd:22904 tzselect:21868 zdump:26840 ld.so>../lib64/ld-linux-x86-64.so.2", sbin: "iconvconfig:31128 ldconfig:997464 zic:59720" }],
  ["libpam-modules-bin", { sbin: "faillock:22776 mkhomedir_helper:14600 pam_namespace_helper:467 pam_timestamp_check:14584 pwhistory_helper:22776 unix_chkpwd:43256:2755 unix_update:43256" }],
  ["libpam-runtime", { sbin: "pam-auth-update:21441 pam_getenv:2890" }],
  ["login", { bin: "login:100592 newgrp:84208:4755 sg>newgrp", sbin: "nologin:39152" }],
  ["mawk", { bin: "mawk:178856" }],
  ["mount", { bin: "mount:80112:4755 umount:67824:4755", sbin: "losetup:141704 swapoff:76016 swapon:59632" }],
  ["nano", { bin: "nano:283144 rnano>nano" }],
  ["ncal", { bin: "cal:43640 ncal:43640" }],
  ["ncurses-bin", { bin: "clear:14584 infocmp:67904 tabs:18672 tic:96608 toe:22768 tput:30992 tset:30968 reset:30968 captoinfo>tic infotocap>tic" }],
  ["net-tools", { bin: "netstat:155304", sbin: "arp:67824 ifconfig:80112 nameif:14568 route:72016" }],
  ["netcat-openbsd", { bin: "nc.openbsd:47592" }],
  ["openssh-client", { bin: "ssh:1001768 scp:187432 sftp:199760 ssh-keygen:498528 ssh-add:408416 ssh-agent:388016 ssh-copy-id:12678 ssh-keyscan:531424 slogin>ssh" }],
  ["passwd", { bin: "chage:109672:2755 chfn:75064:4755 chsh:57016:4755 expiry:39152:2755 gpasswd:92680:4755 passwd:126280:4755", sbin: PASSWD_ADMIN }],
  ["perl-base", { bin: "perl:4123856" }],
  ["procps", { bin: "free:31032 kill:26936 pgrep:47544 pidwait:47544 pkill:47544 pmap:35160 ps:162768 pwdx:14648 skill:31056 slabtop:31096 snice:31056 tload:22856 top:151384 uptime:18744 vmstat:40112 w:31032 watch:43360", sbin: "sysctl:35136" }],
  ["psmisc", { bin: "fuser:43544 killall:35232 peekfd:14688 prtstat:22888 pslog:14688 pstree:39520 pstree.x11>pstree" }],
  ["rsync", { bin: "rsync:575360" }],
  ["sed", { bin: "sed:126424" }],
  ["sqv", { bin: "sqv:1935072" }],
  ["sudo", { bin: "sudo:306456:4755 sudoreplay:98824 cvtsudoers:266392 sudoedit>sudo", sbin: "visudo:258328" }],
  ["sysvinit-utils", { bin: "pidof:26944", sbin: "fstab-decode:14576 killall5:26944" }],
  ["systemd", { bin: "busctl:96464 hostnamectl:35160 journalctl:100560 localectl:27064 loginctl:68112 networkctl:117072 systemctl:325992 systemd-analyze:203384 systemd-cat:18784 systemd-cgls:22880 systemd-cgtop:39312 timedatectl:47432", sbin: "halt:325992 init>../lib/systemd/systemd poweroff:325992 reboot:325992 runlevel:325992 shutdown:325992 telinit:325992" }],
  ["tar", { bin: "tar:474664", sbin: "rmt-tar:64704 tarcat:936" }],
  ["sysstat", { bin: "iostat:76232 mpstat:92616 pidstat:117288 sar:166440" }],
  ["time", { bin: "time:26776" }],
  ["traceroute", { bin: "traceroute.db:68168" }],
  ["tree", { bin: "tree:92744" }],
  ["unzip", { bin: "funzip:27064 unzip:191216 zipinfo:191216" }],
  ["util-linux", { bin: UTIL_LINUX, sbin: UTIL_LINUX_ADMIN }],
  ["vim-tiny", { bin: "vim.tiny:1715192" }],
  ["wget", { bin: "wget:510472" }],
  ["xxd", { bin: "xxd:22840" }],
  ["xz-utils", { bin: "lzmainfo:14568 unxz:88440 xz:88440 xzcat:88440 xzdiff:7588 xzgrep:10376 xzless:2383 xzmore:2234 lzma>xz unlzma>xz lzcat>xz" }],
]); // prettier-ignore

/** Files whose program goes by another name than they. */
export const PROGRAM_NAMES: ReadonlyMap<string, string> = new Map([
  ["inetutils-telnet", "telnet"],
  ["nc.openbsd", "nc"],
  ["nc.traditional", "nc"],
  ["redis-check-rdb", "redis-server"],
  ["traceroute.db", "traceroute"],
  ["vim", "vi"],
  ["vim.basic", "vi"],
  ["vim.tiny", "vi"],
  ["which.debianutils", "which"],
]);

/** What update-alternatives chooses, for packages that leave it to that: names in /usr/bin and the file. */
export const ALTERNATIVES: ReadonlyMap<string, readonly (readonly [string, string])[]> = new Map([
  ["debianutils", [["which", "which.debianutils"]]],
  ["mawk", [["awk nawk", "mawk"]]],
  ["netcat-openbsd", [["nc netcat", "nc.openbsd"]]],
  ["traceroute", [["traceroute", "traceroute.db"]]],
  ["util-linux", [["pager", "more"]]],
  ["vim-tiny", [["vi view ex", "vim.tiny"]]],
]); // prettier-ignore

/** The scripts of one line: name in /usr/bin, what it executes. */
export const ONE_LINERS: ReadonlyMap<string, readonly (readonly [string, string])[]> = new Map([
  ["grep", [["egrep", "grep -E"], ["fgrep", "grep -F"], ["rgrep", "grep -r"]]],
  ["gzip", [["zegrep", "zgrep -E"], ["zfgrep", "zgrep -F"]]],
]); // prettier-ignore
