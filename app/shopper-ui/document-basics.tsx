import { iconOf } from "./page-icon.ts";

/** What the head of every document begins with that a shopper opens. */
export function DocumentBasics({ icon = iconOf(null) }: { icon?: string }) {
  return (
    <>
      <meta charSet="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      {/* iOS would turn a payment code into a telephone link. */}
      <meta name="format-detection" content="telephone=no" />
      <link rel="icon" href={icon} type="image/svg+xml" />
    </>
  );
}
