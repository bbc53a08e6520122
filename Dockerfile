# Two images from one file: `app` runs the lab, `balancer` stands in front of its replicas.
# Build and run both with deploy/compose.yaml, or the app alone:
#   docker build --target app -t softmax-cross-entropy-lab . && docker run -p 8501:8501 softmax-cross-entropy-lab

FROM python:3.11-slim AS app
ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 HOME=/tmp
WORKDIR /lab
COPY requirements.txt ./
RUN python -m pip install -r requirements.txt
COPY app.py ./
COPY .streamlit/ .streamlit/
COPY assets/ assets/
COPY ce_core/ ce_core/
COPY pages/ pages/
COPY static/ static/
# Compiled now, for the folder is not the lab's to write to.
RUN python -m compileall -q app.py ce_core pages \
    && useradd --system --uid 10001 --no-create-home lab
USER 10001
EXPOSE 8501
# A process that reads a large batch answers late, and is in good health.
HEALTHCHECK --interval=15s --timeout=10s --start-period=30s --retries=4 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8501/_stcore/health', timeout=9)"]
CMD ["python", "-m", "streamlit", "run", "app.py", "--server.address=0.0.0.0", "--server.port=8501", "--server.headless=true", "--server.fileWatcherType=none"]

# Streamlit's own files: the same for every replica, compressed once instead of at every visit.
FROM app AS static
USER root
RUN mkdir /www \
    && cp -r "$(python -c 'import pathlib, streamlit; print(pathlib.Path(streamlit.__file__).parent)')/static/static" /www/static \
    && mkdir /www/app && cp -r static /www/app/static \
    && find /www -type f '(' -name '*.js' -o -name '*.css' ')' -exec gzip -9 -k '{}' +

FROM nginxinc/nginx-unprivileged:1.28-alpine AS balancer
# The image's own start fills in ${LAB_…} and nothing else.
ENV NGINX_ENVSUBST_FILTER=^LAB_ LAB_PORT=8080 LAB_STATIC=/usr/share/nginx/lab LAB_EMBEDDED_BY=*
COPY deploy/nginx.conf /etc/nginx/nginx.conf
COPY deploy/unavailable.html /usr/share/nginx/lab/unavailable.html
COPY deploy/lab.conf.template /etc/nginx/templates/default.conf.template
COPY --from=static /www /usr/share/nginx/lab
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --retries=3 \
    CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/_stcore/health"]

# What a plain `docker build .` gives, and what hosts that know nothing of targets run.
FROM app
