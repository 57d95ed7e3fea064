import { message } from "#app/messages/message.ts";
import { ActionLink } from "./actions.tsx";
import { webAddress } from "./web-address.ts";

/** Moves on by itself, without a script; the link is for browsers that do not. */
export function ReturnToStore({ storeUrl }: { storeUrl: string }) {
  const href = webAddress(storeUrl);
  return (
    <main>
      {href !== null && <meta httpEquiv="refresh" content={`0;url=${href}`} />}
      <h1>{message("voucher.return.title")}</h1>
      <p className="lead">{message("voucher.return.body")}</p>
      <div className="actions">
        <ActionLink to={storeUrl} label={message("voucher.back")} primary />
      </div>
    </main>
  );
}
