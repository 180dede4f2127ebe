// Decimal numbers as they mostly are, read without further ado: for arithmetic and conditions, which look at many.
// Not here: other bases, numbers beyond 15 digits and what is said of words that are no numbers.

const DECIMAL = /^[ \t\n]*[-+]?\d{1,15}[ \t\n]*$/;

/** A plain decimal number without leading zeros; undefined for anything else. */
export function plainDecimal(text: string): number | undefined {
  const n = text.length;
  if (n === 0) return 0;
  const first = text.charCodeAt(0);
  if (n < 16 && first >= 49 && first <= 57) {
    let value = first - 48;
    for (let i = 1; i < n; i++) {
      const digit = text.charCodeAt(i) - 48;
      if (digit < 0 || digit > 9) return undefined;
      value = value * 10 + digit;
    }
    return value;
  }
  if (text === "0") return 0;
  return DECIMAL.test(text) && !/^[ \t\n]*[-+]?0\d/.test(text) ? Number(text) + 0 : undefined;
}
