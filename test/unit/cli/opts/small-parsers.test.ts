// The small grammars that no recording of the client's requests shows: what it keeps to itself.

import { describe, expect, test } from "vitest";
import { encode } from "../../../../src/base/utf8.ts";
import { fail, ok } from "../../../../src/base/result.ts";
import { cleanPath, type ClientIo } from "../../../../src/cli/opts/client-io.ts";
import { parseCopyPath } from "../../../../src/cli/opts/container-path.ts";
import { parseDetachKeys } from "../../../../src/cli/opts/detach-keys.ts";
import { localhostDnsWarning } from "../../../../src/cli/opts/dns.ts";
import { withProxies } from "../../../../src/cli/opts/env.ts";
import { readPem } from "../../../../src/cli/opts/external-ca.ts";
import {
  familiarReference,
  parseImageReference,
  withDefaultTag,
} from "../../../../src/cli/opts/image-reference.ts";
import { parseKeyValueLines } from "../../../../src/cli/opts/key-value-file.ts";
import { mountWarning } from "../../../../src/cli/opts/mount.ts";
import { isUserDefinedNetwork, networkNameOf } from "../../../../src/cli/opts/network-mode.ts";
import { parsePrivatePort } from "../../../../src/cli/opts/port.ts";

const io: ClientIo = {
  lookupEnv: () => undefined,
  cwd: "/w",
  readFile: (path) => fail(`open ${path}: no such file or directory`),
};

test.each([
  ["ctrl-p,ctrl-q", [16, 17]],
  ["a", [97]],
  ["ctrl-@", [0]],
  ["ctrl-[,ctrl-\\,ctrl-],ctrl-^,ctrl-_", [27, 28, 29, 30, 31]],
  ["DEL", [127]],
  ["Z,1", [90, 49]],
])("detach keys %s", (keys, codes) => expect(parseDetachKeys(keys)).toEqual({ ok: true, value: codes }));

test.each(["", "ctrl-", "ctrl-A", "ctrl-1", "ab", "é", "a,"])("detach keys %j are unknown", (keys) => {
  expect(parseDetachKeys(keys)).toMatchObject({ ok: false });
});

test.each([
  ["c:/a", { container: "c", path: "/a" }],
  ["c:", { container: "c", path: "" }],
  ["c:a:b", { container: "c", path: "a:b" }],
  ["/a:b", { container: "", path: "/a:b" }],
  ["./a:b", { container: "", path: "./a:b" }],
  ["a", { container: "", path: "a" }],
  ["-", { container: "", path: "-" }],
  [":a", { container: "", path: "a" }],
])("docker cp %s", (argument, expected) => expect(parseCopyPath(argument)).toEqual(expected));

test.each([
  ["80", "80/tcp"],
  ["80/udp", "80/udp"],
  ["80/", "80/tcp"],
])("docker port c %s", (value, port) => expect(parsePrivatePort(value)).toEqual({ ok: true, value: port }));

test("docker port c http", () => {
  const error = 'Error: invalid port (http): strconv.ParseUint: parsing "http": invalid syntax';
  expect(parsePrivatePort("http")).toEqual({ ok: false, error });
});

test("resolvers that a container cannot reach are warned of", () => {
  expect(localhostDnsWarning(["8.8.8.8"])).toBeUndefined();
  expect(localhostDnsWarning(["8.8.8.8", "127.0.0.53"])).toBe(
    "Localhost DNS (127.0.0.53) may fail in containers.",
  );
  expect(localhostDnsWarning(["::1"])).toBe("Localhost DNS (::1) may fail in containers.");
});

test("proxies of the configuration are added in both spellings, unless they are set", () => {
  const proxies = new Map([["HTTP_PROXY", "http://p"]]);
  expect(withProxies(["A=1", "A=2", "http_proxy="], { ...io, proxies })).toEqual([
    "A=2",
    "http_proxy=",
    "HTTP_PROXY=http://p",
  ]);
  expect(withProxies([], { ...io, proxies })).toEqual(["HTTP_PROXY=http://p", "http_proxy=http://p"]);
});

describe("files of key=value lines", () => {
  const lines = (text: string) =>
    parseKeyValueLines(encode(text), (name) => (name === "SET" ? "yes" : undefined));
  test("keep values as they are", () =>
    expect(lines('A= 1 \n\n#x\n B="q"\nSET\nUNSET\n')).toEqual({
      ok: true,
      value: ["A= 1 ", 'B="q"', "SET=yes"],
    }));
  test("refuse what is no UTF-8", () => {
    const bytes = new Uint8Array([65, 61, 49, 10, 66, 61, 0xff]);
    expect(parseKeyValueLines(bytes, () => undefined)).toEqual({
      ok: false,
      error: "invalid utf8 bytes at line 2: [66 61 255]",
    });
  });
  test("take U+FFFD for a character", () =>
    expect(lines("A=\uFFFD")).toEqual({ ok: true, value: ["A=\uFFFD"] }));
  test("refuse a line of 64 KiB", () =>
    expect(lines(`A=${"x".repeat(65_536)}`)).toEqual({ ok: false, error: "bufio.Scanner: token too long" }));
});

test.each([
  ["busybox", "busybox:latest"],
  ["docker.io/library/busybox:1", "busybox:1"],
  ["index.docker.io/busybox", "busybox:latest"],
  ["user/app", "user/app:latest"],
  ["localhost:5000/a/b:c", "localhost:5000/a/b:c"],
  ["localhost/a", "localhost/a:latest"],
  [`a@sha256:${"0".repeat(64)}`, `a@sha256:${"0".repeat(64)}`],
])("image %s is %s", (text, familiar) => {
  const reference = parseImageReference(text);
  expect(reference.ok && familiarReference(withDefaultTag(reference.value))).toBe(familiar);
});

test("networks that everyone has are not user-defined", () => {
  for (const mode of ["default", "bridge", "host", "none", "container:x"])
    expect(isUserDefinedNetwork(mode)).toBe(false);
  expect(isUserDefinedNetwork("mine")).toBe(true);
  expect(networkNameOf("container:x")).toBe("container");
});

test("what is deprecated in a mount is warned of", () => {
  expect(mountWarning("type=bind,src=/a,dst=/b,bind-nonrecursive=true")).toContain("bind-recursive=disabled");
  expect(mountWarning("type=bind,src=/a,dst=/b,bind-nonrecursive")).toBeUndefined();
});

test("PEM files are told by their frame", () => {
  const withFile = (text: string): ClientIo => ({ ...io, readFile: () => ok(encode(text)) });
  expect(readPem("f", withFile("-----BEGIN A-----\nAA==\n-----END A-----\n"))).toMatchObject({ ok: true });
  expect(readPem("f", withFile("x"))).toEqual({ ok: false, error: "file contents must be in PEM format" });
  expect(readPem("f", io)).toEqual({ ok: false, error: "open f: no such file or directory" });
});

test.each([
  ["/a/../b", "/b"],
  ["a/./b//c/", "a/b/c"],
  ["..", ".."],
  ["../a/..", ".."],
  ["", "."],
  ["/", "/"],
  ["/..", "/"],
])("%j is cleaned to %s", (path, clean) => {
  expect(cleanPath(path)).toBe(clean);
});
