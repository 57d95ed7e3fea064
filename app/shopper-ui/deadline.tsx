import { message } from "#app/messages/message.ts";
import { isUrgent, momentText, timeLeftText } from "#app/messages/moment-text.ts";

/**
 * The deadline as Lima's date and hour, then how long is left. The script keeps the second up to date
 * and adds the shopper's own time where that differs; without it both stay true for this page view.
 */
export function Deadline({ expiresAt, now }: { expiresAt: string; now: string }) {
  return (
    <div className="deadline">
      <p className="label">{message("voucher.deadline.label")}</p>
      <p>
        <time className="deadline-date" dateTime={expiresAt}>
          {momentText(expiresAt)}
        </time>{" "}
        <span className="zone">({message("voucher.deadline.zone")})</span>
      </p>
      <p
        className={isUrgent(expiresAt, now) ? "left urgent" : "left"}
        data-deadline={expiresAt}
        data-left={message("voucher.deadline.left", { relative: "{relative}" })}
        data-soon={message("voucher.deadline.soon")}
      >
        {timeLeftText(expiresAt, now)}
      </p>
      <p className="left" hidden data-local={message("voucher.deadline.local", { date: "{date}" })} />
    </div>
  );
}
