"""Where a student's code runs, and how we talk to it: values cross as bytes, objects never do."""
