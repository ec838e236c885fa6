raise SystemExit("not the autograder")
