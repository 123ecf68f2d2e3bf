package taskgrid.cli;

import org.jspecify.annotations.Nullable;
import taskgrid.task.TaskNumbers;

/**
 * What {@code k3f9a2}, {@code k3f9a2.17} and {@code k3f9a2.1-100,205} stand for.
 *
 * @param job its id, a unique beginning of it, or {@code last}
 * @param tasks null for the whole job
 */
record TaskReference(String job, @Nullable TaskNumbers tasks) {
  static TaskReference parse(String text) {
    int dot = text.indexOf('.');
    if (dot < 0) {
      return new TaskReference(text, null);
    }
    try {
      return new TaskReference(text.substring(0, dot), TaskNumbers.parse(text.substring(dot + 1)));
    } catch (IllegalArgumentException e) {
      throw UsageErrors.refuse(
          OneLine.of(text) + ": " + OneLine.of(String.valueOf(e.getMessage())));
    }
  }
}
