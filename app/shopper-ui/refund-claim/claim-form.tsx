import type { Currency } from "#app/lib/money.ts";
import type { RefusedForm } from "#app/refunds/claim.ts";
import { CHOOSABLE_BANKS } from "#app/refunds/destination/banks.ts";
import { destinationKinds, type DestinationKind } from "#app/refunds/destination/destination.ts";
import { DOCUMENT_KINDS } from "#app/refunds/destination/identity-document.ts";
import { useWords } from "#app/shopper-ui/words.tsx";
import { ChoiceField, SelectField, TextField } from "./form-fields.tsx";

/** The quickest first. */
const KINDS = ["yape", "plin", "cci", "account"] as const satisfies readonly DestinationKind[];

/**
 * All that is asked. It is sent to the page's own address, so that its language stays. Style sheets show the fields of the chosen kind
 * alone; a browser that cannot shows all, and what was not chosen is not read. `noValidate`: the server's words stand beside the field.
 */
export function ClaimForm({ refused, currency }: { refused: RefusedForm | null; currency: Currency }) {
  const { say } = useWords();
  const canTake = (kind: DestinationKind) => destinationKinds(currency).includes(kind);
  const text = (value: (typeof KINDS)[number]) => ({ value, text: say(`refund.kind.${value}`) });
  return (
    <form className="claim" method="post" autoComplete="off" noValidate>
      <ChoiceField
        name="kind"
        label={say("refund.kind.legend")}
        refused={refused}
        choices={KINDS.filter(canTake).map(text)}
      />
      {KINDS.some((kind) => canTake(kind) && isWallet(kind)) && (
        <div className="of-wallet">
          <TextField
            name="phone"
            label={say("refund.phone.label")}
            hint={say("refund.phone.hint")}
            inputMode="tel"
            autoComplete="tel-national"
            refused={refused}
          />
        </div>
      )}
      <div className="of-cci">
        <TextField
          name="cci"
          label={say("refund.cci.label")}
          hint={say("refund.cci.hint")}
          inputMode="numeric"
          refused={refused}
        />
      </div>
      <div className="of-account">
        <SelectField
          name="bank"
          label={say("refund.bank.label")}
          empty={say("refund.bank.empty")}
          choices={CHOOSABLE_BANKS.map(({ code, name }) => ({ value: code, text: name }))}
          refused={refused}
        />
        <TextField
          name="account"
          label={say("refund.account.label")}
          hint={say("refund.account.hint")}
          inputMode="numeric"
          refused={refused}
        />
      </div>
      <HolderFields refused={refused} />
      <button className="button primary">{say("refund.submit")}</button>
    </form>
  );
}

function isWallet(kind: DestinationKind): boolean {
  return kind === "yape" || kind === "plin";
}

function HolderFields({ refused }: { refused: RefusedForm | null }) {
  const { say } = useWords();
  return (
    <>
      <TextField
        name="holder"
        label={say("refund.holder.label")}
        hint={say("refund.holder.hint")}
        autoComplete="name"
        refused={refused}
      />
      <SelectField
        name="documentKind"
        label={say("refund.documentKind.label")}
        empty={say("refund.documentKind.empty")}
        choices={DOCUMENT_KINDS.map((value) => ({ value, text: say(`refund.document.${value}`) }))}
        refused={refused}
      />
      <TextField name="documentNumber" label={say("refund.documentNumber.label")} refused={refused} />
    </>
  );
}
