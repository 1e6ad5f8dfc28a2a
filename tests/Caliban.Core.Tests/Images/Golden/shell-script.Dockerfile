# Written by Caliban.Sdk from the project file; changes made here are lost.
FROM python:3.12-slim AS environment
WORKDIR /usr/app

FROM environment
WORKDIR /usr/app
ENTRYPOINT ["/bin/bash", "jobs/run.sh"]
COPY ["jobs", "./jobs"]
