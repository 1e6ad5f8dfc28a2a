FROM environment
WORKDIR /usr/app
ENTRYPOINT ["/bin/sh", "-c", "mkdir -p /tmp/cloudsql; /usr/local/bin/cloud-sql-proxy --unix-socket /tmp/cloudsql 'p:r:d' >/dev/null 2>&1 & tries=0; while [ ! -S '/tmp/cloudsql/p:r:d/.s.PGSQL.5432' ] && [ $tries -lt 100 ] && kill -0 $! 2>/dev/null; do sleep 0.1; tries=$((tries + 1)); done; exec \"$@\"", "caliban", "python", "-m", "trainer.train"]
ADD ["code.tar", "/"]
