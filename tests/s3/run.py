"""Documents and data sets in object storage, held against a local server that speaks S3 (moto).

    python tests/s3/run.py TVAERSNIT SEEDS

Needed: tests/s3/requirements.txt. Ends with an error where anything differs from the same build on this machine.
"""

import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import boto3
from moto.server import ThreadedMotoServer

program, seeds = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
server.start()
host, port = server.get_host_and_port()
environment = {
    **os.environ,
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_REGION": "eu-north-1",
    "AWS_DEFAULT_REGION": "eu-north-1",
    "AWS_ENDPOINT_URL": f"http://{host}:{port}",
}
os.environ.update(environment)
s3 = boto3.client("s3")
cases = 0


def tvaersnit(*words, exit_code=0):
    done = subprocess.run([program, *words], env=environment, capture_output=True, text=True)
    assert done.returncode == exit_code, (words, done.returncode, done.stdout, done.stderr)
    return done.stderr


def hashes(folder):
    paths = sorted(path for path in Path(folder).rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def stored(prefix):
    listed = s3.get_paginator("list_objects_v2").paginate(Bucket="bucket", Prefix=prefix)
    keys = sorted(entry["Key"] for page in listed for entry in page.get("Contents", []))
    body = lambda key: s3.get_object(Bucket="bucket", Key=key)["Body"].read()
    return {key.removeprefix(prefix): hashlib.sha256(body(key)).hexdigest() for key in keys}


def current():
    return s3.get_object(Bucket="bucket", Key="data/CURRENT")["Body"].read().decode().strip()


def told(what):
    global cases
    cases += 1
    print(f"ok  {what}")


with tempfile.TemporaryDirectory() as scratch:
    scratch = Path(scratch)
    s3.create_bucket(Bucket="bucket", CreateBucketConfiguration={"LocationConstraint": "eu-north-1"})
    for path in sorted(seeds.rglob("*")):
        if path.is_file():
            s3.upload_file(str(path), "bucket", f"documents/2025/{path.relative_to(seeds).as_posix()}")

    (scratch / "documents").mkdir()
    (scratch / "documents" / "2025").symlink_to(seeds)
    here = scratch / "here"
    tvaersnit("build", "s3://bucket/documents/2025", "--out", here)
    local = scratch / "local"
    tvaersnit("build", seeds, "--out", local)
    assert hashes(here) == hashes(local)
    told("documents from object storage give the bytes that the same folder gives")

    tvaersnit("build", "s3://bucket/documents/2025", "--out", "s3://bucket/data")
    version = current()
    assert stored(f"data/{version}/") == hashes(local)
    told("a data set in object storage has the bytes that it has here")

    back = scratch / "back"
    tvaersnit("pull", "s3://bucket/data", "--out", back)
    assert hashes(back) == hashes(local)
    tvaersnit("check", back)
    told("it comes back whole, and its rules hold")

    parts = scratch / "parts"
    tvaersnit("build", "s3://bucket/documents/2025", "--partitioned", "--out", "s3://bucket/parts")
    message = tvaersnit("build", "s3://bucket/documents/2025", "--partitioned", "--out", "s3://bucket/parts")
    tvaersnit("pull", "s3://bucket/parts", "--out", parts)
    tvaersnit("build", seeds, "--partitioned", "--out", scratch / "parts-here")
    assert hashes(parts) == hashes(scratch / "parts-here")
    assert "taken over" in message or "kept" in message, message
    told("a data set in parts is brought first, and what did not change is taken over")

    one = next(path for path in sorted(seeds.rglob("*.txt")) if path.name != "README.txt")
    tvaersnit("build", f"s3://bucket/documents/2025/{one.relative_to(seeds).as_posix()}", "--out", scratch / "one")
    told("an address may name one document")

    small = scratch / "small"
    tvaersnit("build", one, "--out", small)
    tvaersnit("push", "s3://bucket/data", "--data", small)
    assert current() != version
    tvaersnit("pull", "s3://bucket/data", "--out", back)
    assert hashes(back) == hashes(small)
    told("a later version takes its place; the earlier one stays")
    assert stored(f"data/{version}/") == hashes(local)

    for at in range(12):
        before = current()
        data = small if before == version else local
        push = subprocess.Popen([program, "push", "s3://bucket/data", "--data", data], env=environment, stderr=subprocess.DEVNULL)
        time.sleep(0.02 + 0.03 * at)
        push.send_signal(signal.SIGKILL)
        push.wait()
        again = scratch / f"again-{at}"
        tvaersnit("pull", "s3://bucket/data", "--out", again)
        assert hashes(again) in (hashes(local), hashes(small))
    told("a push that is killed (12 moments) leaves the earlier version or the new one")

    s3.put_object(Bucket="bucket", Key=f"data/{current()}/items.parquet", Body=b"damaged")
    before = hashes(back)
    message = tvaersnit("pull", "s3://bucket/data", "--out", back, exit_code=1)
    assert "items.parquet" in message, message
    assert hashes(back) == before
    told("a damaged file is named, and nothing is replaced")

    for address, words in [("s3://none/documents", "none"), ("s3://bucket/none", "none"), ("s3://", "s3://BUCKET/FOLDER")]:
        message = tvaersnit("build", address, "--out", scratch / "none", exit_code=1)
        assert words in message, message
        assert not (scratch / "none").exists()
    told("what is not there is named")

    s3.put_object(Bucket="bucket", Key="large/large.txt", Body=b"x" * 500_000)
    s3.upload_file(str(one), "bucket", f"large/{one.name}")
    message = tvaersnit("build", "s3://bucket/large", "--max-bytes", "300000", "--out", scratch / "large", exit_code=3)
    assert "large.txt" in message, message
    told("an object over the limit is refused by name")

server.stop()
print(f"{cases} cases")
