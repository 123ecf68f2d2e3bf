package taskgrid.grid.wire;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What answers calls on a member. */
public interface CallTarget {
  /** The name under which the member's service is registered with Hazelcast. */
  String SERVICE = "taskgrid";

  /**
   * Answers a call, now or later, exactly once. Runs on a partition thread for calls to an owner,
   * on an operation thread for others: it must not block.
   *
   * @param caller the asking member or client
   */
  void answer(Call call, int partition, byte[] request, @Nullable UUID caller, Answer answer);

  /** Where an answer goes. Either method may be called from any thread. */
  interface Answer {
    void done(byte[] reply);

    void failed(Throwable failure);
  }
}
