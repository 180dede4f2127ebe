// What people type, good or bad, never breaks anything: every shell text, command line and template gets an answer in
// the words of the program that reads it, and names that mean something to JavaScript are ordinary data everywhere.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { GoValue } from "../../src/base/go/value.ts";
import { readCommandLine } from "../../src/cli/flags/command-line.ts";
import { executeTemplate } from "../../src/cli/format/template/execute.ts";
import { parseTemplate } from "../../src/cli/format/template/template.ts";
import { createWorld, type World } from "../../src/world.ts";
import { clientEnvironment } from "../unit/cli/client-environment.ts";
import { container, containers, volume } from "../unit/cli/format/docker-shapes.ts";

const SEED = 20_260_105;

const joined = (pieces: readonly string[], glue: fc.Arbitrary<string>, most: number): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...pieces) }, fc.string({ unit: "grapheme", maxLength: 3 })), glue), { maxLength: most })
    .map((parts) => parts.map(([piece, space]) => piece + space).join("")); // prettier-ignore

/** A text with a piece cut out, doubled or put elsewhere. */
const mutated = (texts: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(texts, fc.nat(), fc.nat(), fc.nat(2)).map(([text, a, b, how]) => {
    const [from, to] = [a % (text.length + 1), b % (text.length + 1)].sort((x, y) => x - y) as [number, number]; // prettier-ignore
    const piece = text.slice(from, to);
    if (how === 0) return text.slice(0, from) + text.slice(to);
    return how === 1
      ? text.slice(0, to) + piece + text.slice(to)
      : piece + text.slice(0, from) + text.slice(to);
  });

// ---- shells

const SHELL = [
  "if", "then", "else", "elif", "fi", "for", "in", "do", "done", "while", "until", "case", "esac", "select", "function", "{", "}", "(", ")",
  "((", "))", "[[", "]]", "!", "|", "||", "&", "&&", ";", ";;", ";&", "<", ">", ">>", "<<", "<<-", "<<<", "<&", ">&", "<(", ">|", "&>", "2>&1",
  "$", "${", "}", "$(", "$((", "`", "'", '"', "$'", "\\", "\n", "x", "a=", "a+=(1", "$x", "${x:-", "${x//a/b}", "${#x}", "${!x}", "${x@Q}", "*", "?", "[",
  "]", "~", "#", "EOF", "\nEOF\n", "f()", "echo", "time", "coproc", "1", "==", "=~", "-eq", "@(", "+(a|b)", "{1..3}", "é", "\0", "\r", "\t",
]; // prettier-ignore
const SCRIPTS = [
  'for i in "$@"; do case $i in a|b) echo ${i%%x*};; *) break;; esac; done 2>/dev/null',
  "f() { local x=$1; [[ $x =~ ^a(b|c)+$ ]] && echo ${BASH_REMATCH[1]}; }; f abc <<E | sort\ntext $x $(date)\nE\n",
  "while read -r a b; do (( n += ${#a} )); done < <(printf '%s\\n' {a..c}{1..3}); echo $((n ? n : 0))",
  "trap 'echo bye' EXIT; x=${y:-$(echo `echo z`)}; echo \"${x^^}\" '$x' $'\\x41' >&2 &",
];

describe("shell texts", () => {
  const text = fc.oneof(
    joined(SHELL, fc.constantFrom("", " "), 14),
    mutated(mutated(fc.constantFrom(...SCRIPTS))),
  );
  const world = createWorld({ seed: SEED });

  test.each([
    ["bash", /^bash: (line \d+: |warning: )/],
    ["dash", /^dash: \d+: /],
  ])("%s says what is wrong in its own words", (shell, words) => {
    const property = fc.property(text, (script) => {
      const { stdout, stderr, exitCode } = world.host().run(`${shell} -n`, { stdin: script });
      expect([0, 1, 2, 127]).toContain(exitCode);
      expect(stdout).toBe("");
      if (exitCode !== 0) expect(stderr).toMatch(words);
    });
    fc.assert(property, { seed: SEED, numRuns: 150 });
  });
});

// ---- docker's command line

const WORDS = [
  "docker", "run", "ps", "container", "ls", "image", "volume", "create", "inspect", "system", "prune", "build", "buildx", "compose", "network", "exec",
  "--", "-", "", "-it", "-d", "--rm", "--name", "--name=", "--name=x", "-p", "80:80", "-v", "/a:/b", "--memory", "1x", "-m=1g", "--format", "{{.ID}}",
  "-f", "--filter", "a=b", "--bogus", "-Z", "--help", "-h", "--rm=maybe", "--no-trunc=", "-aq", "-nq", "-n", "--tail", "--restart", "__proto__", "--__proto__",
  "--constructor=1", "-e", "A", "=x", "busybox", "--platform", "🐳", "-🐳", "--mount", "type=bind,src=/", "--gpus", "--cpus=x", "-H", "tcp://x", "--context", "-c",
]; // prettier-ignore

test("every command line is read, or refused with docker's status", () => {
  const words = fc.array(fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...WORDS) }, fc.string({ maxLength: 6 })), { maxLength: 8 }); // prettier-ignore
  const property = fc.property(words, (line) => {
    const reading = readCommandLine(line, clientEnvironment());
    if (reading.kind === "run") expect(typeof reading.command.id).toBe("string");
    else expect([0, 1, 16, 125]).toContain(reading.exit);
  });
  fc.assert(property, { seed: SEED, numRuns: 1500 });
});

// ---- templates

const TEMPLATE = [
  "{{", "}}", "{{-", "-}}", "{{/*", "*/}}", ".", ".Name", ".Config", ".Config.Labels", ".State", "$", "$x", ":=", "=", ",", "|", "(", ")", " ", "if", "else",
  "end", "range", "with", "define", "template", "block", "break", "continue", "nil", "true", '"a"', "`r`", "'c'", "1", "-1.5e3", "0x1p-2", "1i", "index",
  "len", "json", "join", "split", "printf", '"%d %s %q %v"', "eq", "lt", "and", "or", "not", "slice", "call", "html", "js", "urlquery", "upper", "pad", "truncate",
  "table", "\\t", "\n", "é", "\0", "{{range .Mounts}}", "{{end}}", "{{if .State}}", "{{else}}", "{{json .}}", "{{.__proto__}}", '{{index .Config.Labels "constructor"}}',
]; // prettier-ignore

test("every template is carried out as far as it goes, or refused", () => {
  const templates = fc.oneof(
    joined(TEMPLATE, fc.constantFrom("", " "), 10),
    joined(TEMPLATE.slice(5), fc.constant(" "), 6).map((inner) => `{{${inner}}}`),
    mutated(fc.constant('{{range $i, $m := .Mounts}}{{if $i}},{{end}}{{printf "%s:%v" $m.Name (len $m.Destination)}}{{else}}none{{end}}{{with .Config}}{{json .Labels}}{{end}}')),
  ); // prettier-ignore
  const values = [new GoValue(containers.type, undefined), new GoValue(container, undefined), new GoValue(volume, undefined)]; // prettier-ignore
  const property = fc.property(templates, (text) => {
    const parsed = parseTemplate(text);
    if (parsed.ok)
      for (const value of values) expect(typeof executeTemplate(parsed.value, value).output).toBe("string");
    else expect(parsed.error).toMatch(/^template: /);
  });
  fc.assert(property, { seed: SEED, numRuns: 1000 });
});

// ---- names

/** Names that mean something to JavaScript's objects, numbers that objects reorder, and other scripts. */
const ODD = [
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "valueOf",
  "10",
  "9",
  "日本",
  "é",
  "🐳",
];
/** Those that Docker takes for names: letters, digits, `_`, `.` and `-`, a letter or digit first. */
const PLAIN = ODD.filter((name) => /^[a-zA-Z0-9][\w.-]+$/.test(name));
const IDENTIFIERS = ODD.filter((name) => /^[a-zA-Z_]\w*$/.test(name));

describe("odd names are ordinary data", () => {
  const run = (world: World, line: string): string => {
    const { stdout, stderr } = world.host().run(line);
    return stdout + stderr;
  };
  const list = (names: readonly string[]): string => `${names.join("\n")}\n`;
  const sorted = (names: readonly string[]): string =>
    list([...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));

  test("of files and directories", () => {
    const world = createWorld({ seed: SEED });
    run(world, `mkdir /odd; cd /odd; for n in ${ODD.join(" ")}; do mkdir "$n" && echo "$n" > "$n/$n"; done`);
    expect(run(world, "LC_ALL=C ls /odd")).toBe(sorted(ODD));
    expect(run(world, "cat /odd/*/* | LC_ALL=C sort")).toBe(sorted(ODD));
    expect(run(world, "docker run --rm -v /odd:/odd busybox sh -c 'cat /odd/*/* | sort'")).toBe(sorted(ODD));
    expect(run(world, "tar c -C / odd | tar t | grep -c '[^/]$'")).toBe(`${ODD.length}\n`);
  });

  test("of variables, functions, aliases and keys in shells", () => {
    const world = createWorld({ seed: SEED });
    for (const name of IDENTIFIERS) {
      expect(run(world, `echo "[\${${name}-unset}]"; ${name}=1; echo $${name}; export ${name}; env | grep ^${name}=`)).toBe(`[unset]\n1\n${name}=1\n`); // prettier-ignore
      expect(run(world, `${name}() { echo called; }; ${name}; unset -f ${name}; ${name}`)).toMatch(
        new RegExp(`^called\nbash: ${name}: command not found\n$`),
      );
      expect(run(world, `${name}; type ${name}`)).toContain("not found\n");
    }
    const keys = ODD.map((name) => `[${name}]=${name}`).join(" ");
    expect(run(world, `declare -A m=(${keys}); for k in "\${!m[@]}"; do echo "\${m[$k]}"; done | LC_ALL=C sort`)).toBe(sorted(ODD)); // prettier-ignore
    expect(run(world, `printf '%s\\n' ${ODD.join(" ")} | awk '{ n[$1]++ } END { for (k in n) print n[k] }' | uniq -c | tr -d ' '`)).toBe(`${ODD.length}1\n`); // prettier-ignore
  });

  test("of volumes, networks, containers, images and what is labelled", () => {
    const world = createWorld({ seed: SEED });
    for (const name of PLAIN) {
      expect(run(world, `docker volume create ${name}; docker network create ${name} | wc -c`)).toBe(`${name}\n65\n`); // prettier-ignore
      expect(run(world, `docker create --name ${name} --network ${name} -v ${name}:/data busybox true | wc -c`)).toBe("65\n"); // prettier-ignore
      expect(run(world, `docker inspect -f '{{.Name}} {{range $k, $v := .NetworkSettings.Networks}}{{$k}}{{end}} {{(index .Mounts 0).Name}}' ${name}`)).toBe(`/${name} ${name} ${name}\n`); // prettier-ignore
    }
    expect(run(world, "docker volume ls -q; docker ps -a --format '{{.Names}}' | sort")).toBe(sorted(PLAIN) + sorted(PLAIN)); // prettier-ignore
    expect(run(world, `docker rm ${PLAIN.join(" ")}; docker network rm ${PLAIN.join(" ")}; docker volume rm ${PLAIN.join(" ")}`)).toBe(list([...PLAIN, ...PLAIN, ...PLAIN])); // prettier-ignore
    expect(run(world, "docker inspect toString; docker volume inspect constructor; docker image inspect valueof 2>&1 | tail -1")).toContain("No such object: toString"); // prettier-ignore
  });

  test("of labels, environments and redis's keys", () => {
    const world = createWorld({ seed: SEED });
    const flags = ODD.map((name) => `-e ${name}=${name} --label ${name}=${name}`).join(" ");
    run(world, `docker run -d --name odd ${flags} redis; sleep 1`);
    expect(run(world, `docker inspect -f '{{range $k, $v := .Config.Labels}}{{println $k $v}}{{end}}' odd | grep . | wc -l`)).toBe(`${ODD.length}\n`); // prettier-ignore
    expect(run(world, `for n in ${ODD.join(" ")}; do docker ps -q --filter label=$n=$n; done | wc -l`)).toBe(`${ODD.length}\n`); // prettier-ignore
    expect(run(world, `docker exec odd env | LC_ALL=C sort | grep -cE '^(.*)=\\1$'`)).toBe(`${ODD.length}\n`);
    const cli = (line: string): string =>
      run(world, `docker exec odd sh -c 'for n in ${ODD.join(" ")}; do redis-cli ${line}; done'`);
    const answers = (answer: string | ((name: string) => string)): string =>
      ODD.map((name) => `${typeof answer === "string" ? answer : answer(name)}\n`).join("");
    expect(cli("get $n")).toBe(answers(""));
    expect(cli("set $n $n") + cli("get $n")).toBe(answers("OK") + answers((name) => name));
    expect(cli("hset h $n 1") + cli("hget h $n") + cli("config get $n")).toBe(answers("1") + answers("1") + answers("")); // prettier-ignore
    expect(cli("$n x")).toBe(
      answers((name) => `ERR unknown command '${name}', with args beginning with: 'x' \n`),
    );
    expect(run(world, "docker exec odd redis-cli dbsize")).toBe(`${ODD.length + 1}\n`);
  });
});
