// How apt shows what it is about to do: the packages in their paragraphs, the counts, the sizes, and the question whether
// to go on. apt-get and apt 2 say it in sentences, apt 3 in a summary. All is told from the transaction.

import { failed } from "../../base/errno.ts";
import type { DebianPackage } from "../../base/packages/debian.ts";
import type { Task } from "../../kernel/sys.ts";
import type { AptSession } from "./apt-session.ts";
import { columns, filled, names, sizeText } from "./apt-words.ts";
import { fieldOf, type Record } from "./dpkg-database.ts";
import { unneeded, type Transaction } from "./solver.ts";

const KILOBYTE = 1024;

interface Heading {
  readonly old: string;
  /** of apt 3 */
  readonly fresh: string;
  readonly names: readonly string[];
}

/** What is suggested, and recommended but left out, by those that come. */
function mentioned(
  session: AptSession,
  { install }: Transaction,
  choices: (one: DebianPackage) => readonly string[],
): string[] {
  const coming = new Set(install.map(({ one }) => one.name));
  const found = new Set<string>();
  for (const { one } of install)
    for (const choice of choices(one)) {
      const alternatives = choice.split("|");
      const isThere = (name: string): boolean => coming.has(name) || session.database.installed(name) !== undefined;
      if (!alternatives.some(isThere)) found.add(alternatives.join("|"));
    }
  return [...found].sort().flatMap((choice) => choice.replaceAll("|", "\n| ").split("\n"));
} // prettier-ignore

function headings(session: AptSession, transaction: Transaction, purge: boolean): Heading[] {
  const { install, upgrade, remove, asked } = transaction;
  const coming = install.map(({ one }) => one);
  const isAsked = (one: DebianPackage): boolean => asked.has(one.name);
  const star = purge ? "*" : "";
  const along = names(coming.filter((one) => !isAsked(one)));
  const removed = names(remove).map((name) => name + star);
  const replaced = names(upgrade.map(([{ one }]) => one));
  const suggested = mentioned(session, transaction, ({ suggests }) => suggests);
  const recommended = mentioned(session, transaction, ({ recommends }) => recommends);
  const NEW = "The following NEW packages will be installed:";
  return session.isNew
    ? [
        { old: "", fresh: "Upgrading:", names: replaced },
        { old: "", fresh: "Installing:", names: names(coming.filter(isAsked)) },
        { old: "", fresh: "Installing dependencies:", names: along },
        { old: "", fresh: "Suggested packages:", names: suggested },
        { old: "", fresh: "Recommended packages:", names: recommended },
        { old: "", fresh: "REMOVING:", names: removed },
      ]
    : [
        { old: "The following additional packages will be installed:", fresh: "", names: along },
        { old: "Suggested packages:", fresh: "", names: suggested },
        { old: "Recommended packages:", fresh: "", names: recommended },
        { old: "The following packages will be REMOVED:", fresh: "", names: removed },
        { old: NEW, fresh: "", names: names(coming) },
        { old: "The following packages will be upgraded:", fresh: "", names: replaced },
      ];
} // prettier-ignore

/** Packages that nobody needs; said wherever something is decided. */
export function* sayUnneeded(session: AptSession, transaction: Transaction | undefined): Task<void> {
  const gone = new Set(transaction?.remove.map(({ name }) => name));
  const coming = transaction?.install.map(({ one }) => one) ?? [];
  const left = names(unneeded(session.database, gone, coming));
  if (left.length === 0) return;
  const one = left.length === 1;
  yield* session.say(
    one
      ? "The following package was automatically installed and is no longer required:\n"
      : "The following packages were automatically installed and are no longer required:\n",
  );
  yield* session.say(session.isNew ? columns(left) : filled(left));
  yield* session.say(`Use 'apt autoremove' to remove ${one ? "it" : "them"}.\n${session.isNew ? "\n" : ""}`);
}

export interface Totals {
  readonly fetch: number;
  /** positive when the disk gets fuller */
  readonly growth: number;
  readonly left: number;
}

export function totalsOf({ install, reinstall, upgrade, remove }: Transaction, left: number): Totals {
  const comes = [...install, ...reinstall, ...upgrade.map(([candidate]) => candidate)];
  const goes = remove.reduce((sum, record) => sum + Number(fieldOf(record.paragraph, "Installed-Size")), 0);
  return {
    fetch: comes.reduce((sum, { one }) => sum + one.size, 0),
    growth: (install.reduce((sum, { one }) => sum + one.installedSize, 0) - goes) * KILOBYTE,
    left,
  };
}

function spaceLine({ growth }: Totals): string {
  return growth < 0
    ? `After this operation, ${sizeText(growth)}B disk space will be freed.\n`
    : `After this operation, ${sizeText(growth)}B of additional disk space will be used.\n`;
}

function counts(transaction: Transaction, { left }: Totals): string {
  const { install, reinstall, upgrade, remove } = transaction;
  const again = reinstall.length > 0 ? `${reinstall.length} reinstalled, ` : "";
  return `${upgrade.length} upgraded, ${install.length} newly installed, ${again}${remove.length} to remove and ${left} not upgraded.\n`;
}

function summary(session: AptSession, transaction: Transaction, totals: Totals): string {
  const { install, upgrade, remove } = transaction;
  const root = session.io.sys.statfs("/");
  const free = failed(root) ? 0 : root.free;
  return (
    `Summary:\n  Upgrading: ${upgrade.length}, Installing: ${install.length}, Removing: ${remove.length}, Not Upgrading: ${totals.left}\n` +
    (totals.fetch > 0 ? `  Download size: ${sizeText(totals.fetch)}B\n` : "") +
    (totals.growth < 0
      ? `  Freed space: ${sizeText(totals.growth)}B\n`
      : totals.fetch > 0
        ? `  Space needed: ${sizeText(totals.growth)}B / ${sizeText(free)}B available\n`
        : "")
  );
}

export function* showPlan(
  session: AptSession,
  transaction: Transaction,
  totals: Totals,
  purge: boolean,
): Task<void> {
  for (const { old, fresh, names: listed } of headings(session, transaction, purge)) {
    if (listed.length === 0) continue;
    yield* session.say(session.isNew ? `${fresh}\n${columns(listed)}\n` : `${old}\n${filled(listed)}`);
  }
  if (session.isNew) {
    yield* session.say(summary(session, transaction, totals));
    if (totals.fetch > 0 || totals.growth < 0) yield* session.say("\n");
    return;
  }
  yield* session.say(counts(transaction, totals));
  const { install, reinstall, upgrade, remove } = transaction;
  if (install.length + reinstall.length + upgrade.length + remove.length === 0) return;
  if (session.has("s")) return;
  if (totals.fetch > 0) yield* session.say(`Need to get ${sizeText(totals.fetch)}B of archives.\n`);
  yield* session.say(spaceLine(totals));
}

/** Essential packages that would go. */
export const essentialAmong = (remove: readonly Record[]): Record[] =>
  remove.filter(({ paragraph }) => fieldOf(paragraph, "Essential") === "yes");

/** Whether to go on; on a pipe that is at its end nobody says yes. */
export function* mayGoOn(session: AptSession): Task<boolean> {
  if (session.has("y") || session.words.quiet >= 2) return true;
  yield* session.io.print(session.isNew ? "Continue? [Y/n] " : "Do you want to continue? [Y/n] ");
  yield* session.io.out.flush();
  const answer = session.has("assume-no") ? "n" : yield* session.io.lines(0).next();
  if (answer !== undefined && /^(y|yes|)$/i.test(answer.trim())) return true;
  yield* session.io.print("Abort.\n");
  return false;
}
