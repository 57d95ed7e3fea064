/** Where WhatsApp opens with a message ready to be sent. Pure. */

/** By WhatsApp's click to chat (faq.whatsapp.com/5913398998672934, read 2026-11-29): digits only; without a number it asks whom. */
export function whatsappAddress(phone: string | null, text: string): string {
  return `https://wa.me/${internationalDigits(phone)}?text=${encodeURIComponent(text)}`;
}

/** Empty for what is no telephone number. Nine digits that begin with 9 are a mobile of Peru. */
function internationalDigits(phone: string | null): string {
  const [, plus = "", digits = ""] = /^(\+?)(\d{8,15})$/.exec((phone ?? "").replace(/[\s().-]/g, "")) ?? [];
  if (plus === "" && /^9\d{8}$/.test(digits)) return `51${digits}`;
  return plus === "+" || digits.length > 9 ? digits : "";
}
