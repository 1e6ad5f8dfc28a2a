# Written by Caliban.Sdk from the project file; changes made here are lost.
FROM python:3.12-slim
WORKDIR /usr/app

COPY [".", "/usr/app/"]
ENTRYPOINT ["python", "train.py"]
