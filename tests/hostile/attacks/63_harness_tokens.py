"""Looks for the platform's tokens and configuration in its usual places. No files."""
# row: 63
# layer: S U
# kernel: needed


def attack():
    for path in (
        "/autograder/results/results.json", "/autograder/submission_metadata.json", "/autograder/harness.py",
        "/proc/1/environ", "/proc/self/mountinfo", "/run/secrets", "/var/run/docker.sock",
        GRADER["folder"] + "/private",
    ):
        attempt(steal, path)
        attempt(os.listdir, path)
