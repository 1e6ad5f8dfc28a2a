# Written by Caliban.Sdk from the project file; changes made here are lost.
FROM python:3.12-slim AS environment
WORKDIR /usr/app

FROM environment
WORKDIR /usr/app
ENTRYPOINT ["python", "my code/it's \"$HOME\".py"]
COPY ["it\\'s", "./it\\'s"]
COPY ["say \\\"hi\\\"", "./say \\\"hi\\\""]
COPY ["\\$HOME/\\${x}", "./\\$HOME/\\${x}"]
COPY ["a[[]1][*][?]", "./a[1]*?"]
COPY ["größe/数据", "./größe/数据"]
COPY ["#c", "./#c"]
COPY ["-v", "./-v"]
COPY ["<&>", "./<&>"]
COPY ["my code", "./my code"]
