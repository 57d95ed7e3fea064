/**
 * A code's event as a calendar file (RFC 5545, published as RFC 5546 §3.2.1 says). Pure. The library folds by octets, escapes
 * and ends lines as the standard demands; what is ours is what the event says.
 */
import ical, {
  ICalAlarmType,
  ICalCalendarMethod,
  ICalEventStatus,
  type ICalAlarmData,
} from "ical-generator";
import { calendarEvent } from "#app/keep/calendar-event.ts";
import type { KeptCode } from "#app/keep/kept-code.ts";

const HOUR_MS = 3_600_000;
/** Before the event begins. */
const ALARMS_MS = [24 * HOUR_MS, 3 * HOUR_MS];

/**
 * `uid` stays the same for one page, so that a calendar that is given the file again changes its event: to another code's
 * hours, or to a cancelled one. Nothing is promised of calendars that never ask again.
 */
export function codeCalendar(kept: KeptCode, given: { uid: string; now: Date }): string {
  const isPayable = kept.standing === "payable";
  const event = calendarEvent(kept);
  const calendar = ical({ prodId: "//Ventanilla//PagoEfectivo//ES", method: ICalCalendarMethod.PUBLISH });
  calendar.createEvent({
    ...event,
    id: given.uid,
    sequence: kept.revision,
    stamp: given.now,
    status: isPayable ? ICalEventStatus.CONFIRMED : ICalEventStatus.CANCELLED,
    alarms: isPayable ? alarmsOf(event, given.now) : [],
  });
  return calendar.toString();
}

function alarmsOf(event: { start: Date; summary: string }, now: Date): ICalAlarmData[] {
  return ALARMS_MS.filter((aheadMs) => event.start.getTime() - aheadMs > now.getTime()).map((aheadMs) => ({
    type: ICalAlarmType.display,
    triggerBefore: aheadMs / 1_000,
    description: event.summary,
  }));
}
