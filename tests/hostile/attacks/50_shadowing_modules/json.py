raise SystemExit("not json")
