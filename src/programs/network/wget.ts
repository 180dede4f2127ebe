// wget in its two families: options here, busybox's in wget-busybox.ts, GNU's in wget-gnu.ts.
// What they share is how HTTP is read (http/).

import { command } from "../libc/command.ts";
import { busyboxWget } from "./wget-busybox.ts";
import { gnuWget } from "./wget-gnu.ts";

const USAGE = `[-cqS] [--spider] [-O FILE] [-o LOGFILE] [--header STR]
	[--post-data STR | --post-file FILE] [-Y on/off]
	[--no-check-certificate] [-P DIR] [-U AGENT] [-T SEC] URL...

Retrieve files via HTTP or FTP

	--spider	Only check URL existence: $? is 0 if exists
	--header STR	Add STR (of form 'header: value') to headers
	--post-data STR	Send STR using POST method
	--post-file FILE	Send FILE using POST method
	--no-check-certificate	Don't validate the server's certificate
	-c		Continue retrieval of aborted transfer
	-q		Quiet
	-P DIR		Save to DIR (default .)
	-S    		Show server response
	-T SEC		Network read timeout is SEC seconds
	-O FILE		Save to FILE ('-' for stdout)
	-o LOGFILE	Log messages to FILE
	-U STR		Use STR for User-Agent header
	-Y on/off	Use proxy`;

export const wget = command(
  {
    name: "wget",
    gnu: "q/quiet O:/output-document: S/server-response spider header: post-data: post-file: T:/timeout: t:/tries: P:/directory-prefix: U:/user-agent: c/continue no-check-certificate v/verbose nv/no-verbose nc/no-clobber 4/inet4-only 6/inet6-only no-cache method: body-data: show-progress no-proxy waitretry: retry-connrefused content-on-error o:/output-file: save-headers",
    busybox:
      "c/continue q/quiet S/server-response spider O:/output-document: o:/output-file: header: post-data: post-file: Y:/proxy: no-check-certificate P:/directory-prefix: U:/user-agent: T:/timeout: t:/tries:",
    usage: USAGE,
    usageStatus: { gnu: 2 },
    package: "GNU Wget 1.25.0",
    misuse: (_, message) =>
      `wget: ${message}\nUsage: wget [OPTION]... [URL]...\n\nTry \`wget --help' for more options.\n`,
  },
  function* (io) {
    return io.family === "busybox" ? yield* busyboxWget(io) : yield* gnuWget(io);
  },
);
