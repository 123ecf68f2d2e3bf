package taskgrid.job;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import taskgrid.bundle.BundleFile;
import taskgrid.grid.Grid;
import taskgrid.grid.Grid.BundleState;
import taskgrid.grid.Grid.GridMember;
import taskgrid.task.GridException;
import taskgrid.task.JobOptions;
import taskgrid.task.Shipped;

/**
 * Sends the files of a job to one member, from which the others get them, and again should the
 * members be gone that had them.
 */
final class Shipping {
  private static final int PIECE = 1 << 20;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** So long the first two members that have the files wait for the others. */
  private static final long OTHERS_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** So long somebody may take to say that he has what nobody sends any more. */
  private static final long NOBODY_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Grid grid;
  private final String job;
  private final JobOptions options;
  private final Shipped shipped;
  private final @Nullable BundleFile file;
  private final AtomicBoolean again = new AtomicBoolean();

  /** How far members are: how many have it, and what hinders others. */
  private record States(int asked, int ready, List<String> troubles) {
    boolean settled() {
      return ready + troubles.size() == asked;
    }
  }

  /**
   * @param shipped what the job's options say
   * @param file null if only members can have it
   */
  Shipping(Grid grid, String job, JobOptions options, Shipped shipped, @Nullable BundleFile file) {
    this.grid = grid;
    this.job = job;
    this.options = options;
    this.shipped = shipped;
    this.file = file;
  }

  /**
   * Returns when all members that run the job have its files, or two and the others had some time.
   *
   * @throws GridException if none of them can take them
   */
  void ship() throws GridException {
    if (ask().ready() == 0) {
      if (file == null) {
        awaitOne();
      } else {
        send(file);
      }
    }
    long began = System.nanoTime();
    States states = ask();
    while (!states.settled()) {
      if (states.ready() >= 2 && System.nanoTime() - began > OTHERS_NANOS) {
        return;
      }
      pause();
      states = ask();
    }
    if (states.ready() == 0) {
      throw nowhere(states.troubles());
    }
  }

  /** Members have come or gone: looks, beside everything else, whether one has the files. */
  void membersChanged(ThreadFactory threads) {
    if (file != null && again.compareAndSet(false, true)) {
      threads.newThread(this::shipAgain).start();
    }
  }

  private void shipAgain() {
    try {
      if (ask().ready() == 0 && file != null) {
        send(file);
      }
    } catch (GridException e) {
      // Whoever comes next is asked again; what waits says why.
      return;
    } finally {
      again.set(false);
    }
  }

  /** Members that can run the job; if there is none yet, whoever is there keeps its files. */
  private List<GridMember> members() {
    List<GridMember> all = grid.members();
    List<GridMember> able = all.stream().filter(member -> Eligible.is(member, options)).toList();
    return able.isEmpty() ? all : able;
  }

  /** Tells members that they will need the files. */
  private States ask() {
    List<GridMember> members = members();
    int ready = 0;
    List<String> troubles = new ArrayList<>();
    var answers = Answers.askAll(members, id -> grid.needBundle(id, job, shipped));
    for (int i = 0; i < members.size(); i++) {
      BundleState state = answers.get(i).join();
      if (state == null || state.trouble() != null) {
        String why = state == null ? "no answer" : state.trouble();
        troubles.add("member " + members.get(i).address() + ": " + why);
      } else if (state.ready()) {
        ready++;
      }
    }
    return new States(members.size(), ready, troubles);
  }

  private void pause() throws GridException {
    LockSupport.parkNanos(LOOK_NANOS);
    if (Thread.currentThread().isInterrupted()) {
      throw new GridException("interrupted while the files of job " + job + " were sent");
    }
  }

  private void awaitOne() throws GridException {
    long began = System.nanoTime();
    States states = ask();
    while (states.ready() == 0) {
      if (System.nanoTime() - began > NOBODY_NANOS) {
        throw nowhere(states.troubles());
      }
      pause();
      states = ask();
    }
  }

  /** To the first member that takes them. */
  private void send(BundleFile from) throws GridException {
    List<String> troubles = new ArrayList<>();
    for (GridMember member : members()) {
      try {
        send(from, member);
        return;
      } catch (GridException e) {
        troubles.add("member " + member.address() + " " + e.getMessage());
      } catch (IOException e) {
        throw new GridException("--ship: " + e.getMessage(), e);
      }
    }
    throw nowhere(troubles);
  }

  private void send(BundleFile from, GridMember member) throws GridException, IOException {
    long offset = 0;
    while (offset < shipped.size()) {
      long at = offset;
      byte[] piece = from.piece(at, PIECE);
      offset =
          Answers.of(
              Answers.ask(() -> grid.sendPiece(member.id(), job, shipped, at, piece)),
              "take the files");
    }
  }

  private GridException nowhere(List<String> troubles) {
    String why = troubles.isEmpty() ? "no member has them (any more)" : String.join("; ", troubles);
    return new GridException("the files of job %s (%s): %s".formatted(job, shipped, why));
  }
}
