// Packages of Alpine 3.23, one a line, and those that its images are made of first:
//
//   name;version;bytes;bytes installed;depends;description;files
//
// Dependencies lead only to packages of the table. A file is `DIRECTORY/NAME:SIZE` or `DIRECTORY/NAME>TARGET`. Sizes are those of
// the real packages, nearly.

// prettier-ignore
export const ALPINE_TABLE = `alpine-baselayout;3.7.1-r8;8320;6500;alpine-baselayout-data;Alpine base dir structure and init scripts
alpine-baselayout-data;3.7.1-r8;11500;77824;;Alpine base dir structure and init scripts
alpine-keys;2.6-r0;13311;159744;;Public keys for Alpine Linux packages
alpine-release;3.23.2-r0;2715;36864;alpine-keys;Alpine release data
apk-tools;3.0.3-r1;62000;118784;libapk musl;Alpine Package Keeper - package manager for alpine
busybox;1.37.0-r30;512000;925696;musl;Size optimized toolbox of many common UNIX utilities
busybox-binsh;1.37.0-r30;1551;8192;busybox;busybox ash /bin/sh
ca-certificates-bundle;20251003-r0;125952;237568;;Pre generated bundle of Mozilla certificates
libapk;3.0.3-r1;122000;282624;libcrypto3 libssl3 musl zlib;Alpine Package Keeper - shared library
libcrypto3;3.5.4-r0;1900544;5099520;musl;Crypto library from openssl
libssl3;3.5.4-r0;371712;831488;libcrypto3 musl;SSL shared libraries
musl;1.2.5-r21;408576;667648;;the musl c library (libc) implementation
musl-utils;1.2.5-r21;37376;143360;musl scanelf;the musl c library (libc) implementation
scanelf;1.3.8-r2;38912;73728;musl;Scan ELF binaries for stuff
ssl_client;1.37.0-r30;5222;28672;libcrypto3 libssl3 musl;External ssl_client for busybox wget
zlib;1.3.1-r2;54272;110592;musl;A compression/decompression Library
acl-libs;2.3.2-r1;14336;36864;musl;Access control list utilities (libraries)
apache2;2.4.66-r0;1638400;4022272;apr apr-util libexpat musl pcre2 zlib;A high performance Unix-based HTTP server;usr/sbin/httpd:614400
apr;1.7.6-r0;116736;225280;libuuid musl;The Apache Portable Runtime
apr-util;1.6.3-r2;84992;200704;apr libexpat musl;The Apache Portable Runtime Utility Library
bash;5.3.3-r1;512000;1388544;musl readline;The GNU Bourne Again shell;bin/bash:776552
bind-libs;9.20.16-r0;1228800;2969600;json-c libcrypto3 libuv musl nghttp2-libs userspace-rcu zlib;The ISC DNS server (libraries)
bind-tools;9.20.16-r0;184320;458752;bind-libs musl readline;The ISC DNS tools;usr/bin/dig:145200 usr/bin/host:112432 usr/bin/nslookup:120640
binutils;2.45.1-r0;2457600;8232960;jansson libstdc++ musl zlib zstd-libs;Tools necessary to build programs;usr/bin/ar:59512 usr/bin/ld:1498024 usr/bin/nm:47184 usr/bin/objdump:397648 usr/bin/strip:186688 usr/bin/strings:34824 usr/bin/readelf:837712
brotli-libs;1.2.0-r0;400384;913408;musl;Generic lossless compressor (libraries)
build-base;0.5-r3;1416;36864;binutils file fortify-headers g++ gcc make musl-dev patch;Meta package for build base
busybox-extras;1.37.0-r30;58368;110592;musl;Additional binaries of Busybox;bin/busybox-extras:59552 usr/bin/telnet>/bin/busybox-extras usr/bin/ftpget>/bin/busybox-extras usr/sbin/httpd>/bin/busybox-extras
bzip2;1.0.8-r6;28672;69632;libbz2 musl;A high-quality data compression program;usr/bin/bzip2recover:18296
c-ares;1.34.5-r0;90112;184320;musl;Asynchronously DNS/names resolver library
ca-certificates;20251003-r0;162816;659456;ca-certificates-bundle libcrypto3 musl;Common CA certificates PEM files from Mozilla;usr/sbin/update-ca-certificates:18720
coreutils;9.8-r1;573440;1122304;acl-libs coreutils-env libattr libcrypto3 musl utmps-libs skalibs-libs;The basic file, shell and text manipulation utilities;bin/coreutils:1089736 bin/stdbuf:47384
coreutils-env;9.8-r1;29696;69632;musl;The basic file, shell and text manipulation utilities (env)
curl;8.17.0-r1;167936;299008;libcurl musl;URL retrieval utility and library;usr/bin/curl:271600
docker-cli;29.1.3-r0;10485760;34816000;musl;Docker CLI;usr/bin/docker:34791424
dumb-init;1.2.5-r3;8704;36864;musl;minimal init system for Linux containers;usr/bin/dumb-init:22208
file;5.46-r2;9728;36864;libmagic;File type identification utility;usr/bin/file:22664
findutils;4.10.0-r1;180224;466944;musl;GNU utilities for finding files;usr/bin/find:262808 usr/bin/xargs:68112
fortify-headers;1.1-r5;8192;77824;;standalone implementation of fortify source
g++;15.2.0-r2;18350080;61440000;gcc libc-dev libgmpxx libstdc++-dev;GNU C++ standard library and compiler;usr/bin/g++:1126400 usr/bin/c++>g++
gcc;15.2.0-r2;52428800;157286400;binutils gmp isl26 libatomic libgcc libgomp libstdc++ mpc1 mpfr4 musl zlib zstd-libs;The GNU Compiler Collection;usr/bin/gcc:1118208 usr/bin/cc>gcc usr/bin/cpp:1118208
gettext;0.24.1-r1;1228800;3420160;gettext-libs libintl libxml2 musl ncurses-libs;GNU locale utilities;usr/bin/gettext:31344 usr/bin/msgfmt:80112
gettext-envsubst;0.24.1-r1;15360;40960;libintl musl;Substitutes the values of environment variables;usr/bin/envsubst:31248
gettext-libs;0.24.1-r1;819200;2277376;libintl libunistring libxml2 musl;GNU locale utilities (libraries)
git;2.52.0-r0;3145728;8396800;libcurl libexpat musl pcre2 zlib;Distributed version control system;usr/bin/git:3096800 usr/bin/git-receive-pack>git usr/bin/git-upload-pack>git
git-init-template;2.52.0-r0;15360;86016;;Distributed version control system (init template)
gmp;6.3.0-r4;210944;454656;musl;free library for arbitrary precision arithmetic
gnupg;2.4.8-r2;2457600;6291456;gnutls libassuan libbz2 libgcrypt libksba libldap musl npth readline sqlite-libs zlib;GNU Privacy Guard 2;usr/bin/gpg:1071472 usr/bin/gpgconf:126352
gnutls;3.8.11-r0;778240;1892352;gmp libidn2 libtasn1 libunistring musl nettle p11-kit;TLS protocol implementation
grep;3.12-r0;86016;311296;musl pcre2;Searches input files for lines containing a match to a specified pattern;bin/grep:160808
htop;3.4.1-r1;116736;286720;musl ncurses-libs;Interactive process viewer;usr/bin/htop:265240
icu-data-en;76.1-r1;1024000;2629632;;Stripped down ICU data with only en_US/GB locale and no legacy charset converters
icu-libs;76.1-r1;2457600;5873664;icu-data-en libgcc libstdc++ musl;International Components for Unicode library
iperf3;3.20-r0;92160;217088;libcrypto3 musl;A tool to measure IP bandwidth using UDP or TCP;usr/bin/iperf3:186448
iproute2;6.17.0-r0;8192;36864;iproute2-minimal iproute2-ss iproute2-tc;IP Routing Utilities
iproute2-minimal;6.17.0-r0;262144;589824;libcap2 libelf libmnl musl;IP Routing Utilities (minimal);sbin/ip:509280
iproute2-ss;6.17.0-r0;66560;163840;libcap2 libmnl musl;Socket statistics utility;sbin/ss:143824
iproute2-tc;6.17.0-r0;225280;577536;libcap2 libelf libmnl libxtables musl;Traffic control utility;sbin/tc:405568
iptables;1.8.11-r1;573440;2211840;libmnl libnftnl libxtables musl;Linux kernel firewall, NAT and packet mangling tools;usr/sbin/xtables-nft-multi:192512 usr/sbin/iptables>xtables-nft-multi
iputils;20250605-r0;2048;36864;iputils-arping iputils-clockdiff iputils-ping iputils-tracepath;IP Configuration Utilities (and Ping)
iputils-arping;20250605-r0;14336;40960;libcap2 musl;IP Configuration Utilities (arping);usr/sbin/arping:26872
iputils-clockdiff;20250605-r0;8192;36864;libcap2 musl;IP Configuration Utilities (clockdiff);usr/sbin/clockdiff:18584
iputils-ping;20250605-r0;43008;106496;libcap2 musl;IP Configuration Utilities (ping);bin/ping:75920 bin/ping6>ping
iputils-tracepath;20250605-r0;9216;36864;musl;IP Configuration Utilities (tracepath);usr/sbin/tracepath:18560
isl26;0.26-r1;655360;1748992;gmp musl;Integer Set Library for the Graphite loop optimizer
jansson;2.14.1-r0;28672;81920;musl;lightweight JSON library
jq;1.8.1-r0;157696;360448;musl oniguruma;A lightweight and flexible command-line JSON processor;usr/bin/jq:27064
json-c;0.18-r1;32768;86016;musl;JSON implementation in C
less;685-r0;98304;286720;musl ncurses-libs;File pager;usr/bin/less:188832 usr/bin/lesskey:22600
libassuan;3.0.2-r0;40960;102400;libgpg-error musl;IPC library used by some GnuPG related software
libatomic;15.2.0-r2;11264;36864;musl;GCC Atomic library
libattr;2.5.2-r2;12288;36864;musl;utilities for managing filesystem extended attributes (libraries)
libbsd;0.12.2-r0;43008;106496;libmd musl;commonly-used BSD functions not implemented by all libcs
libbz2;1.0.8-r6;36864;90112;musl;Shared library for bz2
libc-dev;0.7.2-r5;1479;36864;musl-dev;Meta package to pull in correct libc
libcap2;2.77-r0;19456;45056;musl;POSIX 1003.1e capabilities (library)
libcurl;8.17.0-r1;368640;790528;brotli-libs c-ares libcrypto3 libidn2 libpsl libssl3 musl nghttp2-libs nghttp3 zlib zstd-libs;The multiprotocol file transfer library
libedit;20251016.3.1-r0;94208;225280;musl ncurses-libs;BSD line editing library
libelf;0.194-r0;424960;946176;musl zlib zstd-libs;Libraries to handle ELF object files
libexpat;2.7.3-r0;71680;147456;musl;XML Parser library written in C (libraries)
libevent;2.1.12-r8;225280;565248;libcrypto3 libssl3 musl;An event notification library
libffi;3.5.2-r0;23552;57344;musl;portable foreign function interface library
libgcc;15.2.0-r2;92160;184320;musl;GNU C compiler runtime libraries
libgcrypt;1.11.2-r0;573440;1335296;libgpg-error musl;General purpose crypto library based on the code used in GnuPG
libgmpxx;6.3.0-r4;12288;53248;gmp libgcc libstdc++ musl;free library for arbitrary precision arithmetic
libgomp;15.2.0-r2;139264;331776;musl;GCC shared-memory parallel programming API library
libgpg-error;1.56-r0;73728;184320;libintl musl;Support library for libgcrypt
libidn2;2.3.8-r0;99328;225280;libunistring musl;Encode/Decode library for internationalized domain names
libintl;0.24.1-r1;27648;65536;musl;GNU gettext runtime library
libksba;1.6.7-r0;102400;266240;libgpg-error musl;LibKSBA is a library for X.509 certificates
libldap;2.6.10-r0;163840;442368;libcrypto3 libsasl libssl3 musl;OpenLDAP libraries
libmagic;5.46-r2;376832;9793536;musl;File type identification utility (library)
libmd;1.1.0-r0;24576;57344;musl;message Digest functions from BSD systems
libmnl;1.0.5-r2;10240;36864;musl;Library for minimalistic netlink
libncursesw;6.5_p20251123-r0;135168;344064;musl ncurses-terminfo-base;Console display library (libncursesw)
libnftnl;1.3.1-r0;65536;237568;libmnl musl;Netfilter library providing interface to the nf_tables subsystem
libpanelw;6.5_p20251123-r0;7168;36864;libncursesw;Console display library (libpanelw)
libpcap;1.10.5-r1;143360;344064;musl;A system-independent interface for user-level packet capture
libproc2;4.0.5-r0;47104;118784;musl utmps-libs;Library for monitoring system and processes
libpsl;0.21.5-r3;57344;110592;libidn2 libunistring musl;C library for the Public Suffix List
libsasl;2.1.28-r9;143360;385024;musl;Cyrus Simple Authentication and Security Layer (library)
libssh2;1.11.1-r1;106496;245760;libcrypto3 musl zlib;library for accessing ssh1/ssh2 protocol servers
libstdc++;15.2.0-r2;819200;2891776;libgcc musl;GNU C++ standard runtime library
libstdc++-dev;15.2.0-r2;2867200;19660800;libstdc++;GNU C++ standard runtime library (development files)
libtasn1;4.20.0-r0;32768;94208;musl;The ASN.1 library used in GNUTLS
libunistring;1.4.1-r0;758784;1982464;musl;Library for manipulating Unicode strings and C strings
libuuid;2.41.2-r0;15360;49152;musl;DCE compatible Universally Unique Identifier library
libuv;1.51.0-r0;89088;204800;musl;Cross-platform asychronous I/O
libxml2;2.13.9-r0;512000;1196032;musl xz-libs zlib;XML parsing library, version 2
libxtables;1.8.11-r1;22528;61440;musl;XTables library
linux-headers;6.16.12-r0;1843200;8192000;;Linux system headers
linux-pam;1.7.1-r0;286720;942080;libintl musl utmps-libs;Pluggable Authentication Modules for Linux
logrotate;3.22.0-r0;36864;98304;musl popt;Tool to rotate logfiles;usr/sbin/logrotate:72416
make;4.4.1-r3;143360;323584;musl;GNU make utility to maintain groups of programs;usr/bin/make:215368
mpc1;1.3.1-r1;65536;147456;gmp mpfr4 musl;Multiprecision C library
mpdecimal;4.0.1-r0;92160;221184;libgcc libstdc++ musl;complete implementation of the General Decimal Arithmetic Specification
mpfr4;4.2.2-r0;245760;548864;gmp musl;multiple-precision floating-point library
musl-dev;1.2.5-r21;2621440;10977280;musl;the musl c library (libc) implementation (development files)
mysql-client;11.4.8-r0;2048;36864;mariadb-client;dummy package for mysql migration
mariadb-client;11.4.8-r0;2457600;21299200;libcrypto3 libssl3 libstdc++ mariadb-common musl ncurses-libs zlib;client for the MariaDB database;usr/bin/mariadb:4046848 usr/bin/mysql>mariadb
mariadb-common;11.4.8-r0;8192;49152;;common files for both mariadb server and client
nano;8.7-r0;163840;573440;libncursesw musl;Enhanced clone of the Pico text editor;usr/bin/nano:244400
ncurses-libs;6.5_p20251123-r0;2048;36864;libncursesw libpanelw;Ncurses libraries (meta package)
ncurses-terminfo-base;6.5_p20251123-r0;20480;221184;;Descriptions of common terminals
net-tools;2.10-r3;92160;221184;musl mii-tool;Linux Networking command line tools;bin/netstat:118592 sbin/ifconfig:67808 sbin/route:55320 sbin/arp:47192
mii-tool;2.10-r3;10240;36864;musl;media-independent interface tool
netcat-openbsd;1.229.1-r0;22528;69632;libbsd libmd musl;The TCP/IP swiss army knife;usr/bin/nc.openbsd:43376 usr/bin/nc>nc.openbsd
nettle;3.10.2-r0;266240;622592;gmp musl;A low-level cryptographic library
nghttp2-libs;1.68.0-r0;73728;155648;musl;Experimental HTTP/2 client, server and proxy (libraries)
nghttp3;1.13.1-r0;65536;143360;musl;HTTP/3 library written in C
nginx;1.28.0-r5;675840;1544192;libcrypto3 libssl3 musl pcre2 zlib;HTTP and reverse proxy server (stable version);usr/sbin/nginx:1365072
nmap;7.98-r0;5734400;22528000;libcrypto3 libgcc libpcap libssh2 libstdc++ lua5.4-libs musl pcre2 zlib;Network exploration tool and security/port scanner;usr/bin/nmap:2605680
lua5.4-libs;5.4.8-r0;118784;266240;musl;Embeddable programming language (libraries)
nodejs;24.11.1-r0;24117248;71680000;ada-libs brotli-libs c-ares icu-libs libcrypto3 libgcc libssl3 libstdc++ libuv musl nghttp2-libs simdjson sqlite-libs zlib;JavaScript runtime built on V8 engine - LTS version;usr/bin/node:69300224
ada-libs;3.3.0-r0;204800;475136;libgcc libstdc++ musl;WHATWG-compliant URL parser (libraries)
npm;11.6.3-r0;2252800;13516800;nodejs;The package manager for JavaScript;usr/bin/npm:54 usr/bin/npx:2966
npth;1.8-r0;12288;36864;musl;The new GNU portable threads library
oniguruma;6.9.10-r0;210944;565248;musl;a regular expressions library
openrc;0.63-r0;225280;1490944;libcap2 linux-pam musl;OpenRC manages the services, startup and shutdown of a host;sbin/openrc:43232 sbin/rc-service:14424 sbin/rc-update:18536
openssh;10.2_p1-r0;40960;81920;openssh-client openssh-keygen openssh-server;Port of OpenBSD's free SSH release
openssh-client;10.2_p1-r0;2048;36864;openssh-client-default;OpenBSD's SSH client
openssh-client-common;10.2_p1-r0;1228800;3235840;libcrypto3 musl openssh-keygen zlib;OpenBSD's SSH client common files;usr/bin/scp:187192 usr/bin/sftp:198888 usr/bin/ssh-add:403920 usr/bin/ssh-agent:387680
openssh-client-default;10.2_p1-r0;368640;905216;libcrypto3 libedit musl openssh-client-common zlib;OpenBSD's SSH client;usr/bin/ssh:870464
openssh-keygen;10.2_p1-r0;204800;491520;libcrypto3 musl;ssh helper program for generating keys;usr/bin/ssh-keygen:479864
openssh-server;10.2_p1-r0;409600;1007616;libcrypto3 musl openssh-keygen zlib;OpenSSH server;usr/sbin/sshd:519104
openssl;3.5.4-r0;344064;839680;libcrypto3 libssl3 musl;Toolkit for Transport Layer Security (TLS);usr/bin/openssl:794624
p11-kit;0.25.10-r0;450560;2539520;libffi libtasn1 musl;Library for loading and sharing PKCS#11 modules
patch;2.8-r0;86016;217088;musl;Utility to apply diffs to files;usr/bin/patch:161416
pcre2;10.47-r0;253952;589824;musl;Perl-compatible regular expression library
perl;5.42.0-r0;12288000;44236800;libbz2 musl zlib;Larry Wall's Practical Extraction and Report Language;usr/bin/perl:14384
pkgconf;2.5.1-r0;69632;155648;musl;development framework configuration tools;usr/bin/pkgconf:47248 usr/bin/pkg-config>pkgconf
popt;1.19-r4;28672;69632;musl;commandline option parser
postgresql-common;1.2-r1;3072;49152;;Common files for PostgreSQL servers and clients
postgresql18-client;18.1-r0;1433600;4096000;icu-libs libpq lz4-libs musl postgresql-common readline zlib zstd-libs;PostgreSQL client;usr/bin/psql:788480 usr/bin/pg_dump:485376
libpq;18.1-r0;180224;434176;libcrypto3 libssl3 musl;PostgreSQL client library
lz4-libs;1.10.0-r0;61440;143360;musl;LZ4 compression algorithm (libraries)
procps-ng;4.0.5-r0;286720;704512;libncursesw libproc2 musl utmps-libs;Utilities for monitoring your system and processes on your system;bin/ps:151824 usr/bin/free:26992 usr/bin/top:129744 usr/bin/uptime:14400 usr/bin/vmstat:39184 usr/bin/w:26832 usr/bin/watch:39320 usr/bin/pgrep:43184 usr/bin/pkill:43184 bin/kill:22656 sbin/sysctl:31024
psmisc;23.7-r1;94208;348160;libintl musl ncurses-libs;A set of some small useful utilities that use the proc filesystem;usr/bin/killall:30968 usr/bin/pstree:34936 usr/bin/fuser:39128
pyc;3.12.12-r1;1284;0;;meta package for Python bytecode
py3-parsing;3.2.3-r1;102400;430080;python3;An object-oriented approach to text processing
py3-packaging;25.0-r0;69632;282624;py3-parsing python3;Core utilities for Python3 packages
py3-pip;25.1.1-r1;1638400;6881280;py3-packaging py3-setuptools python3;Tool for installing and managing Python packages;usr/bin/pip:214 usr/bin/pip3:214
py3-setuptools;80.9.0-r2;819200;3276800;py3-packaging python3;Collection of enhancements to the Python3 distutils
python3;3.12.12-r1;7372800;24576000;gdbm libbz2 libcrypto3 libexpat libffi libncursesw libpanelw libssl3 mpdecimal musl readline sqlite-libs xz-libs zlib;High-level scripting language;usr/bin/python3.12:14224 usr/bin/python3>python3.12 usr/bin/pydoc3:80
gdbm;1.26-r0;40960;102400;musl;GNU dbm is a set of database routines that use extensible hashing
readline;8.3.1-r0;155648;348160;libncursesw musl;GNU readline library
redis;8.0.4-r0;1228800;3776512;libcrypto3 libssl3 musl;Advanced key-value store;usr/bin/redis-server:3465216 usr/bin/redis-cli:712704
rsync;3.4.1-r1;245760;552960;acl-libs lz4-libs musl popt xxhash zlib zstd-libs;A file transfer program to keep remote files in sync;usr/bin/rsync:520192
sed;4.9-r2;69632;184320;musl;GNU stream editor;bin/sed:120376
shadow;4.18.0-r0;122880;466944;linux-pam musl libbsd skalibs-libs utmps-libs;Password and account management tool suite with support for shadow files and PAM;usr/sbin/useradd:108488 usr/sbin/usermod:104296 usr/sbin/groupadd:59128 usr/sbin/userdel:71544 usr/sbin/groupmod:63256 usr/sbin/groupdel:50824 usr/bin/passwd:55016:4755 usr/bin/chage:47032
simdjson;3.12.3-r0;112640;278528;libgcc libstdc++ musl;Parsing gigabytes of JSON per second
skalibs-libs;2.14.4.0-r0;114688;266240;musl;Set of general-purpose C programming libraries for skarnet.org software (libraries)
sqlite;3.51.1-r0;163840;409600;musl readline sqlite-libs zlib;C library that implements an SQL database engine;usr/bin/sqlite3:1437696
sqlite-libs;3.51.1-r0;614400;1327104;musl;Sqlite3 library
strace;6.17-r0;573440;1482752;libelf musl;Diagnostic, debugging and instructional userspace tracer;usr/bin/strace:1433856
stress-ng;0.19.04-r0;1638400;4505600;libbsd libcap2 musl zlib;stress-test a computer system in various selectable ways;usr/bin/stress-ng:4243456
su-exec;0.3-r0;6144;36864;musl;switch user and group id, setgroups and exec;sbin/su-exec:14112
sudo;1.9.17_p2-r0;819200;2375680;linux-pam musl utmps-libs zlib;Give certain users the ability to run some commands as root;usr/bin/sudo:228752:4755
supervisor;4.2.5-r6;450560;2375680;py3-setuptools python3;A system for controlling process state under UNIX;usr/bin/supervisord:369
tar;1.35-r4;225280;524288;acl-libs musl;Utility used to store, backup, and transport files;bin/tar:438272
tcpdump;4.99.5-r1;512000;1249280;libcrypto3 libpcap musl;Tool for network monitoring and data acquisition;usr/bin/tcpdump:1202176
tini;0.19.0-r3;12288;40960;musl;Tiny but valid init for containers;sbin/tini:22344
tmux;3.6-r0;368640;1024000;libevent libutempter musl ncurses-libs;Tool to control multiple terminals from a single terminal;usr/bin/tmux:945152
libutempter;1.2.1-r1;8192;36864;musl utmps-libs;Interface for terminal emulators to record user sessions
tree;2.2.1-r0;43008;106496;musl;A recursive directory indented listing program;usr/bin/tree:83288
tzdata;2025c-r0;430080;1941504;;Timezone data
unzip;6.0-r16;126976;335872;libbz2 musl;Extract PKZIP-compatible .zip files;usr/bin/unzip:170256
userspace-rcu;0.15.5-r0;118784;331776;musl;Library for accessing data without traditional locking
util-linux;2.41.2-r0;49152;36864;libuuid musl;Random collection of Linux utilities
utmps-libs;0.1.3.1-r0;15360;40960;musl skalibs-libs;A secure utmp/wtmp implementation (libraries)
vim;9.1.1926-r0;1228800;3563520;libncursesw musl vim-common xxd;Improved vi-style text editor;usr/bin/vim:3399680 usr/bin/ex>vim usr/bin/view>vim
vim-common;9.1.1926-r0;8192000;31948800;;Improved vi-style text editor - runtime
wget;1.25.0-r2;204800;475136;libidn2 libcrypto3 libssl3 musl pcre2 zlib;Network utility to retrieve files from the Web;usr/bin/wget:446720
xxd;9.1.1926-r0;8192;36864;musl;Hexdump utility from vim;usr/bin/xxd:22640
xxhash;0.8.3-r0;45056;135168;musl;Extremely fast hash algorithm
xz;5.8.1-r0;73728;192512;musl xz-libs;Library and CLI tools for XZ and LZMA compressed files;usr/bin/xz:83800
xz-libs;5.8.1-r0;94208;204800;musl;Library and CLI tools for XZ and LZMA compressed files (libraries)
yq-go;4.49.2-r0;4096000;11468800;musl;Portable command-line YAML processor;usr/bin/yq:11440128
zip;3.0-r13;143360;401408;libbz2 musl;Creates PKZIP-compatible .zip files;usr/bin/zip:205528
zstd-libs;1.5.7-r2;319488;688128;musl;Zstandard - Fast real-time compression algorithm (libraries)`;
