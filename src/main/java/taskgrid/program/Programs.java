package taskgrid.program;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The shells and workers of a member: as many as are busy at the same time. One that has nothing to
 * do is kept for a while for tasks like the last.
 *
 * <p>Guarded by its monitor; a shell or a worker is used by whoever has taken it.
 */
public final class Programs implements AutoCloseable {
  private static final Logger LOG = LogManager.getLogger(Programs.class);

  /** A shell is small, and good for every job. */
  private static final long SHELL_IDLE_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** An interpreter is large, and its job may be over. */
  private static final long WORKER_IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** A thread that waits for a process finds out so late that it was interrupted. */
  private static final long LOOK_MILLIS = 50;

  /** A command that prints without end finds out so late. */
  private static final long LOOK_AT_OUTPUT_MILLIS = 250;

  private final Supplier<Path> folder;
  private final IdleChildren<Surroundings, Shell> shells = new IdleChildren<>(SHELL_IDLE_NANOS);
  private final IdleChildren<Worker.Kind, Worker> workers = new IdleChildren<>(WORKER_IDLE_NANOS);

  /** Those that somebody has taken. */
  private final Set<Worker> busyWorkers = ConcurrentHashMap.newKeySet();

  private final Set<Shell> busyShells = ConcurrentHashMap.newKeySet();

  private @Nullable ScheduledExecutorService sweeper;
  private @Nullable OrphanGuard guard;
  private @Nullable Path files;
  private long started;
  private boolean closed;

  /**
   * @param folder where commands' output is kept while they run; made when it is needed
   */
  public Programs(Supplier<Path> folder) {
    this.folder = folder;
  }

  /**
   * A shell with these surroundings, which the caller gives back.
   *
   * @throws IOException if none can be started
   */
  synchronized Shell take(Surroundings surroundings) throws IOException {
    Shell kept = shells.take(surroundings);
    Shell shell = kept != null ? kept : start(surroundings);
    busyShells.add(shell);
    return shell;
  }

  private Shell start(Surroundings surroundings) throws IOException {
    String mark = mark();
    Path own = files == null ? Files.createDirectories(folder.get()).toAbsolutePath() : files;
    files = own;
    return Shell.start(surroundings, mark, own.resolve(Long.toString(started++)));
  }

  /** Nothing runs in it any more. */
  synchronized void giveBack(Shell shell, Surroundings surroundings) {
    busyShells.remove(shell);
    if (closed || !shell.usable()) {
      shell.close();
    } else {
      shells.put(surroundings, shell, System.nanoTime());
    }
  }

  /**
   * A worker of this kind, which the caller gives back.
   *
   * @throws IOException if none can be started
   */
  synchronized Worker take(Worker.Kind kind) throws IOException {
    Worker kept = workers.take(kind);
    Worker worker = kept != null ? kept : Worker.start(kind, mark(), started++);
    busyWorkers.add(worker);
    return worker;
  }

  /** It has answered, or is to be ended. */
  synchronized void giveBack(Worker worker) {
    busyWorkers.remove(worker);
    if (closed || !worker.usable()) {
      worker.close();
    } else {
      workers.put(worker.kind(), worker, System.nanoTime());
    }
  }

  /** What marks the processes of this member. */
  private String mark() throws IOException {
    if (closed) {
      throw new IOException("the member is leaving");
    }
    if (guard == null) {
      guard = OrphanGuard.start();
      sweeper =
          Executors.newSingleThreadScheduledExecutor(
              task -> {
                Thread thread = new Thread(task, "taskgrid-programs");
                thread.setDaemon(true);
                return thread;
              });
      sweeper.scheduleWithFixedDelay(this::closeOld, 1, 1, TimeUnit.SECONDS);
      sweeper.scheduleWithFixedDelay(
          this::endInterrupted, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
      sweeper.scheduleWithFixedDelay(
          () -> busyShells.forEach(Shell::endIfEndless),
          LOOK_AT_OUTPUT_MILLIS,
          LOOK_AT_OUTPUT_MILLIS,
          TimeUnit.MILLISECONDS);
    }
    return guard.mark();
  }

  private void endInterrupted() {
    busyShells.forEach(Shell::endIfInterrupted);
    busyWorkers.forEach(Worker::endIfUnwanted);
  }

  private synchronized void closeOld() {
    long now = System.nanoTime();
    shells.closeOld(now);
    workers.closeOld(now);
  }

  /** Ends all shells and workers and whatever they run. */
  @Override
  public synchronized void close() {
    closed = true;
    shells.closeAll();
    workers.closeAll();
    if (sweeper != null) {
      sweeper.shutdown();
    }
    if (guard != null) {
      guard.close();
    }
    if (files != null) {
      remove(files);
    }
  }

  private static void remove(Path folder) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      LOG.debug("{} stays behind: {}", folder, e.toString());
    }
  }
}
