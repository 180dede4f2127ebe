// Arguments of builds: those before the first FROM, those that every build has, and which of them may be given without
// being declared (BuildKit's dockerfile2llb/platform.go, docs of Dockerfile's ARG).

import type { Argument } from "../dockerfile/instruction.ts";
import { processWord } from "../dockerfile-words.ts";

const BUILDER = "linux/amd64";

/** TARGETPLATFORM and its like. */
export function platformArguments(platform: string): ReadonlyMap<string, string> {
  const target = platform === "" ? BUILDER : platform;
  const parts = (prefix: string, value: string): [string, string][] => {
    const [os = "", architecture = "", variant = ""] = value.split("/");
    return [
      [`${prefix}PLATFORM`, value],
      [`${prefix}OS`, os],
      [`${prefix}ARCH`, architecture],
      [`${prefix}VARIANT`, variant],
    ];
  };
  return new Map([...parts("BUILD", BUILDER), ...parts("TARGET", target)]);
}

/** Their values for FROM, and for stages that declare them again. */
export function globalsOf(
  args: readonly Argument[],
  given: ReadonlyMap<string, string>,
  platform: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const values = new Map(platform);
  for (const { name, value } of args) {
    const own = given.get(name) ?? value;
    if (own === undefined) continue;
    const word = processWord(own, values);
    values.set(name, given.has(name) || !word.ok ? own : word.value);
  }
  return values;
}

const PROXIES = ["HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY"];

/** Proxies are handed to every step, in both spellings, and no image remembers them. */
export function proxiesOf(given: ReadonlyMap<string, string>): string[] {
  const entries: string[] = [];
  for (const name of PROXIES) {
    const value = given.get(name) ?? given.get(name.toLowerCase());
    if (value !== undefined) entries.push(`${name}=${value}`, `${name.toLowerCase()}=${value}`);
  }
  return entries;
}

export const isProxy = (name: string): boolean => PROXIES.includes(name.toUpperCase());
