/** Variables for a world whose many shoppers all come from this machine, and look far more often than people do. */
export const MANY_FROM_HERE: Readonly<Record<string, string>> = Object.fromEntries(
  ["PAGES", "POLLS", "FORMS"].flatMap((kind) =>
    ["CODE", "ADDRESS"].map((key) => [`FLOOD_${kind}_PER_${key}`, "1000000/1000000"]),
  ),
);
