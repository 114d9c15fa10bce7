# One image, four processes: the command names which (see project/processes.py).
# BASE is any Debian with Python 3.12 or later, its venv module and certificates.
ARG BASE=docker.io/library/python:3.13-slim-trixie
FROM ${BASE} AS build
RUN python3 -m venv /opt/uv && /opt/uv/bin/python -m pip install --no-cache-dir --disable-pip-version-check 'uv>=0.9'
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never UV_NO_CACHE=1
WORKDIR /app
COPY pyproject.toml uv.lock ./
# what few need, as in  --build-arg EXTRAS="--extra s3 --extra ses"
ARG EXTRAS=
RUN /opt/uv/bin/uv sync --locked --no-dev --no-install-project --python python3 ${EXTRAS}

FROM ${BASE}
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 postgresql-client \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 1000 --create-home reframe \
 && install -d -o reframe /data
WORKDIR /app
COPY --from=build /app/.venv .venv
COPY . .
# the default of VAR_DIR, so that an empty VAR_DIR in a file of settings still means the volume
RUN ln -s /data var
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 IN_IMAGE=1
RUN DEBUG=no SECRET_KEY=built-only-to-collect-files-0123456789-abcdefghijklmnop HASH_KEY=built-only-to-collect-files-0123456789-abcdefghijklmnop SITE_URL=https://build.invalid EMAIL_URL=file:// VAR_DIR=/tmp/build \
    python manage.py collectstatic --noinput --verbosity 0 && rm -r /tmp/build
USER reframe
VOLUME /data
EXPOSE 8000
CMD ["python", "-m", "project.processes", "web", "--host", "0.0.0.0", "--port", "8000"]
