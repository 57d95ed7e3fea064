import { webAddress } from "./web-address.ts";
import { useWords } from "./words.tsx";

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
  primary = true,
}: {
  slug: string;
  action: "continue" | "retry" | "renew" | "cancel" | "check";
  label: string;
  primary?: boolean;
}) {
  const { path, say } = useWords();
  return (
    <form method="post" action={path(slug, action)} data-sending={say("voucher.sending")}>
      <button className={primary ? "button primary" : "button"}>{label}</button>
    </form>
  );
}
