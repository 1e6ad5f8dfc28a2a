FROM python:3.12-slim AS environment
ARG PIP_INDEX_URL="https://example.com/\$x \"y\" \\"
WORKDIR /usr/app

ENV A=1

RUN mkdir -p /var/cache/apt/caliban/lists \
    && set -- -o Dir::Cache=/var/cache/apt/caliban -o Dir::State::Lists=/var/cache/apt/caliban/lists -o APT::Keep-Downloaded-Packages=true \
    && apt-get "$@" update \
    && DEBIAN_FRONTEND=noninteractive apt-get "$@" install --yes --no-install-recommends \
        curl \
        git \
    && rm -rf /var/cache/apt/caliban

COPY ["environment.yml", "./environment.yml"]
RUN PATH="$PATH:/opt/conda/bin" \
    && { conda="$(command -v micromamba || command -v mamba || command -v conda)" || { echo 'environment.yml needs micromamba, mamba or conda, and python:3.12-slim has none of them on its PATH or in /opt/conda/bin. Use a BaseImage that has one, such as mambaorg/micromamba or condaforge/miniforge3.' >&2; exit 1; }; } \
    && prefix="$(python -c 'import sys; print(sys.prefix)' 2>/dev/null || echo "${CONDA_PREFIX:-${MAMBA_ROOT_PREFIX:-/opt/conda}}")" \
    && export PIP_NO_CACHE_DIR=1 \
    && case "$conda" in */micromamba) "$conda" install --yes --quiet --prefix "$prefix" --file environment.yml ;; *) "$conda" env update --quiet --prefix "$prefix" --file environment.yml ;; esac \
    && "$conda" clean --all --yes --quiet

RUN mkdir -p /opt \
    && python -c 'import sys, tarfile, urllib.request; tarfile.open(fileobj=urllib.request.urlopen(sys.argv[1]), mode="r|gz").extractall("/opt")' "${CALIBAN_JULIA_SERVER:-https://julialang-s3.julialang.org}/bin/linux/aarch64/1.10/julia-1.10.4-linux-aarch64.tar.gz" \
    && chown -R 0:0 /opt/julia-1.10.4 \
    && ln -sf /opt/julia-1.10.4/bin/julia /usr/local/bin/julia
RUN python -c 'import sys, urllib.request; urllib.request.urlretrieve(*sys.argv[1:])' "${CALIBAN_CLOUD_SQL_PROXY_SERVER:-https://storage.googleapis.com}/cloud-sql-connectors/cloud-sql-proxy/v2.14.0/cloud-sql-proxy.linux.arm64" /usr/local/bin/cloud-sql-proxy \
    && chmod 755 /usr/local/bin/cloud-sql-proxy

COPY ["requirements.txt", "./requirements.txt"]
COPY ["more/base.txt", "./more/base.txt"]
RUN PIP_BREAK_SYSTEM_PACKAGES=1 python -m pip install --no-cache-dir -r requirements.txt

COPY ["pyproject.toml", "./"]
COPY ["src/a/__init__.py", "./src/a/"]
COPY ["src/b/__init__.py", "src/b/version.py", "./src/b/"]
RUN mkdir -p 'src/c' \
    && PIP_BREAK_SYSTEM_PACKAGES=1 python -m pip install --no-cache-dir --editable '.[cpu,plots]'

RUN PIP_BREAK_SYSTEM_PACKAGES=1 python -m pip install --no-cache-dir 'numpy>=2'

ENV B=1
RUN a \
    && b
