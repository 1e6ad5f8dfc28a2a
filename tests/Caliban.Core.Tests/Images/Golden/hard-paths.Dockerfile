# Written by Caliban.Sdk from the project file; changes made here are lost.
FROM python:3.12-slim
WORKDIR /usr/app

COPY ["it\\'s", "/usr/app/it\\'s"]
COPY ["say \\\"hi\\\"", "/usr/app/say \\\"hi\\\""]
COPY ["\\$HOME/\\${x}", "/usr/app/\\$HOME/\\${x}"]
COPY ["a[[]1][*][?]", "/usr/app/a[1]*?"]
COPY ["größe/数据", "/usr/app/größe/数据"]
COPY ["#c", "/usr/app/#c"]
COPY ["-v", "/usr/app/-v"]
COPY ["<&>", "/usr/app/<&>"]
COPY ["my code", "/usr/app/my code"]
ENTRYPOINT ["python", "my code/it's \"$HOME\".py"]
