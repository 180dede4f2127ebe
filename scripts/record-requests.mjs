// Records what a real client asks of the daemon for a command line, or how it refuses:
//
//   node record-requests.mjs OUT.json.gz [CASES.json]      ($ORACLE: see oracle.mjs)
//
// OUT: gzipped JSON, [{args, files?, env?, stderr, exit, requests: [{method, url, body}]}]. The daemon is a fake
// one, so nothing is created.
import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { fakeDaemon } from "./fake-daemon.mjs";
import { oracleRoot, quote, runAll } from "./oracle.mjs";

const [out, casesPath = new URL("request-cases.json", import.meta.url)] = process.argv.slice(2);
const socket = `/tmp/gr-requests-${process.pid}.sock`;
const daemon = await fakeDaemon(oracleRoot() + socket);
// lines after `docker`, single quotes keep spaces; or {line, files, env}: files are written to the working directory first
const CASES = JSON.parse(readFileSync(casesPath, "utf8"));
const cases = CASES.map((c) => (typeof c === "string" ? { line: c } : c));
const words = (line) => [...line.matchAll(/(?:'[^']*'|[^\s'])+/g)].map(([word]) => word.replaceAll("'", ""));
const steps = cases.map(({ line, files = {}, env }, i) => ({
  script: [
    ...Object.entries(files).map(([name, text]) => `printf %s ${quote(text)} >${quote(name)}`),
    // the working directory shows in some requests
    `mkdir -p /tmp/gr-work && cp -a . /tmp/gr-work && cd /tmp/gr-work`,
    ["docker", ...words(line)].map(quote).join(" "),
    "r=$?; cd /; rm -rf /tmp/gr-work; exit $r",
  ].join("\n"),
  env: {
    DOCKER_HOST: `unix://${socket}`,
    HOME: "/tmp/gr-home",
    SET: "set",
    DOCKER_CUSTOM_HEADERS: `X-Step=${i}`,
    ...env,
  },
  bare: true,
}));
const answers = await runAll(steps);
await daemon.close();
const kept = cases.map(({ line, files, env }, i) => {
  const requests = daemon.requests
    .filter((r) => r.step === String(i))
    .map(({ method, url, body }) => ({ method, url, body }));
  // the answers are not those of a daemon: what the client makes of them is no matter
  const asked = requests.some((r) => r.method === "POST" || !/\/containers\/[^/]+\/json$/.test(r.url));
  return {
    args: words(line),
    files,
    env,
    ...(asked ? { stderr: "", exit: 0 } : { stderr: answers[i].stderr, exit: answers[i].exit }),
    requests,
  };
});
writeFileSync(out, gzipSync(JSON.stringify(kept), { level: 9 }));
console.log(`${kept.length} recorded, ${kept.filter((k) => k.requests.length > 0).length} with requests`);
