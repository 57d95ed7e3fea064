import { VoucherForm } from "./actions.tsx";
import { useWords } from "./words.tsx";

/** A new code in the place of the dead one, with one press. */
export function RenewCode({ slug }: { slug: string }) {
  const { say } = useWords();
  return (
    <section className="renew screen-only">
      <p>{say("voucher.renew.body")}</p>
      <VoucherForm slug={slug} action="renew" label={say("voucher.renew.button")} />
    </section>
  );
}
