import type { OperatorConfig } from "#app/lib/operator-config.ts";
import { SHOPPER_LANGUAGES } from "#app/payments/voucher-view.ts";
import { FindLink } from "./find-page.tsx";
import { LanguageLinks } from "./language-links.tsx";
import { PUBLIC_TEXTS, type PublicPage } from "./public-pages.ts";
import { useWords } from "./words.tsx";

export interface PublicPageProps {
  page: PublicPage;
  /** Null where the installation does not say who operates it; nothing is made up in its place. */
  operator: OperatorConfig | null;
  canFind: boolean;
  /** For how long who a payer is stays known. */
  payersDays: number;
}

/** One of the pages for everybody: plain words, no script, no form, nothing about any payment. */
export function PublicDocument({ page, operator, canFind, payersDays }: PublicPageProps) {
  const { say } = useWords();
  const { title, leads, sections } = PUBLIC_TEXTS[page];
  return (
    <>
      <LanguageLinks languages={SHOPPER_LANGUAGES} />
      <main>
        <h1 tabIndex={-1}>{say(title)}</h1>
        {leads.map((lead) => (
          <p className="lead" key={lead}>
            {say(lead)}
          </p>
        ))}
        {page === "support" && <FindLink canFind={canFind} />}
        {sections.map((section) => (
          <section className="trust" key={section.title}>
            <h2>{say(section.title)}</h2>
            <ul className="support">
              {section.lines.map((line) => (
                <li key={line}>{say(line)}</li>
              ))}
              {section.title === "public.privacy.long.title" && (
                <li>{say("public.privacy.long.most", { days: String(payersDays) })}</li>
              )}
              {section.title === "public.privacy.sees.title" && (
                <Place place={operator?.dataPlace ?? null} />
              )}
            </ul>
          </section>
        ))}
        <Operator operator={operator} />
        {page === "support" && <Incident contact={operator?.incidentContact ?? null} />}
        <p className="trust">{say("public.dated")}</p>
      </main>
    </>
  );
}

function Place({ place }: { place: string | null }) {
  const { say } = useWords();
  return (
    <li>{place === null ? say("public.privacy.place.unknown") : say("public.privacy.place", { place })}</li>
  );
}

function Operator({ operator }: { operator: OperatorConfig | null }) {
  const { say } = useWords();
  return (
    <section className="trust">
      <h2>{say("public.operator.title")}</h2>
      {operator === null ? (
        <p>{say("public.operator.unnamed")}</p>
      ) : (
        <>
          <p className="strong">{operator.name}</p>
          <p>{say("public.operator.address", { address: operator.address })}</p>
          <p>
            <a href={`mailto:${operator.email}`}>
              {say("public.operator.email", { email: operator.email })}
            </a>
          </p>
          {operator.phone !== null && (
            <p>
              <a href={`tel:${operator.phone.replaceAll(/[^+\d]/g, "")}`}>
                {say("public.operator.phone", { phone: operator.phone })}
              </a>
            </p>
          )}
        </>
      )}
    </section>
  );
}

function Incident({ contact }: { contact: string | null }) {
  const { say } = useWords();
  return (
    <section className="trust">
      <h2>{say("public.support.incident.title")}</h2>
      <p>
        {contact === null
          ? say("public.support.incident.none")
          : say("public.support.incident.contact", { contact })}
      </p>
    </section>
  );
}
