package taskgrid.job;

/**
 * How results are read.
 *
 * @param inOrder by line number instead of as they come
 * @param withInput with each task's line, and its function's name
 * @param follow wait for results of tasks that have not ended; otherwise an unfinished job is read
 *     as far as it is. Always so for a job that was submitted here
 */
public record ResultOptions(boolean inOrder, boolean withInput, boolean follow) {}
