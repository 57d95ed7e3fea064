/** What the page of the shopper's page shows and what saving it is answered, in plain values. */
import type { PageField, PageProblem, PageSettings } from "#app/merchants/page-settings-form.ts";
import type { SettingsAnswer } from "#app/merchants/settings-answer.ts";

export interface PageSettingsView {
  version: number;
  settings: PageSettings;
  /** Somebody of the shop has seen the preview. */
  isPreviewed: boolean;
  /** The server's instant (ISO, UTC), by which the preview's samples are dated. */
  now: string;
}

export type PageAnswer = SettingsAnswer<PageField, PageProblem>;
