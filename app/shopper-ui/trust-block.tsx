import type { VoucherFrame } from "#app/payments/voucher-view.ts";
import { webAddress } from "./web-address.ts";
import { useWords } from "./words.tsx";

/** Who is who, what we never ask, and where to get help: the same words at the same place in every state. */
export function TrustBlock({ frame, cipUrl = null }: { frame: VoucherFrame; cipUrl?: string | null }) {
  const { say } = useWords();
  return (
    <section className="trust">
      <p className="safe">{say("voucher.safe")}</p>
      <ProviderLink cipUrl={cipUrl} />
      <p>
        {say("voucher.help", { store: frame.storeName })} <PaymentReference frame={frame} />
      </p>
      <SupportLinks frame={frame} />
      <p>{say("voucher.actors", { store: frame.storeName })}</p>
    </section>
  );
}

/** The ways to the store that its merchant gave, shown as the store's; printed, the numbers still help. */
export function SupportLinks({ frame }: { frame: Pick<VoucherFrame, "storeName" | "support"> }) {
  const { say } = useWords();
  const { helpUrl, email, whatsapp, phone } = frame.support;
  const links = [
    { href: webAddress(helpUrl), text: say("voucher.support.help", { store: frame.storeName }) },
    {
      href: whatsapp && `https://wa.me/${whatsapp.replace("+", "")}`,
      text: say("voucher.support.whatsapp", { number: whatsapp ?? "" }),
    },
    {
      href: phone && `tel:${phone.replaceAll(/[^+\d]/g, "")}`,
      text: say("voucher.support.phone", { number: phone ?? "" }),
    },
    { href: email && `mailto:${email}`, text: say("voucher.support.email", { address: email ?? "" }) },
  ].filter(({ href }) => href !== null);
  if (links.length === 0) return null;
  return (
    <ul className="support">
      {links.map(({ href, text }) => (
        <li key={text}>
          <SupportLink href={href ?? ""} text={text} />
        </li>
      ))}
    </ul>
  );
}

/** The shopper must not lose the page with the code to a web page; a dialler or a letter opens beside it anyway. */
function SupportLink({ href, text }: { href: string; text: string }) {
  const { say } = useWords();
  if (!href.startsWith("https:")) return <a href={href}>{text}</a>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {text}
      <span className="spoken"> ({say("voucher.newTab")})</span>
    </a>
  );
}

export function PaymentReference({ frame }: { frame: VoucherFrame }) {
  return (
    <span className="reference" translate="no">
      {frame.paymentReference}
    </span>
  );
}

/** The host stands in the text, so that the shopper knows where the link goes before pressing it. */
function ProviderLink({ cipUrl }: { cipUrl: string | null }) {
  const { say } = useWords();
  const href = webAddress(cipUrl);
  if (href === null) return null;
  return (
    <p className="screen-only">
      <a href={href} target="_blank" rel="noopener noreferrer">
        {say("voucher.provider", { host: new URL(href).host })}
        <span className="spoken"> ({say("voucher.newTab")})</span>
      </a>
    </p>
  );
}
