# The Space's image, and that of the Jobs: `docker run IMAGE bun src/cli.ts reindex …`
# docs/operating.md tells how to build and run it; scripts/run-dockerfile.ts does both without a container engine.
FROM oven/bun:1.4.5-slim AS bun

FROM debian:bookworm-20260824-slim@sha256:88200866dfff7ea7f5cbcb6ec7c8a701889efe6fe859fe64d6990e4b07ea4171 AS base
# tini: processes that a killed child leaves behind are reaped, and SIGTERM arrives.
RUN apt-get update \
  && apt-get install -y --no-install-recommends tini=0.19.* \
  && rm -rf /var/lib/apt/lists/* \
  && groupadd --gid 1000 vademecum \
  && useradd --uid 1000 --gid 1000 --no-log-init --create-home vademecum \
  && install --directory --owner=1000 --group=1000 /data
COPY --from=bun /usr/local/bin/bun /usr/local/bin/bun
WORKDIR /app

FROM base AS kernel
RUN apt-get update \
  && apt-get install -y --no-install-recommends gcc=4:12.* libc6-dev=2.36-* \
  && rm -rf /var/lib/apt/lists/*
COPY scripts/build-kernel.sh scripts/
COPY src/vectors/native src/vectors/native
# Of this processor's kind, all variants in one file; which one is used is decided where it runs.
RUN sh scripts/build-kernel.sh && test -f .vade/native/libvademecum-scan.so

FROM base AS packages
COPY package.json bun.lock bunfig.toml ./
COPY scripts/prune-packages.sh scripts/
# In one step, so that what is pruned is in no layer.
RUN --mount=type=cache,target=/root/.bun/install/cache \
  bun install --frozen-lockfile --production --ignore-scripts && sh scripts/prune-packages.sh

FROM base
# All that is written goes to /data, the Space's storage; the program itself belongs to root.
ENV HOME=/home/vademecum \
  VADEMECUM_DIR=/data \
  LOCAL_STORAGE_DIR=/data/storage \
  HF_HOME=/data/.huggingface
# What changes least comes first.
COPY assets ./assets
COPY --from=packages /app/node_modules ./node_modules
COPY --from=kernel /app/.vade ./.vade
COPY package.json bun.lock ./
COPY src ./src
USER 1000:1000
EXPOSE 7860
# Not ready is no failure while the first index is fetched.
HEALTHCHECK --interval=30s --timeout=5s --start-period=5m --retries=3 \
  CMD ["bun", "-e", "process.exit((await fetch('http://127.0.0.1:' + (process.env.PORT || 7860) + '/readyz')).ok ? 0 : 1)"]
ENTRYPOINT ["tini", "--"]
# A container is asked from outside, whoever runs it.
CMD ["bun", "src/cli.ts", "serve", "--host", "0.0.0.0"]
