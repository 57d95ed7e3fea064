import { isUrgent } from "#app/messages/moment-text.ts";
import { useWords } from "./words.tsx";

/**
 * The deadline as Lima's date and hour, then how long is left. The script keeps the second up to date
 * and adds the shopper's own time where that differs; without it both stay true for this page view.
 */
export function Deadline({ expiresAt, now }: { expiresAt: string; now: string }) {
  const { say, moment, timeLeft } = useWords();
  return (
    <div className="deadline">
      <p className="label">{say("voucher.deadline.label")}</p>
      <p>
        <time className="deadline-date" dateTime={expiresAt}>
          {moment(expiresAt)}
        </time>{" "}
        <span className="zone">({say("voucher.deadline.zone")})</span>
      </p>
      <p
        className={isUrgent(expiresAt, now) ? "left urgent" : "left"}
        data-deadline={expiresAt}
        data-left={say("voucher.deadline.left", { relative: "{relative}" })}
        data-soon={say("voucher.deadline.soon")}
      >
        {timeLeft(expiresAt, now)}
      </p>
      <p className="left" hidden data-local={say("voucher.deadline.local", { date: "{date}" })} />
    </div>
  );
}
