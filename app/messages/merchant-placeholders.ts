/** Written by `npm run messages` from the Spanish catalogues; `npm run check` compares. Not for editing. */
import type { BatchesPlaceholders } from "./merchant/batches-placeholders.ts";
import type { BooksPlaceholders } from "./merchant/books-placeholders.ts";
import type { CasesPlaceholders } from "./merchant/cases-placeholders.ts";
import type { ConnectPlaceholders } from "./merchant/connect-placeholders.ts";
import type { DeskPlaceholders } from "./merchant/desk-placeholders.ts";
import type { DetailPlaceholders } from "./merchant/detail-placeholders.ts";
import type { DoctorPlaceholders } from "./merchant/doctor-placeholders.ts";
import type { FeesPlaceholders } from "./merchant/fees-placeholders.ts";
import type { FiguresPlaceholders } from "./merchant/figures-placeholders.ts";
import type { HelpPlaceholders } from "./merchant/help-placeholders.ts";
import type { HomePlaceholders } from "./merchant/home-placeholders.ts";
import type { ListPlaceholders } from "./merchant/list-placeholders.ts";
import type { LogPlaceholders } from "./merchant/log-placeholders.ts";
import type { PagePlaceholders } from "./merchant/page-placeholders.ts";
import type { RefundsPlaceholders } from "./merchant/refunds-placeholders.ts";
import type { RulesPlaceholders } from "./merchant/rules-placeholders.ts";
import type { ShellPlaceholders } from "./merchant/shell-placeholders.ts";
import type { StatementsPlaceholders } from "./merchant/statements-placeholders.ts";
import type { StoryPlaceholders } from "./merchant/story-placeholders.ts";

export type MerchantPlaceholders = BatchesPlaceholders &
  BooksPlaceholders &
  CasesPlaceholders &
  ConnectPlaceholders &
  DeskPlaceholders &
  DetailPlaceholders &
  DoctorPlaceholders &
  FeesPlaceholders &
  FiguresPlaceholders &
  HelpPlaceholders &
  HomePlaceholders &
  ListPlaceholders &
  LogPlaceholders &
  PagePlaceholders &
  RefundsPlaceholders &
  RulesPlaceholders &
  ShellPlaceholders &
  StatementsPlaceholders &
  StoryPlaceholders;
