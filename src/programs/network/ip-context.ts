// What the parts of ip share: how it shows things, how it complains, how words are shortened. Answers of the
// kernel are said in iproute2's words where it has some, else as "RTNETLINK answers".

import { strerror, type Errno } from "../../base/errno.ts";
import { encode } from "../../base/utf8.ts";
import type { LinkInfo } from "../../kernel/netlink.ts";
import type { Task } from "../../kernel/sys.ts";
import type { Io } from "../libc/command.ts";
import { linksOf } from "../libc/netlink.ts";
import type { IpView } from "./ip-show.ts";

/** What the parts of the program share. */
export interface Ip {
  readonly io: Io;
  readonly view: IpView;
}

export function* say(ip: Ip, text: string, status: number): Task<number> {
  yield* ip.io.out.flush();
  yield* ip.io.sys.write(2, encode(`${ip.view.busybox ? "ip: " : ""}${text}\n`));
  return status;
}

/** What the kernel answered; `words` is what iproute2 says of it. */
export function* answer(
  ip: Ip,
  refused: Errno | undefined,
  words?: Partial<Record<Errno, string>>,
): Task<number> {
  if (refused === undefined) return 0;
  const own = ip.view.busybox ? undefined : words?.[refused];
  return yield* say(ip, own ?? `RTNETLINK answers: ${strerror(refused)}`, 2);
}

/** Words that mean an object or a command by their beginnings. */
export const isWord = (text: string, ...words: readonly string[]): boolean =>
  words.some((word) => text !== "" && word.startsWith(text));

/** The link of that name; undefined after a complaint. */
export function* findLink(ip: Ip, name: string): Task<LinkInfo | undefined> {
  const link = linksOf(ip.io.sys).find((l) => l.name === name);
  if (link === undefined) yield* noDevice(ip, name);
  return link;
}

/** `status` is busybox'. */
export const noDevice = (ip: Ip, name: string, status = 2): Task<number> =>
  ip.view.busybox
    ? say(ip, `can't find device '${name}'`, status)
    : say(ip, `Cannot find device "${name}"`, 1);
