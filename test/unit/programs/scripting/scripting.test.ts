// Small programs in Python and JavaScript: what they print, how they end, the pages they serve, and what is beyond them.

import { expect, test } from "vitest";
import { createWorld } from "../../../../src/index.ts";
import type { Host } from "../../../../src/world/host.ts";

function hostWith(packages: string): Host {
  const host = createWorld({ seed: 1 }).host();
  host.run(`sudo apt-get -qq update && sudo apt-get install -qq -y --no-install-recommends ${packages}`);
  return host;
}

const host = hostWith("python3 nodejs");

const python = (code: string) => {
  void host.fs.write("/tmp/a.py", code);
  const { stdout, stderr, exitCode } = host.run("NAME=Bob python3 /tmp/a.py x");
  return [stdout, stderr, exitCode];
};

test("python prints what it computes", () => {
  expect(
    python(`import os, sys
name = os.environ.get("NAME", "World")
print("Hello", name, sep=", ", end="!\\n")
total = 0
for i in range(1, 4):
    if i % 2 == 0:
        continue
    total += i * i
print(f"{total} {7 / 2:.1f} {7 // 2} {name.upper()!r}", [1, "a", None, True], sys.argv[1])
def greet(who):
    print("hi %s" % who)
if __name__ == "__main__":
    greet("you")
`),
  ).toEqual(["Hello, Bob!\n10 3.5 3 BOB [1, 'a', None, True] x\nhi you\n", "", 0]);
});

test("python ends by exit, by errors of its own, and says what is beyond it", () => {
  expect(python("import sys\nsys.exit(3)\n")).toEqual(["", "", 3]);
  expect(python("import os\nprint(os.environ['NOSUCH'])\n")).toEqual([
    "",
    `Traceback (most recent call last):\n  File "/tmp/a.py", line 2, in <module>\nKeyError: 'NOSUCH'\n`,
    1,
  ]);
  expect(python("try:\n    x = 1 / 0\nexcept ZeroDivisionError as e:\n    print('caught', e)\n")).toEqual(["caught division by zero\n", "", 0]); // prettier-ignore
  expect(python("import flask\n")[1]).toMatch(/\nModuleNotFoundError: No module named 'flask'\n$/);
  expect(python("class A:\n    pass\n")).toEqual(["", "python3: line 1 is beyond what paperwhale models of Python: 'class'\n", 1]); // prettier-ignore
});

test("node evaluates and prints", () => {
  expect(host.run(`node -e 'const a = 2; console.log("hi", a + 1, [1, "x"], { b: null });'`).stdout).toBe("hi 3 [ 1, 'x' ] { b: null }\n"); // prettier-ignore
  expect(host.run("node -p '`v${1 + 1}`'").stdout).toBe("v2\n");
});

test("servers of both answer over the network", () => {
  const code = `const http = require('http');
const port = process.env.PORT || 3000;
http.createServer((req, res) => {
  res.writeHead(200, { 'Content-Type': 'text/plain' });
  res.end('Hello World\\n');
}).listen(port, () => console.log(\`listening on \${port}\`));
`;
  void host.fs.write("/tmp/s.js", code);
  expect(host.run("PORT=3001 node /tmp/s.js & sleep 1; curl -si localhost:3001").stdout).toMatch(
    /^listening on 3001\nHTTP\/1\.1 200 OK\r\nContent-Type: text\/plain\r\n[^]*\r\n\r\nHello World\n$/,
  );
  host.run("mkdir -p /tmp/www && echo page > /tmp/www/a.txt");
  expect(host.run("cd /tmp/www && (python3 -m http.server 9000 2>log >/dev/null & sleep 1; curl -s localhost:9000/a.txt; curl -so /dev/null -w '%{http_code}' localhost:9000/b; cat log)").stdout).toMatch(/^page\n404127\.0\.0\.1 - - \[.*\] "GET \/a\.txt HTTP\/1\.1" 200 -\n/); // prettier-ignore
});
