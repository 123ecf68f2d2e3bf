package taskgrid.job;

/**
 * Where a task was written down, for messages.
 *
 * @param name of the input as it was typed; of a job that was not submitted here, its id
 * @param line in that input, from 1
 */
public record Place(String name, long line) {
  @Override
  public String toString() {
    return name + ":" + line;
  }
}
