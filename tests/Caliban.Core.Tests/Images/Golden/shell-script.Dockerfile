# Written by Caliban.Sdk from the project file; changes made here are lost.
FROM python:3.12-slim
WORKDIR /usr/app

COPY ["jobs", "/usr/app/jobs"]
ENTRYPOINT ["/bin/bash", "jobs/run.sh"]
