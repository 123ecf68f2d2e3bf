/**
 * The nouns: task, result, job, states, options. Values only; JDK only. Every other package may use
 * these; they use nothing. Start at {@link taskgrid.task.TaskResult} and {@link
 * taskgrid.task.JobOptions}.
 */
@NullMarked
package taskgrid.task;

import org.jspecify.annotations.NullMarked;
