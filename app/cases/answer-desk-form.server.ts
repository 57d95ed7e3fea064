/** One form or button of the desk's settings, and what came of it. */
import type { AlertDeps } from "#app/cases/alert-deps.server.ts";
import {
  makeAlertSecret,
  saveDeskSettings,
  sendTestAlert,
  type Actor,
} from "#app/cases/desk-settings.server.ts";
import type { DeskAnswer, DeskPress } from "#app/cases/desk-settings.ts";

/** Anything but a known button is a save, which its own rules judge. */
export async function answerDeskForm(
  deps: AlertDeps,
  actor: Actor,
  fields: Readonly<Record<string, string>>,
): Promise<DeskAnswer | DeskPress> {
  switch (fields["intent"] ?? "") {
    case "make-secret":
      return makeAlertSecret(deps, actor);
    case "test-email":
      return sendTestAlert(deps, actor, "email");
    case "test-webhook":
      return sendTestAlert(deps, actor, "webhook");
    default:
      return saveDeskSettings(deps, actor, fields);
  }
}
