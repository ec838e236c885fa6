"""Runs other programs: a shell, setuid helpers, an interpreter with torch. No execve; no new
privileges.
"""
# row: 36
# layer: S
# kernel: needed


def attack():
    subprocess = borrow("subprocess")
    attempt(lambda: subprocess.run(["/bin/echo", GRADER["kernel_canary"]], capture_output=True).stdout)
    attempt(lambda: os.popen("echo " + GRADER["kernel_canary"]).read())
    if attempt(os.system, f"touch /tmp/{CHILD_MARK}") == 0:
        loot(GRADER["kernel_canary"])
    attempt(os.execv, "/bin/true", ["true"])
    attempt(lambda: borrow("multiprocessing").get_context("spawn").Process(target=print).start())


attack()
