package taskgrid.job;

import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Which line of which input a task is. Written by the submitter's thread; anybody may ask. */
final class Places {
  private final String job;

  /** The name of each input under the number of its first line. */
  private final ConcurrentNavigableMap<Long, String> inputs = new ConcurrentSkipListMap<>();

  Places(String job) {
    this.job = job;
  }

  void begins(long line, String input) {
    inputs.put(line, input);
  }

  Place of(long task) {
    Map.Entry<Long, String> input = inputs.floorEntry(task);
    return input == null
        ? new Place(job, task)
        : new Place(input.getValue(), task - input.getKey() + 1);
  }
}
