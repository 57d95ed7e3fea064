/** What a request may take before its connection is cut, at each of our ports: whoever dawdles must not hold one for nothing. */
export const REQUEST_LIMITS = {
  /** From the connection to the last header line. */
  headersTimeout: 10_000,
  /** To the last byte of the body. */
  requestTimeout: 30_000,
  maxHeaderSize: 16 * 1024,
  /** Node looks for late ones as often as this; every half minute by itself. */
  connectionsCheckingInterval: 5_000,
};
