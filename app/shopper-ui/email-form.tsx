import { useWords } from "./words.tsx";

const FIELD = "email";
const ERROR_ID = "email-error";

/**
 * The only field of the whole page. `noValidate`: the browser would speak its own language, in words that we do not
 * know, and some take addresses that PagoEfectivo refuses; the server's answer stands beside the field.
 */
export function EmailForm({ slug, refused }: { slug: string; refused: boolean }) {
  const { path, say } = useWords();
  return (
    <form
      className="ask"
      method="post"
      action={path(slug, "email")}
      data-sending={say("voucher.sending")}
      noValidate
    >
      <label htmlFor={FIELD}>{say("voucher.needsEmail.label")}</label>
      {refused && (
        <p className="field-error" id={ERROR_ID}>
          {say("voucher.needsEmail.refused")}
        </p>
      )}
      <input
        id={FIELD}
        name="email"
        type="email"
        autoComplete="email"
        required
        {...(refused ? { "aria-invalid": true, "aria-describedby": ERROR_ID, autoFocus: true } : {})}
      />
      <button className="button primary">{say("voucher.needsEmail.submit")}</button>
    </form>
  );
}
