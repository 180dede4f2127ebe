// Hardware addresses as Go's net.ParseMAC accepts them: 6, 8 or 20 bytes, in pairs of digits with `:` or `-`
// between them or in groups of four with `.`. Relies on nothing.

const FORMS = [
  /^[0-9a-f]{2}(:[0-9a-f]{2})+$/i,
  /^[0-9a-f]{2}(-[0-9a-f]{2})+$/i,
  /^[0-9a-f]{4}(\.[0-9a-f]{4})+$/i,
];
const LENGTHS = new Set([12, 16, 40]);

export const isMacAddress = (text: string): boolean =>
  FORMS.some((form) => form.test(text)) && LENGTHS.has(text.replace(/[:.-]/g, "").length);

/** What docker says of an address that is none; spaces around it are no matter. */
export const macAddressError = (text: string): string | undefined =>
  isMacAddress(text.trim()) ? undefined : `${text} is not a valid mac address`;
