const OF_SHOPPERS = ["PAGES", "POLLS", "FORMS"].flatMap((kind) => [
  `${kind}_PER_CODE`,
  `${kind}_PER_ADDRESS`,
]);
const OF_MACHINES = [
  ...["SESSIONS_PER_SHOP", "NOTICES_PER_ACCOUNT", "BAD_NOTICES_PER_ACCOUNT", "SIGN_INS_PER_ADDRESS"],
];

const withoutEnd = (names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name) => [`FLOOD_${name}`, "1000000/1000000"]));

/** Variables for a world whose many shoppers all come from this machine. What machines may ask is as everywhere. */
export const MANY_SHOPPERS_FROM_HERE = withoutEnd(OF_SHOPPERS);

/** The same where machines, too, ask far more often than others do. */
export const MANY_FROM_HERE = withoutEnd([...OF_SHOPPERS, ...OF_MACHINES]);
