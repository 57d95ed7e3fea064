/** Written by `npm run messages` from the Spanish catalogues; `npm run check` compares. Not for editing. */
export interface DoctorPlaceholders {
  "doctor.tested.wrong": { count: number };
  "doctor.when": { moment: string };
  "doctor.said.live-accepted": { moment: string };
  "doctor.said.live-refused": { moment: string };
  "doctor.said.test-accepted": { moment: string };
  "doctor.said.test-refused": { moment: string };
  "doctor.said.notices-came": { moment: string };
  "doctor.said.notices-missed": { count: number };
}
