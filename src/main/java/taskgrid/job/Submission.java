package taskgrid.job;

/** The sending side of a job that was submitted here. */
record Submission(Submitter submitter, SubmitCounters counters, Places places) {}
