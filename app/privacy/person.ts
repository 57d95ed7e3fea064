/**
 * Whether a payment is of the person whom a privacy request names. Shopify's ids of customers and orders never reach a payments app:
 * only e-mail and phone can tell, and both are typed by people.
 */

export interface Contact {
  email: string | null;
  phone: string | null;
}

/**
 * An e-mail address as it is compared: without spaces, in lower case, a mark and its letter as one character. Dots and `+` of a
 * mailbox stay: outside Gmail they make another mailbox, and taking one person for another is worse than missing an address. Null
 * when it is none.
 */
export function comparableEmail(email: string | null): string | null {
  const text = (email ?? "").normalize("NFC").replace(/\s/gu, "").toLowerCase();
  return /^[^@]+@[^@]+$/.test(text) ? text : null;
}

/** Digits of a Peruvian number without its country: a mobile has 9 and begins with 9, a landline has 8 with its area code. */
const PERU = "51";
const PERU_MOBILE = /^9\d{8}$/;
const PERU_LANDLINE = /^[1-8]\d{7}$/;

/**
 * A phone number as it is compared: E.164's digits. `+51 987 654 321`, `0051987654321`, `51987654321`, `0987654321` and `987654321`
 * are one number. A number that names no country is taken for a Peruvian one where it can be one. Null when it is no number.
 */
export function comparablePhone(phone: string | null): string | null {
  const text = (phone ?? "").normalize("NFKC").trim();
  const digits = text.replace(/\D/g, "");
  if (/\p{L}/u.test(text) || digits.length < 6 || digits.length > 18) return null;
  const isInternational = text.startsWith("+") || digits.startsWith("00");
  const significant = digits.replace(/^0+/, "");
  const national = significant.startsWith(PERU) ? significant.slice(PERU.length).replace(/^0+/, "") : null;
  if (national !== null && isPeruvian(national)) return PERU + national;
  if (!isInternational && isPeruvian(significant)) return PERU + significant;
  return significant.length >= 6 && significant.length <= 15 ? significant : null;
}

function isPeruvian(national: string): boolean {
  return PERU_MOBILE.test(national) || PERU_LANDLINE.test(national);
}

/** The question whether a contact is this person's: the same e-mail or the same phone. Nobody is recognised by neither. */
export function recognise(person: Contact): (contact: Contact) => boolean {
  const email = comparableEmail(person.email);
  const phone = comparablePhone(person.phone);
  return (contact) =>
    (email !== null && comparableEmail(contact.email) === email) ||
    (phone !== null && comparablePhone(contact.phone) === phone);
}
