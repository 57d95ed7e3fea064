import { message } from "#app/messages/message.ts";
import { voucherPath, webAddress } from "./web-address.ts";

/** A plain link that looks like a button; nothing at all where the address is missing or no web address. */
export function ActionLink({
  to,
  label,
  primary,
}: {
  to: string | null;
  label: string;
  primary?: boolean;
}) {
  const href = webAddress(to);
  if (href === null) return null;
  return (
    <a className={primary ? "button primary" : "button"} href={href} rel="noreferrer">
      {label}
    </a>
  );
}

/**
 * A form that asks for one thing. Repeating it is harmless on the server; the script only shows progress and
 * stops a double press.
 */
export function VoucherForm({
  slug,
  action,
  label,
}: {
  slug: string;
  action: "continue" | "retry";
  label: string;
}) {
  return (
    <form method="post" action={voucherPath(slug, action)} data-sending={message("voucher.sending")}>
      <button className="button primary">{label}</button>
    </form>
  );
}
