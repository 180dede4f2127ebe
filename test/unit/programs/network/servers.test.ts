// Servers and clients in one container of a whole world: nginx as its image starts it, busybox's httpd, and what
// curl, wget and nc say to them.

import { describe, expect, it } from "vitest";
import { createWorld } from "../../../../src/world.ts";

function hostWith(image: string, command = "") {
  const host = createWorld({ seed: 1 }).host();
  const run = (line: string) => host.run(line);
  run(`docker run -d --name web ${image} ${command}; sleep 1`);
  return { run, inside: (line: string) => run(`docker exec web ${line}`) };
}

describe("nginx in its image", () => {
  it("serves its page and logs it", () => {
    const { run, inside } = hostWith("nginx");
    const page = inside("curl -si localhost");
    expect(page.stdout).toContain("HTTP/1.1 200 OK\r\nServer: nginx/1.29.4\r\n");
    expect(page.stdout).toContain("Welcome to nginx!");
    expect(inside("curl -s localhost/none").stdout).toContain("<center><h1>404 Not Found</h1></center>\r\n");
    const logs = run("docker logs web 2>&1").stdout;
    expect(logs).toMatch(/"GET \/ HTTP\/1\.1" 200 615 "-" "curl\/[\d.]+" "-"/);
    expect(logs).toMatch(
      /open\(\) "\/usr\/share\/nginx\/html\/none" failed \(2: No such file or directory\), client: /,
    );
  });

  it("tests its configuration and reads it again", () => {
    const { inside, run } = hostWith("nginx");
    expect(inside("nginx -t").stderr).toBe(
      "nginx: the configuration file /etc/nginx/nginx.conf syntax is ok\nnginx: configuration file /etc/nginx/nginx.conf test is successful\n",
    );
    inside(`sh -c 'echo "server { listen 81; location / { return 200 ok; } }" > /etc/nginx/conf.d/b.conf'`);
    inside("nginx -s reload");
    run("sleep 1");
    expect(inside("curl -s localhost:81").stdout).toBe("ok");
    inside(`sh -c 'echo "bogus on;" > /etc/nginx/conf.d/b.conf'`);
    expect(inside("nginx -t").stderr).toContain(
      'nginx: [emerg] unknown directive "bogus" in /etc/nginx/conf.d/b.conf:1\n',
    );
  });

  it("ends with status 0 when it is stopped", () => {
    const { run } = hostWith("nginx");
    run("docker stop web");
    expect(run("docker inspect -f '{{.State.ExitCode}}' web").stdout).toBe("0\n");
    expect(run("docker logs web 2>&1").stdout).toContain("signal 3 (SIGQUIT) received, shutting down");
  });
});

describe("busybox's httpd and wget", () => {
  const serving = `sh -c 'mkdir /w; echo hello > /w/index.html; httpd -f -h /w'`;

  it("hand a page over", () => {
    const { inside } = hostWith("busybox", serving);
    expect(inside("wget -qO- http://localhost/").stdout).toBe("hello\n");
    const missing = inside("wget -qO- http://localhost/none");
    expect([missing.stderr, missing.exitCode]).toEqual([
      "wget: server returned error: HTTP/1.1 404 Not Found\n",
      1,
    ]);
  });

  it("say who is not there", () => {
    const { inside } = hostWith("busybox", serving);
    expect(inside("wget -qO- 127.0.0.1:81").stderr).toBe(
      "wget: can't connect to remote host (127.0.0.1): Connection refused\n",
    );
  });
});

describe("curl", () => {
  it("names what went wrong", () => {
    const host = createWorld({ seed: 1 }).host();
    const refused = host.run("curl -s localhost:99");
    expect(refused.exitCode).toBe(7);
    const told = host.run("curl localhost:99");
    expect(told.stderr).toMatch(
      /^curl: \(7\) Failed to connect to localhost:99 after \d+ ms: Could not connect to server\n$/,
    );
    expect(host.run("curl foo://x").stderr).toBe('curl: (1) Protocol "foo" not supported\n');
    expect(host.run("curl --bogus").stderr).toBe(
      "curl: option --bogus: is unknown\ncurl: try 'curl --help' or 'curl --manual' for more information\n",
    );
  });
});
