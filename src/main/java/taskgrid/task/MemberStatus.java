package taskgrid.task;

import java.util.Map;

/**
 * A snapshot of a member.
 *
 * @param address {@code host:port}
 * @param slots tasks that it runs at the same time
 * @param running tasks that run on it now
 * @param waiting tasks in its partitions that have not started
 * @param heapUsed bytes
 * @param heapMax bytes
 * @param version of Taskgrid
 */
public record MemberStatus(
    String address,
    Map<String, String> labels,
    int slots,
    int running,
    long waiting,
    long heapUsed,
    long heapMax,
    String version) {
  public MemberStatus {
    labels = Map.copyOf(labels);
  }
}
