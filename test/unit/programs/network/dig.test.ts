// dig inside a network of Docker's, against what BIND's dig prints there.

import { expect, test } from "vitest";
import { createWorld } from "../../../../src/world.ts";

function start() {
  const host = createWorld({ seed: 4 }).host();
  const run = (line: string): string => {
    const { stdout, stderr } = host.run(line);
    return stdout + stderr;
  };
  run("docker network create net; docker run -d --name web --network net alpine sleep 900");
  run("docker run -d --name cli --network net alpine sleep 900; docker exec cli apk add bind-tools");
  return (args: string): string => run(`docker exec cli dig ${args}`);
}

test("dig prints the answers of the engine's name server", () => {
  const dig = start();
  expect(dig("web").replaceAll(/id: \d+|WHEN: .*/g, "-")).toBe(`
; <<>> DiG 9.20.16 <<>> web
;; global options: +cmd
;; Got answer:
;; ->>HEADER<<- opcode: QUERY, status: NOERROR, -
;; flags: qr rd ra; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 0

;; QUESTION SECTION:
;web.				IN	A

;; ANSWER SECTION:
web.			600	IN	A	172.18.0.2

;; Query time: 0 msec
;; SERVER: 127.0.0.11#53(127.0.0.11) (UDP)
;; -
;; MSG SIZE  rcvd: 40

`);
  expect(dig("@127.0.0.11 nope +tries=1")).toContain("; (1 server found)\n");
  expect(dig("+short web -x 172.18.0.2")).toBe("172.18.0.2\nweb.net.\n");
  expect(dig("-x 172.18.0.2 +noall +answer +nottlid")).toBe("2.0.18.172.in-addr.arpa. IN\tPTR\tweb.net.\n");
  expect(dig("-x 172.18.0.2 +noall +answer")).toBe("2.0.18.172.in-addr.arpa. 600\tIN\tPTR\tweb.net.\n");
  expect(dig("web AAAA +noall +comments")).toContain("status: NOERROR");
  expect(dig("+foo web")).toMatch(/^Invalid option: \+foo\nUsage: {2}dig \[@global-server\]/);
  expect(dig("@none.of.these web")).toBe("dig: couldn't get address for 'none.of.these': not found\n");
  expect(dig("@172.18.0.2 web +tries=1")).toBe(`;; communications error to 172.18.0.2#53: connection refused

; <<>> DiG 9.20.16 <<>> @172.18.0.2 web +tries=1
; (1 server found)
;; global options: +cmd
;; no servers could be reached
`);
});
