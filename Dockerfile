# One image, four processes: the command names which (see project/processes.py).
FROM python:3.13-slim-bookworm AS build
COPY --from=ghcr.io/astral-sh/uv:0.9 /uv /usr/local/bin/uv
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
WORKDIR /app
COPY pyproject.toml uv.lock ./
RUN uv sync --locked --no-dev --no-install-project

FROM python:3.13-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 1000 --create-home reframe \
 && install -d -o reframe /data
WORKDIR /app
COPY --from=build /app/.venv .venv
COPY . .
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 IN_IMAGE=1 VAR_DIR=/data HOST=0.0.0.0
RUN SECRET_KEY=build HASH_KEY=build SITE_URL=https://build.invalid EMAIL_URL=file:// \
    python manage.py collectstatic --noinput --verbosity 0
USER reframe
VOLUME /data
EXPOSE 8000
CMD ["python", "-m", "project.processes", "web"]
