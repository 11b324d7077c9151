# Pilotage in a container: no root, nothing to write to but /data and /tmp, nothing in it but what runs.
#   docker build -t pilotage .
#   docker run --read-only --tmpfs /tmp --cap-drop ALL -v pilotage:/data -v "$PWD/secrets:/run/secrets:ro" pilotage
FROM python:3.11-slim AS built
RUN python -m venv /opt/pilotage
COPY requirements-run.lock /src/
RUN /opt/pilotage/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r /src/requirements-run.lock \
    && /opt/pilotage/bin/pip uninstall --yes pip setuptools
COPY playbook /app/playbook
COPY blocks /app/blocks
COPY store /app/store
COPY handlers /app/handlers
COPY schedules /app/schedules
COPY bot /app/bot
COPY manifest.yml /app/
RUN /opt/pilotage/bin/python -m compileall -q /app

FROM python:3.11-slim
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin pilotage \
    && install --directory --owner 10001 --group 10001 --mode 0700 /data
COPY --from=built /opt/pilotage /opt/pilotage
COPY --from=built /app /app
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PYTHONPATH=/app \
    DATABASE_URL=sqlite:////data/pilotage.db PILOTAGE_HOST=0.0.0.0 PILOTAGE_PORT=8080
WORKDIR /app
USER 10001:10001
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["/opt/pilotage/bin/python", "-c", "import os, urllib.request as web; web.urlopen(f'http://127.0.0.1:{os.environ[\"PILOTAGE_PORT\"]}/healthz', timeout=4)"]
ENTRYPOINT ["/opt/pilotage/bin/python", "-m", "bot"]
CMD ["run"]
