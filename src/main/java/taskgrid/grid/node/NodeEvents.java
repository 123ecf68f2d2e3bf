package taskgrid.grid.node;

import java.net.InetSocketAddress;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;
import taskgrid.grid.log.LogIndex;
import taskgrid.grid.run.Dispatcher;
import taskgrid.grid.run.OpenBatch;
import taskgrid.grid.run.Slots;
import taskgrid.grid.wire.Call;
import taskgrid.grid.wire.CallTarget;

/** What a member does when partitions and members come and go. */
final class NodeEvents implements MemberService.MemberEvents {
  private final Ownership ownership;
  private final Recovery recovery;
  private final Running running;
  private final LostView lostView;
  private final CallTarget calls;
  private final Executor blocking;
  private final Runnable changed;

  /** What has to be moved along with a partition. */
  record Running(Dispatcher dispatcher, Slots slots, LogIndex index) {}

  /**
   * @param changed told that members or partitions have changed; returns at once
   */
  NodeEvents(
      Ownership ownership,
      Recovery recovery,
      Running running,
      LostView lostView,
      CallTarget calls,
      Executor blocking,
      Runnable changed) {
    this.ownership = ownership;
    this.recovery = recovery;
    this.running = running;
    this.lostView = lostView;
    this.calls = calls;
    this.blocking = blocking;
    this.changed = changed;
  }

  @Override
  public void answer(
      Call call, int partition, byte[] request, @Nullable UUID caller, Answer answer) {
    calls.answer(call, partition, request, caller, answer);
  }

  /** Before the data is copied: what has not started goes back into the batch and stays there. */
  @Override
  public void leaving(int partition) {
    ownership.leaving(partition);
    running.slots.takeBack(in(partition));
  }

  @Override
  public void stays(int partition) {
    ownership.stays(partition);
    running.slots.callForHelp();
  }

  @Override
  public void left(int partition) {
    evict(in(partition));
    ownership.left(partition);
  }

  /** What is not in a log yet is given to the new owner, off the partition's thread. */
  private void evict(Predicate<BatchKey> leaving) {
    for (OpenBatch batch : running.dispatcher.evict(leaving)) {
      var rest = batch.close();
      blocking.execute(() -> rest.forEach(part -> part.acknowledgement().settled(false)));
    }
    running.index.evict(leaving);
  }

  @Override
  public void arrived(int partition) {
    evict(in(partition));
    recovery.arrived(partition);
    changed.run();
  }

  @Override
  public void memberCame(int members) {
    lostView.sees(members);
    changed.run();
  }

  @Override
  public void memberLeft(UUID member, InetSocketAddress address, int members) {
    lostView.sees(members);
    lostView.left(member, address);
    changed.run();
    // What became of suspects that it held stands in its marks, which are read elsewhere: that may
    // block.
    if (!running.dispatcher.holdsSuspects(member) && running.dispatcher.release(member)) {
      running.slots.callForHelp();
    }
  }

  @Override
  public void reset() {
    running.slots.takeBack(key -> true);
    evict(key -> true);
    for (int partition = 0; partition < ownership.partitionCount(); partition++) {
      ownership.left(partition);
    }
  }

  private Predicate<BatchKey> in(int partition) {
    return key -> ownership.partitionOf(key) == partition;
  }
}
