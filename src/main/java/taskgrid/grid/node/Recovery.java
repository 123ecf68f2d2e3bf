package taskgrid.grid.node;

import com.hazelcast.core.HazelcastInstanceNotActiveException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import taskgrid.grid.client.Caller;
import taskgrid.grid.layout.ByteReader;
import taskgrid.grid.layout.ByteWriter;
import taskgrid.grid.run.Dispatcher;
import taskgrid.grid.run.HeldClaims;
import taskgrid.grid.run.Opener;
import taskgrid.grid.wire.Call;
import taskgrid.grid.wire.Codec;

/**
 * Takes over partitions that this member has come to own, by a crash, a migration or a merge: reads
 * their logs into the index, asks every member once what it runs in them, and only then lets tasks
 * be started there. One thread; partitions that arrive together are taken over together.
 */
final class Recovery implements Runnable {
  private static final Logger LOG = LogManager.getLogger(Recovery.class);
  private static final long GATHER_MILLIS = 20;
  private static final long ASK_AGAIN_MILLIS = 100;

  private final BlockingQueue<Integer> arrived = new LinkedBlockingQueue<>();
  private final Ownership ownership;
  private final StoredLogs logs;
  private final CrashMarks crashMarks;
  private final Opener opener;
  private final Dispatcher dispatcher;
  private final Others others;
  private final Runnable sweep;
  private volatile boolean stopped;

  /**
   * What has come, and what there is to know of it.
   *
   * @param logs the logs in the store
   * @param crashMarks what members that crashed may have been running
   */
  record Ground(Ownership ownership, StoredLogs logs, CrashMarks crashMarks) {}

  /** The other members. */
  interface Others extends Caller {
    /** Their ids now; none for one that has left. */
    Set<UUID> ids();

    /** This member's own id. */
    UUID self();
  }

  Recovery(Ground ground, Opener opener, Dispatcher dispatcher, Others others, Runnable sweep) {
    this.ownership = ground.ownership();
    this.logs = ground.logs();
    this.crashMarks = ground.crashMarks();
    this.opener = opener;
    this.dispatcher = dispatcher;
    this.others = others;
    this.sweep = sweep;
  }

  /** A partition has come; called on its own thread. */
  synchronized void arrived(int partition) {
    ownership.recover(partition);
    arrived.add(partition);
  }

  /** One that has come again meanwhile is not done: others may have run tasks of it in between. */
  private synchronized void recovered(Set<Integer> partitions) {
    partitions.stream()
        .filter(partition -> !arrived.contains(partition))
        .forEach(ownership::recovered);
  }

  void stop(Thread thread) {
    stopped = true;
    thread.interrupt();
  }

  @Override
  public void run() {
    while (!stopped) {
      try {
        Set<Integer> partitions = gather();
        recover(partitions);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (HazelcastInstanceNotActiveException e) {
        LOG.debug("nothing more is taken over: the member is leaving");
        return;
      } catch (RuntimeException e) {
        // The thread lives as long as the member; what failed is queued again by recover.
        LOG.warn("taking over partitions failed and is tried again: {}", e.toString());
      }
    }
  }

  private Set<Integer> gather() throws InterruptedException {
    Set<Integer> partitions = new TreeSet<>();
    partitions.add(arrived.take());
    TimeUnit.MILLISECONDS.sleep(GATHER_MILLIS);
    arrived.drainTo(partitions);
    partitions.removeIf(partition -> !ownership.owns(partition));
    return partitions;
  }

  private void recover(Set<Integer> partitions) throws InterruptedException {
    try {
      logs.readAll(partitions::contains);
      askEverybody(partitions);
      opener.casualties(crashMarks.casualties());
    } catch (RuntimeException e) {
      TimeUnit.MILLISECONDS.sleep(ASK_AGAIN_MILLIS);
      arrived.addAll(partitions);
      throw e;
    }
    recovered(partitions);
    sweep.run();
  }

  /**
   * Returns when everybody has answered or has left. Also this member itself, which may be running
   * tasks that it had from the owner before, or from the time when it was the owner.
   */
  private void askEverybody(Set<Integer> partitions) throws InterruptedException {
    byte[] question = question(partitions);
    Set<UUID> answered = new HashSet<>();
    while (!stopped) {
      Set<UUID> left = new HashSet<>(others.ids());
      left.add(others.self());
      left.removeAll(answered);
      if (left.isEmpty()) {
        return;
      }
      for (UUID member : left) {
        if (ask(member, question)) {
          answered.add(member);
        }
      }
      if (!answered.containsAll(left)) {
        TimeUnit.MILLISECONDS.sleep(ASK_AGAIN_MILLIS);
      }
    }
  }

  private boolean ask(UUID member, byte[] question) {
    try {
      byte[] answer = others.call(member, Call.HELD, question).toCompletableFuture().join();
      ranges(answer).forEach(range -> dispatcher.heldBy(member, range));
      return true;
    } catch (RuntimeException e) {
      LOG.debug("member {} does not say yet what it runs: {}", member, e.toString());
      return false;
    }
  }

  static byte[] question(Set<Integer> partitions) {
    ByteWriter out = new ByteWriter().varint(partitions.size());
    partitions.forEach(out::varint);
    return out.toByteArray();
  }

  static Set<Integer> partitions(byte[] question) {
    ByteReader in = new ByteReader(question);
    Set<Integer> partitions = new HashSet<>();
    for (int left = in.varint(0, in.remaining()); left > 0; left--) {
      partitions.add((int) in.varint());
    }
    return partitions;
  }

  static byte[] answer(List<HeldClaims.Range> ranges) {
    ByteWriter out = new ByteWriter().varint(ranges.size());
    for (HeldClaims.Range range : ranges) {
      Codec.write(out, range.key());
      out.varint(range.from()).varint(range.to());
    }
    return out.toByteArray();
  }

  static List<HeldClaims.Range> ranges(byte[] answer) {
    ByteReader in = new ByteReader(answer);
    List<HeldClaims.Range> ranges = new ArrayList<>();
    for (int left = in.varint(0, in.remaining()); left > 0; left--) {
      ranges.add(new HeldClaims.Range(Codec.batchKey(in), (int) in.varint(), (int) in.varint()));
    }
    return ranges;
  }
}
