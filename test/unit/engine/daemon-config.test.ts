import { expect, test } from "vitest";
import { readDaemonConfig } from "../../../src/engine/daemon-config.ts";

const NO_FLAGS = new Map<string, string>();
const errorOf = (text: string, flags: Parameters<typeof readDaemonConfig>[1] = NO_FLAGS): string => {
  const read = readDaemonConfig(text, flags);
  return read.ok ? "" : read.error;
};

const MERGED = "merged configuration validation from file and command line flags failed: ";

// What dockerd 28.5 --validate says of each, after the file's name.
test.each([
  ["{}", ""],
  ["", ""],
  ['{"debug": "yes"}', "invalid JSON: json: cannot unmarshal string into Go struct field Config.debug of type bool"],
  ['{"foo": 1, "bar": {"a": 1}}', "the following directives don't match any configuration option: foo, a"],
  ['{"debug": true,}', "invalid JSON: invalid character '}' looking for beginning of object key string"],
  ['{"debug" true}', "invalid JSON: invalid character 't' after object key"],
  ["[]", "invalid JSON: json: cannot unmarshal array into Go value of type map[string]interface {}"],
  ['{"log-opts": {"max-size": 10}}', "invalid JSON: json: cannot unmarshal number into Go struct field Config.log-opts.max-size of type string"],
  ['{"registry-mirrors": "a.b"}', "invalid JSON: json: cannot unmarshal string into Go struct field Config.registry-mirrors of type []string"],
  ['{"registry-mirrors": ["a.b"]}', `${MERGED}invalid mirror: no scheme specified for "a.b": must use either 'https://' or 'http://'`],
  ['{"labels": ["a"]}', `${MERGED}bad attribute format: a`],
  ['{"mtu": -1}', `${MERGED}invalid default MTU: -1`],
  ['{"max-concurrent-downloads": -1}', `${MERGED}invalid max concurrent downloads: -1`],
  ['{"log-level": "nope"}', `${MERGED}invalid logging level: nope`],
  ['{"hosts": ["foo://x"]}', `${MERGED}invalid bind address (foo://x): unsupported proto 'foo'`],
  ['{"live-restore": true, "default-address-pools": [{"base":"10.1.0.0/16","size":24}]}', ""],
  ['{"default-address-pools": [{"base":"foo","size":24}]}', `invalid JSON: netip.ParsePrefix("foo"): no '/'`],
  ['{"default-address-pools": ["base=10.1.0.0/16,size=24"]}', "invalid JSON: json: cannot unmarshal string into .0 of type ipamutils.NetworkToSplit"],
])("%s", (text, error) => {
  expect(errorOf(text)).toBe(error);
}); // prettier-ignore

test("what is a flag cannot be in the file as well", () => {
  expect(errorOf('{"hosts": ["tcp://0.0.0.0:2375"]}', new Map([["hosts", ["unix:///tmp/x.sock"]]]))).toBe(
    "the following directives are specified both as a flag and in the configuration file: hosts: (from flag: [unix:///tmp/x.sock], from file: [tcp://0.0.0.0:2375])",
  );
});

test("what has no effect is named", () => {
  const read = readDaemonConfig('{"bip": "10.0.0.1/24", "labels": ["a=b"]}', NO_FLAGS);
  expect(read).toMatchObject({ ok: true, value: { idle: ["bip"], settings: { labels: ["a=b"] } } });
});
