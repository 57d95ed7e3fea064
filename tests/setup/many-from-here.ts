const NAMES = [
  ...["PAGES", "POLLS", "FORMS"].flatMap((kind) => [`${kind}_PER_CODE`, `${kind}_PER_ADDRESS`]),
  ...["SESSIONS_PER_SHOP", "NOTICES_PER_ACCOUNT", "BAD_NOTICES_PER_ACCOUNT", "SIGN_INS_PER_ADDRESS"],
];

/** Variables for a world whose many shoppers and machines all come from this machine, and ask far more often than others do. */
export const MANY_FROM_HERE: Readonly<Record<string, string>> = Object.fromEntries(
  NAMES.map((name) => [`FLOOD_${name}`, "1000000/1000000"]),
);
