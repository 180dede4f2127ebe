// The request that flags came to, as the API's data has it: sets of names are maps there. Written out field by field, as
// this is part of every docker run and spreads of so many fields are slow.

import type { CreateBody } from "../../../api/wire/container.ts";
import type { WindowSize } from "../../../kernel/terminal.ts";
import type { ContainerConfig, CreateRequest, NameSet } from "../../opts/create-request.ts";

type NameMap = ReadonlyMap<string, Readonly<Record<string, never>>>;

const NOTHING = {};
const NO_NAMES: NameMap = new Map();

const mapOf = (names: NameSet): NameMap =>
  names.size === 0 ? NO_NAMES : new Map(Array.from(names, (name) => [name, NOTHING]));

/** `size`: of the client's terminal. */
export function createBody(
  { Config, HostConfig, NetworkingConfig }: CreateRequest,
  size: WindowSize,
): CreateBody {
  const isSized = size.rows !== 0 || size.columns !== 0;
  const body = {
    ...fieldsOf(Config),
    HostConfig: isSized ? { ...HostConfig, ConsoleSize: [size.rows, size.columns] } : HostConfig,
    NetworkingConfig,
  };
  return body as unknown as CreateBody;
}

const fieldsOf = (config: ContainerConfig) => ({
  Hostname: config.Hostname,
  Domainname: config.Domainname,
  User: config.User,
  AttachStdin: config.AttachStdin,
  AttachStdout: config.AttachStdout,
  AttachStderr: config.AttachStderr,
  ExposedPorts: mapOf(config.ExposedPorts),
  Tty: config.Tty,
  OpenStdin: config.OpenStdin,
  StdinOnce: config.StdinOnce,
  Env: config.Env,
  Cmd: config.Cmd,
  Image: config.Image,
  Volumes: mapOf(config.Volumes),
  WorkingDir: config.WorkingDir,
  Entrypoint: config.Entrypoint,
  OnBuild: config.OnBuild,
  Labels: config.Labels,
  ...(config.Healthcheck !== undefined && { Healthcheck: config.Healthcheck }),
  ...(config.StopSignal !== undefined && { StopSignal: config.StopSignal }),
  ...(config.StopTimeout !== undefined && { StopTimeout: config.StopTimeout }),
});
