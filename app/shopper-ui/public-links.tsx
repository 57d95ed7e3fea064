import { PUBLIC_PAGES, PUBLIC_TEXTS, publicPath } from "./public-pages.ts";
import { useWords } from "./words.tsx";

/** At the foot of every page that a shopper opens. `beside`: in a tab of their own, so that nobody loses the page with the code. */
export function PublicLinks({ beside }: { beside: boolean }) {
  const { say, language } = useWords();
  return (
    <footer className="languages foot screen-only">
      <nav aria-label={say("public.links")}>
        {PUBLIC_PAGES.map((page) => (
          <a
            key={page}
            href={publicPath(page, language)}
            {...(beside && { target: "_blank", rel: "noopener noreferrer" })}
          >
            {say(PUBLIC_TEXTS[page].link)}
            {beside && <span className="spoken"> ({say("voucher.newTab")})</span>}
          </a>
        ))}
      </nav>
    </footer>
  );
}
