import { FindLink } from "./find-page.tsx";
import { useWords } from "./words.tsx";

/** An address of nothing, or a failure of ours: the visitor learns nothing of it, no message, no stack, no status text. */
export function ErrorPage({ notFound, canFind }: { notFound: boolean; canFind: boolean }) {
  const { say } = useWords();
  return (
    <main>
      <h1>{say(errorTitleId(notFound))}</h1>
      <p>{say(notFound ? "app.notFound.body" : "app.error.body")}</p>
      <FindLink canFind={notFound && canFind} />
      {!notFound && (
        <p className="actions">
          {/* An empty address is the page itself. */}
          <a className="button primary" href="">
            {say("app.error.reload")}
          </a>
        </p>
      )}
    </main>
  );
}

export function errorTitleId(notFound: boolean) {
  return notFound ? "app.notFound.title" : "app.error.title";
}
