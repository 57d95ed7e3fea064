# Two images from one checkout. The default one runs the roles and holds nothing that they do not need; `--target tools` has everything of
# the checkout: the release step (`node scripts/migrate.ts`) and the operator's commands (`node scripts/doctor.ts`, `node scripts/list-cases.ts`…).
# docs/deploy.md says how they are run. Pin the base image by its digest in your own registry.

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /srv/ventanilla
ENV NODE_ENV=development
COPY package.json package-lock.json .npmrc ./
# The base image is a Node already: without the optional ones of the other kind the bundler would be missing, so they come along.
RUN npm ci
COPY . .
RUN npm run build

FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /srv/ventanilla
COPY package.json package-lock.json .npmrc ./
# Optional are another Node and a PostgreSQL: both are here, or elsewhere. Nothing of what is left runs a script at install.
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:24.21.0-bookworm-slim AS tools
WORKDIR /srv/ventanilla
# HOME: whatever looks for a home finds a folder that may be written.
ENV NODE_ENV=production HOME=/tmp
COPY --from=build /srv/ventanilla ./
USER 10001:10001
CMD ["node", "scripts/migrate.ts"]

FROM node:24.21.0-bookworm-slim AS app
WORKDIR /srv/ventanilla
ENV NODE_ENV=production HOME=/tmp
COPY --from=packages /srv/ventanilla/node_modules ./node_modules
COPY package.json ./
COPY --from=build /srv/ventanilla/build ./build
COPY --from=build /srv/ventanilla/app ./app
COPY server ./server
# A process compares their names with the database, and does not start on an older one.
COPY prisma/migrations ./prisma/migrations
# Everything belongs to root and is only read. A number, so that Kubernetes can see that it is not root's.
USER 10001:10001
# Public, payments, private. Which of them listens depends on ROLE.
EXPOSE 3000 3443 3900
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["node", "server/health-check.ts"]
# Node itself, not npm: the signal to stop must arrive.
CMD ["node", "server/start.ts"]
