// The shared libraries and other machine files of Debian's packages that every Debian has, with sizes in bytes.
// Nobody looks into them: their bytes are zeros. Libraries of further packages are with the images that have them.

import type { Layout } from "../layout.ts";

const LIBRARIES = `libacl.so.1.1.2302:39040 libacl.so.1>libacl.so.1.1.2302 libapt-pkg.so.7.0.0:2349872
  libapt-pkg.so.7.0>libapt-pkg.so.7.0.0 libapt-private.so.0.0.0:907440 libapt-private.so.0.0>libapt-private.so.0.0.0
  libattr.so.1.1.2502:26544 libattr.so.1>libattr.so.1.1.2502 libaudit.so.1.0.0:186312 libaudit.so.1>libaudit.so.1.0.0
  libblkid.so.1.1.0:416768 libblkid.so.1>libblkid.so.1.1.0 libbz2.so.1.0.4:78784 libbz2.so.1>libbz2.so.1.0.4
  libbz2.so.1.0>libbz2.so.1.0.4 ld-linux-x86-64.so.2:225672:755 libBrokenLocale.so.1:14552 libanl.so.1:14408
  libc.so.6:2003408:755 libc_malloc_debug.so.0:52304 libdl.so.2:14408 libm.so.6:977112 libmemusage.so:18640
  libmvec.so.1:1018072 libnsl.so.1:96472 libnss_compat.so.2:43664 libnss_dns.so.2:14336 libnss_files.so.2:14336
  libnss_hesiod.so.2:26840 libpcprofile.so:14472 libpthread.so.0:14408 libresolv.so.2:63936 librt.so.1:14552
  libthread_db.so.1:47840 libutil.so.1:14408 libcap-ng.so.0.0.0:34792 libcap-ng.so.0>libcap-ng.so.0.0.0
  libcap.so.2.75:51384 libcap.so.2>libcap.so.2.75 libpsx.so.2.75:18496 libpsx.so.2>libpsx.so.2.75
  libcrypt.so.1.1.0:214912 libcrypt.so.1>libcrypt.so.1.1.0 libcrypto.so.3:6692208 libssl.so.3:1167296
  libdb-5.3.so:1868400 libdebconfclient.so.0.0.0:14448 libdebconfclient.so.0>libdebconfclient.so.0.0.0
  libgcc_s.so.1:182856 libgmp.so.10.5.0:561984 libgmp.so.10>libgmp.so.10.5.0 libhogweed.so.6.10:305144
  libhogweed.so.6>libhogweed.so.6.10 liblastlog2.so.2.0.0:18544 liblastlog2.so.2>liblastlog2.so.2.0.0
  liblz4.so.1.10.0:174576 liblz4.so.1>liblz4.so.1.10.0 liblzma.so.5.8.1:207024 liblzma.so.5>liblzma.so.5.8.1
  libmd.so.0.1.0:75856 libmd.so.0>libmd.so.0.1.0 libmount.so.1.1.0:547584 libmount.so.1>libmount.so.1.1.0
  libnettle.so.8.10:350312 libnettle.so.8>libnettle.so.8.10 libpam.so.0.85.1:67584 libpam.so.0>libpam.so.0.85.1
  libpam_misc.so.0.82.1:14432 libpam_misc.so.0>libpam_misc.so.0.82.1 libpamc.so.0.82.1:18504
  libpamc.so.0>libpamc.so.0.82.1 libpcre2-8.so.0.14.0:727712 libpcre2-8.so.0>libpcre2-8.so.0.14.0
  libseccomp.so.2.6.0:182560 libseccomp.so.2>libseccomp.so.2.6.0 libselinux.so.1:207080 libsemanage.so.2:284664
  libsepol.so.2:809040 libsmartcols.so.1.1.0:338072 libsmartcols.so.1>libsmartcols.so.1.1.0
  libsqlite3.so.0.8.6:1611784 libsqlite3.so.0>libsqlite3.so.0.8.6 libstdc++.so.6.0.33:2522168
  libstdc++.so.6>libstdc++.so.6.0.33 libsystemd.so.0.40.0:1084616 libsystemd.so.0>libsystemd.so.0.40.0
  libtinfo.so.6.5:220464 libtinfo.so.6>libtinfo.so.6.5 libtic.so.6.5:71768 libtic.so.6>libtic.so.6.5
  libudev.so.1.7.10:318368 libudev.so.1>libudev.so.1.7.10 libuuid.so.1.3.0:39048 libuuid.so.1>libuuid.so.1.3.0
  libxxhash.so.0.8.3:75688 libxxhash.so.0>libxxhash.so.0.8.3 libzstd.so.1.5.7:821240 libzstd.so.1>libzstd.so.1.5.7
  libz.so.1.3.1:121280 libz.so.1>libz.so.1.3.1`;

const GCONV = `BIG5.so:88064 BIG5HKSCS.so:247808 CP932.so:88064 CP949.so:26624 EUC-CN.so:14400 EUC-JP.so:18432
  EUC-KR.so:14336 EUC-TW.so:14336 GB18030.so:200704 GBK.so:100352 IBM037.so:14400 ISO-2022-CN.so:30720
  ISO-2022-JP.so:51200 ISO-2022-KR.so:22528 ISO8859-1.so:14400 ISO8859-15.so:14400 ISO8859-2.so:14400
  JOHAB.so:38912 KOI8-R.so:14400 KOI8-U.so:14400 SHIFT_JISX0213.so:22528 SJIS.so:71680 UHC.so:26624
  UNICODE.so:14400 UTF-16.so:18432 UTF-32.so:14400 UTF-7.so:22528 gconv-modules:1888 gconv-modules.cache:27028
  libCNS.so:462848 libGB.so:67584 libISOIR165.so:38912 libJIS.so:116736 libJISX0213.so:210944 libKSC.so:77824`;

const PAM = `pam_access.so:31552 pam_debug.so:14328 pam_deny.so:14328 pam_echo.so:14328 pam_env.so:26616
  pam_exec.so:22520 pam_faildelay.so:14328 pam_faillock.so:26752 pam_group.so:22520 pam_keyinit.so:18424
  pam_lastlog2.so:14328 pam_limits.so:30784 pam_listfile.so:18424 pam_localuser.so:14328 pam_loginuid.so:18424
  pam_mail.so:18424 pam_mkhomedir.so:14328 pam_motd.so:22520 pam_namespace.so:55304 pam_nologin.so:14328
  pam_permit.so:14328 pam_pwhistory.so:22576 pam_rhosts.so:14328 pam_rootok.so:14328 pam_securetty.so:14328
  pam_selinux.so:30792 pam_sepermit.so:18464 pam_setquota.so:18424 pam_shells.so:14328 pam_stress.so:18424
  pam_succeed_if.so:18424 pam_time.so:22520 pam_timestamp.so:30968 pam_tty_audit.so:18424 pam_umask.so:14328
  pam_unix.so:67736 pam_userdb.so:18424 pam_usertype.so:14328 pam_warn.so:14328 pam_wheel.so:18424
  pam_xauth.so:22520`;

const TERMINALS = `a/ansi:1481 c/cons25:1502 c/cygwin:1518 d/dumb:308 h/hurd:1570 l/linux:1740 m/mach:617
  p/pcansi:1198 r/rxvt:2222 s/screen:1573 s/screen-256color:1949 s/sun:1004 t/tmux:3164 t/tmux-256color:3280
  v/vt100:1194 v/vt102:1184 v/vt220:1391 v/vt52:839 x/xterm:3852 x/xterm-256color:3942 x/xterm-color:1551`;

const LICENSES = `Apache-2.0:10174 Artistic:6111 BSD:1499 CC0-1.0:6956 GFDL-1.2:20209 GFDL-1.3:22955 GPL-1:12632
  GPL-2:17992 GPL-3:35149 LGPL-2:25383 LGPL-2.1:26530 LGPL-3:7652 MPL-1.1:25755 MPL-2.0:16726
  GFDL>GFDL-1.3 GPL>GPL-3 LGPL>LGPL-3`;

const MACHINE = "usr/lib/x86_64-linux-gnu";

export function installLibraries(layout: Layout): void {
  layout
    .dataFiles(MACHINE, LIBRARIES)
    .link("usr/lib64/ld-linux-x86-64.so.2", "../lib/x86_64-linux-gnu/ld-linux-x86-64.so.2");
}

/** What libraries load and look up: conversions, PAM's modules, terminals, licences. */
export function installLibraryData(layout: Layout): void {
  layout
    .dataFiles(`${MACHINE}/gconv`, GCONV)
    .dataFiles(`${MACHINE}/security`, PAM)
    .dataFiles(`${MACHINE}/ossl-modules`, "legacy.so:133120")
    .dataFiles(`${MACHINE}/engines-3`, "afalg.so:26624 loader_attic.so:63488 padlock.so:43008")
    .dataFiles("usr/share/terminfo", TERMINALS)
    .dataFiles("usr/share/common-licenses", LICENSES);
}
