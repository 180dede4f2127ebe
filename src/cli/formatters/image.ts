// Rows of `docker images` (docker/cli cli/command/formatter/image.go): an image has one for each of its tags, and one for
// each digest where digests are shown or nothing else names it.

import { humanDuration } from "../../base/go/human-duration.ts";
import { humanSize } from "../../base/go/human-size.ts";
import { timeString } from "../../base/go/time-value.ts";
import { bool, string } from "../../base/go/types.ts";
import { familiarName, type ImageReference, parseImageReference } from "../../base/image-reference.ts";
import { SECOND, type Instant } from "../../base/time.ts";
import { type ImageSummary, imageSummaryType } from "../../api/wire/image.ts";
import { truncateId } from "../format/ellipsis.ts";
import { column, rowContext } from "../format/rows.ts";

export interface ImageRow {
  readonly trunc: boolean;
  readonly i: ImageSummary;
  readonly repo: string;
  readonly tag: string;
  readonly digest: string;
  readonly now: Instant;
}

const NONE = "<none>";
const NOT_KNOWN = "N/A";
const SIZE_DIGITS = 3;

export const imageContext = rowContext<ImageRow>(
  "formatter.imageContext",
  {
    ID: column("IMAGE ID", ({ trunc, i }) => (trunc ? truncateId(i.Id) : i.Id)),
    Repository: column("REPOSITORY", ({ repo }) => repo),
    Tag: column("TAG", ({ tag }) => tag),
    Digest: column("DIGEST", ({ digest }) => digest),
    CreatedSince: column("CREATED", ({ i, now }) => `${humanDuration(now - i.Created * SECOND)} ago`),
    CreatedAt: column("CREATED AT", ({ i }) => timeString(i.Created * SECOND)),
    Size: column("SIZE", ({ i }) => humanSize(i.Size, SIZE_DIGITS)),
    Containers: column("CONTAINERS", ({ i }) => (i.Containers === -1 ? NOT_KNOWN : String(i.Containers))),
    VirtualSize: column("SIZE", ({ i }) => humanSize(i.Size)),
    SharedSize: column("SHARED SIZE", ({ i }) => (i.SharedSize === -1 ? NOT_KNOWN : humanSize(i.SharedSize))),
    UniqueSize: column("UNIQUE SIZE", ({ i }) =>
      i.Size === -1 || i.SharedSize === -1 ? NOT_KNOWN : humanSize(i.Size - i.SharedSize),
    ),
  },
  { trunc: bool, i: imageSummaryType, repo: string, tag: string, digest: string },
);

const COLUMNS = "{{.ID}}\t{{if .CreatedSince }}{{.CreatedSince}}{{else}}N/A{{end}}\t{{.Size}}";
const TABLE = `table {{.Repository}}\t{{.Tag}}\t${COLUMNS}`;
const TABLE_WITH_DIGEST = `table {{.Repository}}\t{{.Tag}}\t{{.Digest}}\t${COLUMNS}`;
const raw = (digest: string): string => `repository: {{ .Repository }}
tag: {{.Tag}}
${digest}image_id: {{.ID}}
created_at: {{.CreatedAt}}
virtual_size: {{.Size}}
`;

export interface ImageFormatChoice {
  readonly source: string;
  readonly quiet: boolean;
  readonly digests: boolean;
}

export function imageFormat({ source, quiet, digests }: ImageFormatChoice): string {
  if (source === "table") return quiet ? "{{.ID}}" : digests ? TABLE_WITH_DIGEST : TABLE;
  if (source === "raw") return quiet ? "image_id: {{.ID}}" : raw(digests ? "digest: {{.Digest}}\n" : "");
  const adds = source.startsWith("table") && digests && !source.includes("{{.Digest}}");
  return adds ? `${source}\t{{.Digest}}` : source;
}

export function isDangling({ RepoTags: tags, RepoDigests: digests }: ImageSummary): boolean {
  if ((tags ?? []).length === 0 && (digests ?? []).length === 0) return true;
  const only = (list: readonly string[] | null, text: string): boolean =>
    list?.length === 1 && list[0] === text;
  return only(tags, "<none>:<none>") && only(digests, "<none>@<none>");
}

export interface Showing {
  readonly trunc: boolean;
  readonly now: Instant;
  /** --digests */
  readonly digests: boolean;
  readonly format: string;
}

export function imageRows(images: readonly ImageSummary[], showing: Showing): ImageRow[] {
  return images.flatMap((image) =>
    isDangling(image)
      ? [{ trunc: showing.trunc, now: showing.now, i: image, repo: NONE, tag: NONE, digest: NONE }]
      : namedRows(image, showing),
  );
}

/** Repository -> what of its references is wanted, in their order. */
function byRepository(
  names: readonly string[] | null,
  part: (reference: ImageReference) => string,
): Map<string, string[]> {
  const parts = new Map<string, string[]>();
  for (const name of names ?? []) {
    const reference = parseImageReference(name);
    if (!reference.ok || part(reference.value) === "") continue;
    const repository = familiarName(reference.value);
    parts.set(repository, [...(parts.get(repository) ?? []), part(reference.value)]);
  }
  return parts;
}

function namedRows(image: ImageSummary, { trunc, now, digests, format }: Showing): ImageRow[] {
  const tags = byRepository(image.RepoTags, (reference) => reference.tag);
  const known = byRepository(image.RepoDigests, (reference) => reference.digest);
  const row = (repo: string, tag: string, digest: string): ImageRow => ({
    trunc,
    now,
    i: image,
    repo,
    tag,
    digest,
  });
  const wantsDigests = digests || format.includes("{{.Digest}}");
  const rows: ImageRow[] = [];
  for (const [repo, own] of tags) {
    const shown = wantsDigests ? (known.get(repo) ?? []) : [];
    known.delete(repo);
    for (const tag of own)
      rows.push(...(shown.length === 0 ? [NONE] : shown).map((digest) => row(repo, tag, digest)));
  }
  for (const [repo, own] of known)
    rows.push(...(digests ? own : [""]).map((digest) => row(repo, NONE, digest)));
  return rows;
}
