import type { VoucherFrame } from "#app/payments/voucher-view.ts";
import { googleCalendarUrl } from "#app/keep/calendar-event.ts";
import { shareText } from "#app/keep/share-text.ts";
import { useWords } from "./words.tsx";

export interface KeepCodeProps {
  frame: VoucherFrame;
  cip: string;
  expiresAt: string;
}

/** Ways to take the code along. They are plain links; what only a script can do waits in templates. */
export function KeepCode({ frame, cip, expiresAt }: KeepCodeProps) {
  const { say, path } = useWords();
  const text = shareText(frame, { cip, expiresAt });
  return (
    <section className="keep screen-only">
      <h2>{say("voucher.keep")}</h2>
      <div className="keep-actions">
        <a
          className="button"
          href={`https://wa.me/?text=${encodeURIComponent(text)}`}
          target="_blank"
          rel="noopener noreferrer"
          data-keep
          data-whatsapp
        >
          {say("voucher.keep.whatsapp")}
          <span className="spoken"> ({say("voucher.newTab")})</span>
        </a>
        <ShareButton />
        <a className="button" href={path(frame.slug, "code.pdf")} data-keep>
          {say("voucher.keep.pdf")}
        </a>
        <PrintButton />
        <a className="button" href={path(frame.slug, "code.ics")} data-keep>
          {say("voucher.keep.calendar")}
        </a>
        <ImageButton name={`pagoefectivo-${cip.slice(-4)}.png`} />
      </div>
      <p className="note">
        <a
          href={googleCalendarUrl({ frame, cip, expiresAt })}
          target="_blank"
          rel="noopener noreferrer"
          data-keep
        >
          {say("voucher.keep.google")}
          <span className="spoken"> ({say("voucher.newTab")})</span>
        </a>
      </p>
      <p className="note">{say("voucher.keep.hint")}</p>
    </section>
  );
}

/** In a template: printing by button needs the script; the browser's own menu prints without it. */
export function PrintButton() {
  const { say } = useWords();
  return (
    <template>
      <button type="button" className="button" data-print>
        {say("voucher.print")}
      </button>
    </template>
  );
}

/** The script takes it out again where the phone has nothing to share with. */
function ShareButton() {
  const { say } = useWords();
  return (
    <template>
      <button type="button" className="button" data-share>
        {say("voucher.keep.share")}
      </button>
    </template>
  );
}

/** The code card as a picture: drawn by the script, from what the card says. */
function ImageButton({ name }: { name: string }) {
  const { say } = useWords();
  return (
    <template>
      <button type="button" className="button" data-image={name}>
        {say("voucher.keep.image")}
      </button>
    </template>
  );
}

/**
 * Seen where the script does not run: in a copy that was saved, or when the connection broke on the way. The style waits a
 * few seconds for the script to stop it. The words are true without scripts, too: a saved page cannot be told from that.
 */
export function SavedCopyNotice() {
  const { say } = useWords();
  return <p className="saved screen-only">{say("voucher.keep.saved")}</p>;
}

/** The page's own address: as a QR beside the code on a desk, as text on paper. */
export function PageAddress({ frame }: { frame: VoucherFrame }) {
  const { say, path } = useWords();
  return (
    <>
      {!frame.isSample && (
        <section className="phone screen-only">
          <h2>{say("voucher.keep.phone")}</h2>
          {/* Lazy and hidden on phones: those never fetch it. */}
          <img
            src={path(frame.slug, "page-qr.svg")}
            alt={say("voucher.keep.phone.alt")}
            width="144"
            height="144"
            loading="lazy"
          />
          <p className="note">{say("voucher.keep.phone.note")}</p>
        </section>
      )}
      <p className="print-only">{say("voucher.keep.address", { url: frame.pageUrl })}</p>
    </>
  );
}

/** PagoEfectivo's own picture of the code. There is none of ours: no wallet has agreed to read it. */
export function ProviderQr({ view }: { view: VoucherFrame & { hasProviderQr: boolean } }) {
  const { say, path } = useWords();
  if (!view.hasProviderQr) return null;
  const address = path(view.slug, "provider-qr");
  return (
    <section className="provider-qr">
      <h2>{say("voucher.qr.title")}</h2>
      <img src={address} alt={say("voucher.qr.alt")} width="224" height="224" loading="lazy" />
      <p className="screen-only">{say("voucher.qr.note")}</p>
      <p className="screen-only">
        <a href={address} download="pagoefectivo-qr.png" data-keep>
          {say("voucher.qr.save")}
        </a>
      </p>
    </section>
  );
}
