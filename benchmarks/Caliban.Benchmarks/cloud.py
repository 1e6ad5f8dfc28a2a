"""The peer of our submissions: one request after the other over one connection. Prints jobs, seconds and peak bytes."""
import http.client
import json
import resource
import sys
import time
import urllib.parse

address, token, project, count = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
connection = http.client.HTTPConnection(urllib.parse.urlsplit(address).netloc)
start = time.perf_counter()
made = 0
for number in range(count):
    body = json.dumps({
        "displayName": f"peer_{number}",
        "jobSpec": {"workerPoolSpecs": [{
            "machineSpec": {"machineType": "n1-highcpu-32"},
            "replicaCount": "1",
            "containerSpec": {"imageUri": "europe-docker.pkg.dev/p/team/image", "args": ["--seed", str(number)]},
        }]},
    })
    connection.request("POST", f"/v1/projects/{project}/locations/us-central1/customJobs", body, {
        "Authorization": f"Bearer {token}", "Content-Type": "application/json"})
    answer = connection.getresponse()
    answer.read()
    made += answer.status == 200
seconds = time.perf_counter() - start
print(made, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
