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
      <p>{say("voucher.actors", { store: frame.storeName })}</p>
    </section>
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
