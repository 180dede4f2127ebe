// curl's command line: short options that gather in one word, long ones that take their value from the next word,
// and `--no-NAME` for switches (curl's tool_getparam.c). Not here: configuration files, and what options of
// protocols other than HTTP do.

export type OptionProblem =
  | { readonly kind: "unknown"; readonly option: string }
  | { readonly kind: "needs-value"; readonly option: string };

/** Long names that take a value. */
const WITH_VALUE = `request data data-raw data-binary data-ascii data-urlencode json form form-string header output
  write-out user user-agent referer max-time connect-timeout unix-socket resolve connect-to retry retry-delay
  retry-max-time max-redirs cookie cookie-jar range upload-file proxy noproxy interface local-port cacert cert key
  ciphers limit-rate dump-header url create-dirs-mode output-dir abstract-unix-socket speed-limit speed-time
  config keepalive-time stderr trace trace-ascii max-filesize time-cond proto proto-default request-target`;

const SWITCHES = `silent show-error verbose include head location get fail fail-with-body insecure compressed ipv4
  ipv6 http1.1 http1.0 http2 globoff remote-name remote-name-all create-dirs parallel progress-bar no-buffer
  fail-early location-trusted retry-connrefused retry-all-errors disable keepalive tcp-nodelay progress-meter
  path-as-is post301 post302 post303 remote-header-name ssl tcp-fastopen raw junk-session-cookies buffer
  help version manual next append crlf basic anyauth netrc netrc-optional http0.9 styled-output`;

const LETTERS: ReadonlyMap<string, string> = new Map(
  `X:request d:data F:form H:header o:output w:write-out u:user A:user-agent e:referer m:max-time s:silent
  S:show-error v:verbose i:show-headers I:head L:location G:get f:fail k:insecure O:remote-name b:cookie
  c:cookie-jar r:range T:upload-file x:proxy D:dump-header 4:ipv4 6:ipv6 0:http1.0 g:globoff N:no-buffer
  #:progress-bar Z:parallel J:remote-header-name q:disable h:help V:version M:manual K:config z:time-cond
  a:append n:netrc :next E:cert t:telnet-option Y:speed-limit y:speed-time`
    .split(/\s+/)
    .map((pair) => [pair.slice(0, pair.indexOf(":")), pair.slice(pair.indexOf(":") + 1)] as const),
);

const words = (text: string): string[] => text.split(/\s+/);
const valued = new Set(words(WITH_VALUE));
const switches = new Set([...words(SWITCHES), "show-headers"]);

export class CurlOptions {
  private readonly on = new Set<string>();
  private readonly values = new Map<string, string[]>();
  readonly urls: string[] = [];
  /** options that come with bodies, in their order */
  readonly data: (readonly [name: string, value: string])[] = [];
  /** -o and -O in their order; undefined stands for the remote name */
  readonly outputs: (string | undefined)[] = [];
  verbosity = 0;

  has(name: string): boolean {
    return this.on.has(name);
  }

  value(name: string): string | undefined {
    return this.values.get(name)?.at(-1);
  }

  all(name: string): readonly string[] {
    return this.values.get(name) ?? [];
  }

  set(name: string, value: string): void {
    if (name === "url") this.urls.push(value);
    if (name === "output") this.outputs.push(value);
    if (/^(?:data|json|form)/.test(name)) this.data.push([name, value]);
    this.values.set(name, [...(this.values.get(name) ?? []), value]);
  }

  turn(name: string, on: boolean): void {
    const known = name === "include" ? "show-headers" : name;
    if (known === "remote-name" && on) this.outputs.push(undefined);
    if (on) this.on.add(known);
    else this.on.delete(known);
  }
}

function readLong(options: CurlOptions, word: string, next: string | undefined): boolean | OptionProblem {
  const name = word.slice(2);
  if (valued.has(name)) {
    if (next === undefined) return { kind: "needs-value", option: word };
    options.set(name, next);
    return true;
  }
  const positive = name.startsWith("no-") && !switches.has(name) ? name.slice(3) : name;
  if (!switches.has(positive)) return { kind: "unknown", option: word };
  options.turn(positive, positive === name);
  return false;
}

function readLetters(options: CurlOptions, word: string, next: string | undefined): boolean | OptionProblem {
  for (let i = 1; i < word.length; i++) {
    const letter = word[i] as string;
    const name = LETTERS.get(letter);
    if (name === undefined) return { kind: "unknown", option: word };
    if (!valued.has(name)) {
      options.turn(name, true);
      continue;
    }
    const rest = word.slice(i + 1);
    if (rest === "" && next === undefined) return { kind: "needs-value", option: `-${letter}` };
    options.set(name, rest === "" ? (next as string) : rest);
    return rest === "";
  }
  return false;
}

export function readCurlOptions(args: readonly string[]): CurlOptions | OptionProblem {
  const options = new CurlOptions();
  let plain = false;
  for (let i = 0; i < args.length; i++) {
    const word = args[i] as string;
    if (plain || !word.startsWith("-") || word === "-") options.urls.push(word);
    else if (word === "--") plain = true;
    else {
      const used = (word.startsWith("--") ? readLong : readLetters)(options, word, args[i + 1]);
      if (typeof used === "object") return used;
      if (used) i++;
    }
  }
  return options;
}
