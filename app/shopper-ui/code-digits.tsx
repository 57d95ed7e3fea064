import type { VoucherFrame } from "#app/payments/voucher-view.ts";
import { useWords } from "./words.tsx";

/** "123456789" → ["123", "456", "789"]. A CIP has no fixed length, so the last group may be shorter. */
export function digitGroups(cip: string): string[] {
  return cip.match(/.{1,3}/g) ?? [];
}

interface CodeDigitsProps {
  frame: Pick<VoucherFrame, "test">;
  cip: string;
  small?: boolean;
  /** The script copies the first of them. */
  isCopied?: boolean;
}

/**
 * The code as large digits in visual groups. The gaps are CSS: the DOM holds the bare digits, so that
 * selecting or copying them by hand gives exactly the code. Screen readers get them one by one,
 * because nine digits would be read as "one hundred twenty-three million…".
 */
export function CodeDigits({ frame, cip, small = false, isCopied = true }: CodeDigitsProps) {
  const { say } = useWords();
  const spoken = digitGroups(cip)
    .map((group) => [...group].join(" "))
    .join(", ");
  return (
    <>
      {frame.test && <span className="test-mark">{say("voucher.code.testMark")}</span>}
      <span className="spoken">{say("voucher.code.spoken", { digits: spoken })}</span>
      <span
        className={digitsClass(cip, small)}
        aria-hidden="true"
        translate="no"
        data-code={isCopied ? cip : undefined}
      >
        {digitGroups(cip).map((group, index) => (
          <span key={index}>{group}</span>
        ))}
      </span>
    </>
  );
}

/** A row of facts for a code that must not be paid: enough digits to know it by, too few to pay it. */
export function CodeEnding({ lastDigits }: { lastDigits: string }) {
  const { say } = useWords();
  return (
    <>
      <dt>{say("voucher.code.short")}</dt>
      <dd>{say("voucher.expired.code", { lastDigits })}</dd>
    </>
  );
}

/** More than nine digits get a smaller face, so that they stay on one line of a 360 px screen. */
function digitsClass(cip: string, small: boolean): string {
  if (small) return "digits small";
  return cip.length > 9 ? "digits long" : "digits";
}
