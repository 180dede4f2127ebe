// GNU dd's last line: `3072 bytes (3.1 kB, 3.0 KiB) copied, 6.6e-05 s, 46.4 MB/s`.
// Relies on times in whole microseconds, which is why the seconds have few digits.

import { SECOND, type Duration } from "../../base/time.ts";

const LETTERS = ["", "k", "M", "G", "T", "P", "E"];

/** To the nearest: one decimal below ten, or below a hundred if the number is no whole one (`exact` off). */
function amount(value: number, base: 1000 | 1024, exact: boolean): string {
  let power = 0;
  let scaled = value;
  while (scaled >= base && power < LETTERS.length - 1) {
    scaled /= base;
    power++;
  }
  const oneDecimal = Math.round(scaled * 10) / 10;
  const shown =
    power === 0 && exact
      ? String(scaled)
      : oneDecimal < (exact ? 10 : 100)
        ? oneDecimal.toFixed(1)
        : String(Math.round(scaled));
  const letter = LETTERS[power] as string;
  return base === 1000 ? `${shown} ${letter}B` : `${shown} ${letter.toUpperCase()}iB`;
}

/** printf's %g of a number of microseconds, in seconds. */
export function secondsText(duration: Duration): string {
  if (duration < 100) {
    const digits = String(duration);
    const rest = digits.slice(1).replace(/0+$/, "");
    const exponent = 6 - (digits.length - 1);
    return `${digits[0]}${rest === "" ? "" : `.${rest}`}e-${String(exponent).padStart(2, "0")}`;
  }
  return String(Number((duration / SECOND).toPrecision(6)));
}

export function transferLine(bytes: number, elapsed: Duration): string {
  const si = bytes >= 1000 ? amount(bytes, 1000, true) : "";
  const iec = bytes >= 1024 ? `, ${amount(bytes, 1024, true)}` : "";
  const size = `${bytes} byte${bytes === 1 ? "" : "s"}${si === "" ? "" : ` (${si}${iec})`}`;
  const rate = (bytes * SECOND) / elapsed;
  const speed = rate < 1000 ? `${(rate / 1000).toFixed(1)} kB/s` : `${amount(rate, 1000, false)}/s`;
  return `${size} copied, ${secondsText(elapsed)} s, ${speed}\n`;
}
