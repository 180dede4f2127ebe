// --platform: `os`, `arch`, `os/arch` or `os/arch/variant` (containerd platforms.Parse), with the many names that an
// architecture has brought to one.

import { quote } from "./go/quote.ts";
import { fail, ok, type Result } from "./result.ts";

export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant: string;
}

const OS_FORM = "^([A-Za-z0-9_-]+)(?:\\(([A-Za-z0-9_.%-]*)((?:\\+[A-Za-z0-9_.%-]+)*)\\))?$";
const PART_FORM = "^[A-Za-z0-9_.-]+$";
const OSES = new Set(
  "aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris windows zos".split(
    " ",
  ),
);
const ARCHITECTURES = new Set(
  "386 amd64 amd64p32 arm armbe arm64 arm64be ppc64 ppc64le loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc riscv riscv64 s390 s390x sparc sparc64 wasm".split(
    " ",
  ),
);

/** Where the client runs. */
export const HOST_PLATFORM: Platform = { os: "linux", architecture: "amd64", variant: "" };

/** `host` is where the client runs: what is not said is taken from it. */
export function parsePlatform(text: string, host: Platform): Result<Platform, string> {
  const wrong = (why: string): Result<never, string> => fail(`${why}: invalid argument`);
  if (text.includes("*")) return wrong(`${quote(text)}: wildcards not yet supported`);
  const parts = text.split("/");
  const [first = "", second, third] = parts;
  const os = new RegExp(OS_FORM).exec(first)?.[1];
  if (os === undefined)
    return wrong(
      `${quote(first)} is an invalid OS component of ${quote(text)}: OSAndVersion specifier component must match ${quote(OS_FORM)}`,
    );
  const bad = splitAtMost(text)
    .slice(1)
    .find((part) => !new RegExp(PART_FORM).test(part));
  if (bad !== undefined)
    return wrong(
      `${quote(bad)} is an invalid component of ${quote(text)}: platform specifier component must match ${quote(PART_FORM)}`,
    );
  if (parts.length > 3) return wrong(`${quote(text)}: cannot parse platform specifier`);
  if (second !== undefined) return ok(fullPlatform(normalizeOs(os), second, third));
  return (
    onePart(text, normalizeOs(os), host) ?? wrong(`${quote(text)}: unknown operating system or architecture`)
  );
}

/** Go's SplitN of 4: the last part keeps its slashes. */
const splitAtMost = (text: string): string[] => {
  const parts = text.split("/");
  return parts.length <= 4 ? parts : [...parts.slice(0, 3), parts.slice(3).join("/")];
};

function onePart(text: string, os: string, host: Platform): Result<Platform, string> | undefined {
  if (OSES.has(os)) return ok({ ...host, os });
  const [architecture, variant] = normalizeArchitecture(text, "");
  const known = ARCHITECTURES.has(architecture);
  return known ? ok({ os: host.os, architecture, variant: armV7IsPlain(architecture, variant) }) : undefined;
}

function fullPlatform(os: string, second: string, third: string | undefined): Platform {
  const [architecture, variant] = normalizeArchitecture(second, third ?? "");
  if (third === undefined) return { os, architecture, variant: armV7IsPlain(architecture, variant) };
  return { os, architecture, variant: architecture === "arm64" && variant === "" ? "v8" : variant };
}

const armV7IsPlain = (architecture: string, variant: string): string =>
  architecture === "arm" && variant === "v7" ? "" : variant;

const normalizeOs = (os: string): string => (os.toLowerCase() === "macos" ? "darwin" : os.toLowerCase());

const ARM_VARIANTS = new Map([
  ["", "v7"],
  ["7", "v7"],
  ["5", "v5"],
  ["6", "v6"],
  ["8", "v8"],
]);

function normalizeArchitecture(
  written: string,
  variantWritten: string,
): readonly [architecture: string, variant: string] {
  const [name, variant] = [written.toLowerCase(), variantWritten.toLowerCase()];
  switch (name) {
    case "i386":
      return ["386", ""];
    case "x86_64":
    case "x86-64":
    case "amd64":
      return ["amd64", variant === "v1" ? "" : variant];
    case "aarch64":
    case "arm64":
      return [
        "arm64",
        /^(8|v8|v8\.0)$/.test(variant) ? "" : /^(9|9\.0|v9\.0)$/.test(variant) ? "v9" : variant,
      ];
    case "armhf":
      return ["arm", "v7"];
    case "armel":
      return ["arm", "v6"];
    case "arm":
      return ["arm", ARM_VARIANTS.get(variant) ?? variant];
    default:
      return [name, variant];
  }
}

/** The same processors, whichever of an architecture's plain variants is said. */
export const isSamePlatform = (a: Platform, b: Platform): boolean =>
  a.os === b.os && a.architecture === b.architecture && plainVariant(a) === plainVariant(b);

function plainVariant({ architecture, variant }: Platform): string {
  if (architecture === "arm64" && variant === "v8") return "";
  if (architecture === "amd64" && variant === "v1") return "";
  return architecture === "arm" && variant === "" ? "v7" : variant;
}

/** `linux/arm/v7`, as the API's parameter has it. */
export const formatPlatform = ({ os, architecture, variant }: Platform): string =>
  [os, architecture, variant].filter((part) => part !== "").join("/");
