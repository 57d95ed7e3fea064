import { z } from "zod";
import type { MerchantSide } from "./merchant-side.ts";
import {
  OFFLINE_LIFE_SECONDS,
  ONLINE_LIFE_SECONDS,
  REFRESH_LIFE_SECONDS,
  type GrantType,
} from "./oauth-tokens.ts";
import { readSessionToken } from "./session-token.ts";
import type { SimulatedApp } from "./simulated-app.ts";

export interface TokenAnswer {
  status: 200 | 400 | 401;
  body: object;
}

const EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
const ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";
const ONLINE = "urn:shopify:params:oauth:token-type:online-access-token";
const OFFLINE = "urn:shopify:params:oauth:token-type:offline-access-token";

const text = z.coerce.string();

/** Fields of any of the three grants; which of them must be there depends on the grant. */
export const tokenRequestSchema = z.object({
  client_id: text,
  client_secret: text,
  grant_type: text.optional(),
  code: text.optional(),
  expiring: text.optional(),
  refresh_token: text.optional(),
  subject_token: text.optional(),
  subject_token_type: text.optional(),
  requested_token_type: text.optional(),
});

export type TokenRequest = z.infer<typeof tokenRequestSchema>;

function refusal(error: string, description: string, status: 400 | 401 = 400): TokenAnswer {
  return { status, body: { error, error_description: description } };
}

/** The name under which Shopify's own library knows an id or refresh token that is worth nothing. */
const DEAD_SUBJECT = "invalid_subject_token";

function onlineAnswer(
  side: MerchantSide,
  shop: string,
  userId: number,
  scope: string,
  grant: GrantType,
): TokenAnswer {
  const person = side.staff.member(shop, userId);
  if (person === undefined) return refusal(DEAD_SUBJECT, "No such user in this shop.");
  const lifeSeconds = ONLINE_LIFE_SECONDS;
  return {
    status: 200,
    body: {
      access_token: side.tokens.issue({ shop, scope, grant, userId, lifeSeconds }),
      scope,
      expires_in: lifeSeconds,
      associated_user_scope: scope,
      session: `${shop} ${userId}`,
      account_number: 0,
      associated_user: {
        id: person.id,
        first_name: person.firstName,
        last_name: person.lastName,
        email: person.email,
        email_verified: true,
        account_owner: person.accountOwner,
        locale: person.locale,
        collaborator: false,
      },
    },
  };
}

function offlineAnswer(
  side: MerchantSide,
  shop: string,
  scope: string,
  grant: GrantType,
  expiring: boolean,
  replaces: string | null = null,
): TokenAnswer {
  const lifeSeconds = expiring ? OFFLINE_LIFE_SECONDS : null;
  const access_token = side.tokens.issue({ shop, scope, grant, userId: null, lifeSeconds });
  if (!expiring) return { status: 200, body: { access_token, scope } };
  return {
    status: 200,
    body: {
      access_token,
      scope,
      expires_in: OFFLINE_LIFE_SECONDS,
      refresh_token: side.tokens.newRefreshToken(shop, scope, replaces),
      refresh_token_expires_in: REFRESH_LIFE_SECONDS,
    },
  };
}

function codeGrant(side: MerchantSide, shop: string, request: TokenRequest): TokenAnswer {
  const grant = side.tokens.takeCode(shop, request.code ?? "");
  if (grant === null) {
    return refusal("invalid_request", "The authorization code was not found or was already used");
  }
  if (grant.userId !== null)
    return onlineAnswer(side, shop, grant.userId, grant.scope, "authorization-code");
  return offlineAnswer(side, shop, grant.scope, "authorization-code", request.expiring === "1");
}

function refreshGrant(side: MerchantSide, shop: string, request: TokenRequest): TokenAnswer {
  const used = request.refresh_token ?? "";
  const scope = side.tokens.useRefreshToken(shop, used);
  if (scope === null) return refusal(DEAD_SUBJECT, "The refresh token is invalid or expired.");
  return offlineAnswer(side, shop, scope, "refresh-token", true, used);
}

function exchangeGrant(
  side: MerchantSide,
  app: SimulatedApp,
  shop: string,
  request: TokenRequest,
): TokenAnswer {
  if (request.subject_token_type !== ID_TOKEN)
    return refusal("invalid_request", "Unknown subject token type.");
  const claims = readSessionToken(app, shop, request.subject_token ?? "", side.clock.now());
  if (claims === null) return refusal(DEAD_SUBJECT, "The session token is invalid.");
  const installed = side.installation(shop);
  if (installed === undefined) return refusal("invalid_request", "The app is not installed on this shop.");
  const grant: GrantType = "token-exchange";
  switch (request.requested_token_type ?? "") {
    case ONLINE:
      return onlineAnswer(side, shop, Number(claims.sub), installed.scopes, grant);
    case OFFLINE:
      return offlineAnswer(side, shop, installed.scopes, grant, request.expiring === "1");
    default:
      return refusal("invalid_request", "Unknown requested token type.");
  }
}

/**
 * `POST /admin/oauth/access_token`: a code, a refresh token or a session token for an access token. The requests are
 * those of @shopify/shopify-api 15 (lib/auth/oauth); a request without a grant type brings a code.
 */
export function answerTokenRequest(
  side: MerchantSide,
  app: SimulatedApp,
  shop: string,
  request: TokenRequest,
): TokenAnswer {
  if (request.client_id !== app.clientId)
    return refusal("application_cannot_be_found", "Unknown client id.");
  if (request.client_secret !== app.clientSecret) {
    return refusal("invalid_client", "Client authentication failed.", 401);
  }
  switch (request.grant_type ?? "authorization_code") {
    case "authorization_code":
      return codeGrant(side, shop, request);
    case "refresh_token":
      return refreshGrant(side, shop, request);
    case EXCHANGE:
      return exchangeGrant(side, app, shop, request);
    default:
      return refusal("unsupported_grant_type", "Unknown grant type.");
  }
}
