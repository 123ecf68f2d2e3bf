package taskgrid.real.inside;

/**
 * One run of a task's function.
 *
 * @param endMillis when it ended, epoch milliseconds; 0 if it never did
 */
public record Execution(String job, long task, int attempt, long startMillis, long endMillis) {}
