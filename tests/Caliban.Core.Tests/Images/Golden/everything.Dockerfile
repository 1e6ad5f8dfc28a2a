# Written by Caliban.Sdk from the project file; changes made here are lost.
FROM registry.example.com:5000/team/base:1.2@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef AS environment
WORKDIR /usr/app

RUN mkdir -p /var/cache/apt/caliban/lists \
    && set -- -o Dir::Cache=/var/cache/apt/caliban -o Dir::State::Lists=/var/cache/apt/caliban/lists -o APT::Keep-Downloaded-Packages=true \
    && apt-get "$@" update \
    && DEBIAN_FRONTEND=noninteractive apt-get "$@" install --yes --no-install-recommends \
        build-essential \
        git=1:2.39.5-0+deb12u2 \
        libgomp1 \
    && rm -rf /var/cache/apt/caliban

COPY ["requirements.txt", "./requirements.txt"]
RUN PIP_BREAK_SYSTEM_PACKAGES=1 python3 -m pip install --no-cache-dir -r requirements.txt

RUN PIP_BREAK_SYSTEM_PACKAGES=1 python3 -m pip install --no-cache-dir 'numpy>=2,<3' 'torch[extra]==2.5; python_version > "3.9"'

FROM environment
WORKDIR /usr/app
ENTRYPOINT ["python3", "-m", "trainer.train"]
COPY ["models", "./models"]
COPY ["data/raw", "./data/raw"]
COPY ["trainer", "./trainer"]
