"""The peer of our history: the same rows in the same tables with bare sqlite3. Prints jobs, seconds and peak bytes."""
import json
import resource
import sqlite3
import sys
import time

JOBS = """
SELECT e.arguments, j.*, e.*, g.*, r.*, i.reference, i.digest, f.*
FROM caliban_jobs j
JOIN caliban_experiments e ON e.id = j.experiment_id
JOIN caliban_groups g ON g.id = e.group_id
JOIN caliban_runs r ON r.id = j.run_id
JOIN caliban_images i ON i.id = r.image_id
JOIN caliban_fingerprints f ON f.id = j.fingerprint_id
ORDER BY j.id
"""


def submit(database):
    """Another job for each experiment, planned for the run that there is: nothing is looked up."""
    jobs = database.execute("SELECT run_id, experiment_id, fingerprint_id FROM caliban_jobs").fetchall()
    database.executemany(
        "INSERT INTO caliban_jobs (run_id, experiment_id, fingerprint_id, attempt, state, host, created_at)"
        " VALUES (?, ?, ?, 1, 0, 'host', 1795770000000)", jobs)
    database.commit()
    return len(jobs)


def compare(database):
    """Whether each fingerprint has succeeded; they need not be made."""
    hashes = [row[0] for row in database.execute("SELECT hash FROM caliban_fingerprints")]
    succeeded = [database.execute(
        "SELECT max(j.id) FROM caliban_fingerprints f JOIN caliban_jobs j ON j.fingerprint_id = f.id"
        " WHERE f.hash = ? AND j.state = 4", (hash,)).fetchone()[0] for hash in hashes]
    return sum(job is not None for job in succeeded)


def status(database):
    """Every job with what belongs to it, and a line of text for each."""
    lines = [" ".join(map(str, [*row, *json.loads(row[0])])) for row in database.execute(JOBS)]
    return len(lines)


work, path = sys.argv[1:]
start = time.perf_counter()
database = sqlite3.connect(path)
count = {"submit-sweep": submit, "compare-sweep": compare, "show-status": status}[work](database)
database.close()
seconds = time.perf_counter() - start
print(count, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
