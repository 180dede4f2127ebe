// --cap-add and --cap-drop as the client sends them: upper case, with CAP_, sorted, each once (moby client
// container_create.go). Which there are, the daemon knows.

const ALL = "ALL";
const PREFIX = "CAP_";

function normalize(name: string): string {
  const upper = name.toUpperCase();
  return upper === ALL || upper.startsWith(PREFIX) ? upper : PREFIX + upper;
}

/** null if there are none */
export function normalizeCapabilities(names: readonly string[]): readonly string[] | null {
  return names.length === 0 ? null : [...new Set(names.map(normalize))].sort((a, b) => (a < b ? -1 : 1));
}
