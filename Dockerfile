FROM python:3.13-slim-trixie AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
RUN python -m venv /venv
COPY pyproject.toml requirements.lock README.md ./
RUN /venv/bin/pip install --constraint requirements.lock ".[pdf]"

FROM python:3.13-slim-trixie
# pango draws the PDF, Noto CJK has every name's letters, pg_dump makes the backup.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        fontconfig fonts-noto-cjk libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && fc-cache -f \
    && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin hidane \
    && install --directory --owner=hidane --group=hidane /data /data/media /data/beat
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    XDG_CACHE_HOME=/tmp \
    DEBUG=false \
    MEDIA_ROOT=/data/media \
    BEAT_SCHEDULE=/data/beat/schedule
WORKDIR /app
COPY --from=build /venv /venv
COPY . .
# A key for this one command: production settings name the static files, and refuse to start without one.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(60))')" ALLOWED_HOSTS=127.0.0.1 \
    DATABASE_URL=sqlite:////tmp/none.sqlite3 python manage.py collectstatic --noinput --verbosity 0
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "config.wsgi", "--bind=0.0.0.0:8000", "--workers=2", "--threads=4", "--worker-tmp-dir=/dev/shm", \
     "--timeout=60", "--graceful-timeout=30", "--max-requests=5000", "--max-requests-jitter=500"]
