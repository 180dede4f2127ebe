// getconf: values that POSIX names (sysconf(3), pathconf(3), confstr(3)), as glibc on x86-64 has them. Those of
// paths are the same everywhere here.

import { encode } from "../../base/utf8.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { countProcessors, readMemory } from "./machine-info.ts";

const VALUES = new Map<string, string>(
  Object.entries({
    LINK_MAX: "127", _POSIX_LINK_MAX: "127", MAX_CANON: "255", MAX_INPUT: "255", NAME_MAX: "255", PATH_MAX: "4096", PIPE_BUF: "4096",
    _POSIX_CHOWN_RESTRICTED: "1", _POSIX_NO_TRUNC: "1", _POSIX_VDISABLE: "0", FILESIZEBITS: "64", ARG_MAX: "2097152",
    CHAR_BIT: "8", CHAR_MAX: "127", CHAR_MIN: "-128", CHILD_MAX: "96365", CLK_TCK: "100", INT_MAX: "2147483647",
    INT_MIN: "-2147483648", LONG_BIT: "64", WORD_BIT: "32", NGROUPS_MAX: "65536", OPEN_MAX: "1048576", PAGESIZE: "4096", PAGE_SIZE: "4096",
    SCHAR_MAX: "127", SHRT_MAX: "32767", SSIZE_MAX: "32767", UCHAR_MAX: "255", UINT_MAX: "4294967295", ULONG_MAX: "18446744073709551615",
    USHRT_MAX: "65535", HOST_NAME_MAX: "64", LOGIN_NAME_MAX: "256", TTY_NAME_MAX: "32", _POSIX_VERSION: "200809", POSIX2_VERSION: "200809",
    _XOPEN_VERSION: "700", LINE_MAX: "2048", SYMLOOP_MAX: "", STREAM_MAX: "16", TZNAME_MAX: "", IOV_MAX: "1024", PTHREAD_STACK_MIN: "16384",
    LEVEL1_DCACHE_LINESIZE: "64", PATH: "/bin:/usr/bin", CS_PATH: "/bin:/usr/bin", GNU_LIBC_VERSION: "glibc 2.41",
    GNU_LIBPTHREAD_VERSION: "NPTL 2.41", LFS_CFLAGS: "", LFS_LDFLAGS: "", RE_DUP_MAX: "32767", BC_BASE_MAX: "99", BC_DIM_MAX: "2048",
    COLL_WEIGHTS_MAX: "255", EXPR_NEST_MAX: "32", MB_LEN_MAX: "16", NZERO: "20", SEM_VALUE_MAX: "2147483647", SIGQUEUE_MAX: "96365",
    _POSIX_JOB_CONTROL: "1", _POSIX_SAVED_IDS: "1", _POSIX_THREADS: "200809",
  }), // prettier-ignore
);

function* dynamic(io: Io, name: string): Task<string | undefined> {
  if (name === "_NPROCESSORS_ONLN" || name === "_NPROCESSORS_CONF")
    return String(yield* countProcessors(io.sys));
  if (name !== "_PHYS_PAGES" && name !== "_AVPHYS_PAGES") return VALUES.get(name);
  const { total, free } = yield* readMemory(io.sys);
  return String(Math.floor((name === "_PHYS_PAGES" ? total : free) / 4));
}

export const getconf = command(
  { name: "getconf", gnu: "", busybox: "", raw: true, usageStatus: { gnu: 2 } },
  function* (io) {
    const words = io.operands[0] === "-v" ? io.operands.slice(2) : io.operands;
    const [name] = words;
    if (name === "-a") {
      for (const [key, value] of VALUES) yield* io.print(`${key.padEnd(34)} ${value}\n`);
      return 0;
    }
    if (name === undefined || words.length > 2) {
      const usage =
        "Usage: getconf [-v specification] variable_name [pathname]\n       getconf -a [pathname]\n";
      yield* io.sys.write(2, encode(usage));
      return 2;
    }
    const value = yield* dynamic(io, name);
    if (value === undefined) return yield* io.complain(`Unrecognized variable \`${name}'`, 2);
    yield* io.print(`${value === "" ? "undefined" : value}\n`);
    return 0;
  },
);
