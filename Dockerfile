# The Space's image. Bun comes from its own image, the kernel is built where it runs.
FROM oven/bun:1.4.5-debian AS setup
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json bun.lock bunfig.toml ./
RUN bun install --frozen-lockfile --production
COPY scripts/build-kernel.sh scripts/
COPY src/vectors/native src/vectors/native
RUN sh scripts/build-kernel.sh

FROM oven/bun:1.4.5-debian
WORKDIR /app
COPY --from=setup /app ./
COPY . .
USER 1000
ENV LOCAL_STORAGE_DIR=/data/storage HF_HOME=/data/.huggingface
EXPOSE 7860
# A Job runs the same image with a command of its own, such as: bun src/cli.ts reindex …
CMD ["bun", "src/space.ts"]
