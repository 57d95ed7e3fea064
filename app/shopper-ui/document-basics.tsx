/** What the head of every document begins with that a shopper opens. */
export function DocumentBasics() {
  return (
    <>
      <meta charSet="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      {/* iOS would turn a payment code into a telephone link. */}
      <meta name="format-detection" content="telephone=no" />
      <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
    </>
  );
}
