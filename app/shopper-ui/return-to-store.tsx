import { ActionLink } from "./actions.tsx";
import { webAddress } from "./web-address.ts";
import { useWords } from "./words.tsx";

/**
 * Moves on by itself, without a script; the link is for browsers that do not. `isCheckout`: the shopper gave the code
 * up and goes back to choose again; otherwise the order exists.
 */
export function ReturnToStore({ url, isCheckout }: { url: string; isCheckout: boolean }) {
  const { say } = useWords();
  const href = webAddress(url);
  return (
    <main>
      {href !== null && <meta httpEquiv="refresh" content={`0;url=${href}`} />}
      <h1>{say(returnTitleId(isCheckout))}</h1>
      <p className="lead">{say(isCheckout ? "voucher.return.checkout.body" : "voucher.return.body")}</p>
      <div className="actions">
        <ActionLink to={url} label={say(isCheckout ? "voucher.otherMethod" : "voucher.back")} primary />
      </div>
    </main>
  );
}

export function returnTitleId(isCheckout: boolean) {
  return isCheckout ? "voucher.return.checkout.title" : "voucher.return.title";
}
