raise SystemExit("no package")
