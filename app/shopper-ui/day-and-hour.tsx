import { useWords } from "./words.tsx";

/** An instant in Lima's time, as a row of facts. */
export function DayAndHour({ label, instant }: { label: string; instant: string }) {
  const { say, moment } = useWords();
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <time dateTime={instant}>{moment(instant)}</time> ({say("voucher.deadline.zone")})
      </dd>
    </>
  );
}
