package taskgrid.grid.node;

import java.io.IOException;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import taskgrid.grid.Bundles;
import taskgrid.grid.Grid.BundleState;
import taskgrid.grid.Grid.JobFacts;
import taskgrid.grid.client.FactStore;
import taskgrid.grid.wire.BundleCodec;
import taskgrid.grid.wire.Call;
import taskgrid.grid.wire.CallTarget.Answer;
import taskgrid.task.Shipped;

/**
 * Gets the files that jobs ship from members that have them, gives them to others, and lets go of
 * those that no job needs any more.
 */
final class BundleFetch {
  private static final Logger LOG = LogManager.getLogger(BundleFetch.class);
  private static final int PIECE = 1 << 20;
  private static final long PATIENCE_SECONDS = 30;

  private final Bundles bundles;
  private final Recovery.Others others;
  private final FactStore facts;
  private final Executor blocking;
  private final Runnable changed;

  /** Ids of what is being fetched. */
  private final Set<String> fetching = ConcurrentHashMap.newKeySet();

  /** Jobs that ship something here and whose facts were not there when that was last looked at. */
  private Set<String> unknown = Set.of();

  /**
   * @param blocking runs what waits
   * @param changed is run when this member has more files than before, or fewer
   */
  BundleFetch(
      Bundles bundles,
      Recovery.Others others,
      FactStore facts,
      Executor blocking,
      Runnable changed) {
    this.bundles = bundles;
    this.others = others;
    this.facts = facts;
    this.blocking = blocking;
    this.changed = changed;
  }

  /** A member or a submitter sends a piece. */
  void write(byte[] request, Answer answer) {
    BundleCodec.Piece piece = BundleCodec.piece(request);
    blocking.execute(
        () -> {
          try {
            answer.done(BundleCodec.encode(write(piece)));
          } catch (IOException | RuntimeException e) {
            // Whoever sends must hear of it, whatever it is.
            answer.failed(new IllegalStateException(e.getMessage(), e));
          }
        });
  }

  private long write(BundleCodec.Piece piece) throws IOException {
    long next = bundles.write(piece.job(), piece.bundle(), piece.offset(), piece.piece());
    if (next == piece.bundle().size()) {
      changed.run();
    }
    return next;
  }

  /** Another member asks for a piece. */
  void read(String id, long offset, int most, Answer answer) {
    blocking.execute(
        () -> {
          try {
            byte[] piece = bundles.read(id, offset, Math.min(most, PIECE));
            answer.done(piece == null ? new byte[0] : piece);
          } catch (IOException | RuntimeException e) {
            // As above.
            answer.failed(new IllegalStateException(e.getMessage(), e));
          }
        });
  }

  /** Somebody says that a job's files will be needed here. */
  BundleState need(byte[] request) {
    BundleCodec.Piece needed = BundleCodec.piece(request);
    need(needed.job(), needed.bundle());
    boolean ready = bundles.ready().contains(needed.bundle().id());
    return new BundleState(ready, ready ? null : bundles.trouble(needed.bundle().id()));
  }

  /** Whether a job's files are here, if it has shipped any. */
  boolean has(JobFacts job) {
    Shipped shipped = job.options().shipped();
    return shipped == null || bundles.ready().contains(shipped.id());
  }

  /** The same of a job that this member has met. Does not block. */
  void need(String job, Shipped bundle) {
    String id = bundle.id();
    if (bundles.ready().contains(id)) {
      blocking.execute(() -> bundles.use(job, id));
    } else if (fetching.add(id)) {
      blocking.execute(
          () -> {
            try {
              fetch(job, bundle);
            } finally {
              fetching.remove(id);
            }
          });
    }
  }

  /** Tells another member that it lacks the files of a job. */
  void tell(UUID member, String job, Shipped bundle) {
    byte[] request = BundleCodec.encode(new BundleCodec.Piece(job, bundle, 0, new byte[0]));
    others
        .call(member, Call.BUNDLE_NEED, request)
        .whenComplete(
            (state, failure) -> {
              if (failure != null) {
                LOG.debug("member {} was not told of files: {}", member, failure.toString());
              }
            });
  }

  /** Asks the others one by one; should none have it whole, somebody asks for it again. */
  private void fetch(String job, Shipped bundle) {
    for (UUID member : others.ids()) {
      try {
        if (fetch(job, bundle, member)) {
          return;
        }
      } catch (IOException e) {
        LOG.warn("the files of job {} cannot be stored: {}", job, e.getMessage());
        return;
      } catch (ExecutionException | TimeoutException | IllegalStateException e) {
        LOG.debug("member {} does not give the files of job {}: {}", member, job, e.toString());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private boolean fetch(String job, Shipped bundle, UUID member)
      throws IOException, ExecutionException, TimeoutException, InterruptedException {
    // What has come so far stays, from whomever it was.
    long offset = 0;
    while (true) {
      byte[] request = BundleCodec.read(bundle.id(), offset, PIECE);
      byte[] piece =
          others
              .call(member, Call.BUNDLE_READ, request)
              .toCompletableFuture()
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (piece.length == 0) {
        return false;
      }
      offset = write(new BundleCodec.Piece(job, bundle, offset, piece));
      if (offset == bundle.size()) {
        return true;
      }
    }
  }

  /**
   * Lets go of the files of forgotten jobs. A job whose facts are not there may have been forgotten
   * long ago; it is given until the next look, for a split grid may find them again. Blocks.
   */
  void sweep() {
    Set<String> missing = ConcurrentHashMap.newKeySet();
    for (String job : bundles.jobs()) {
      JobFacts known = facts.read(job);
      if (known == null) {
        missing.add(job);
      }
      if (known != null ? known.forgotten() : unknown.contains(job)) {
        forget(job);
      }
    }
    unknown = missing;
  }

  /** A job is no more. Blocks. */
  void forget(String job) {
    bundles.forget(job);
    changed.run();
  }
}
