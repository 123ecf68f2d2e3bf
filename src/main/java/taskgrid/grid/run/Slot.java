package taskgrid.grid.run;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import taskgrid.function.InvalidTask;
import taskgrid.function.TaskCall;
import taskgrid.function.TaskContext;
import taskgrid.function.TaskFailed;
import taskgrid.function.TaskInterrupted;
import taskgrid.function.TaskLanguage;
import taskgrid.grid.layout.Batch;
import taskgrid.task.Attempts;
import taskgrid.task.FailureKind;

/**
 * Runs claimed tasks on the calling thread, one after another, and turns what happens into records.
 */
final class Slot implements TaskContext {
  private static final int MAX_MESSAGE = 4096;

  private final Run run;
  private final TaskLanguage language;
  private final String member;
  private final Room room;
  private final Runnable deliver;
  private int line;

  /**
   * @param deliver delivers the results so far, when they have become large; may wait
   */
  Slot(Run run, String member, Room room, Runnable deliver) {
    this.run = run;
    this.language = run.job().language();
    this.member = member;
    this.room = room;
    this.deliver = deliver;
  }

  /** Runs the whole run. Returns how many tasks it ran. */
  int runAll() {
    int tasks = 0;
    long microsAtZero = System.currentTimeMillis() * 1000 - System.nanoTime() / 1000;
    for (long now = System.nanoTime(); ; now = System.nanoTime()) {
      line = run.startNext(now, microsAtZero + now / 1000);
      if (line < 0) {
        return tasks;
      }
      runOne(now);
      tasks++;
    }
  }

  private void runOne(long started) {
    Outcome outcome = outcome();
    Run.Stop stop = run.endUserCode();
    // Ours may have come too late to be seen, and a function may leave one of its own: neither may
    // reach the next task, or a write of ours.
    boolean unseen = Thread.interrupted();
    if (run.abandoned()) {
      return;
    }
    if (stop != null) {
      outcome = outcome.stopped(stop, unseen);
    }
    long nanos = System.nanoTime() - started;
    if (run.full(outcome.size())) {
      deliver.run();
    }
    outcome.record(run, line, nanos);
    if (outcome.size() >= Room.LARGE) {
      // At once and on this thread, which may wait: nothing else is started before there is room.
      deliver.run();
    }
  }

  /**
   * What a task did. A value or a reason, and whether it may be tried again; and what it says to
   * its being stopped.
   */
  private record Outcome(
      byte @Nullable [] value,
      @Nullable FailureKind kind,
      String message,
      boolean again,
      @Nullable String hint) {
    static Outcome value(byte[] value) {
      return new Outcome(value, null, "", false, null);
    }

    static Outcome failure(FailureKind kind, String message, boolean again) {
      return new Outcome(null, kind, shortened(message), again, null);
    }

    int size() {
      return value == null ? message.length() : value.length;
    }

    Outcome stopped(Run.Stop stop, boolean unseen) {
      boolean answered = unseen && value != null;
      if (answered) {
        return this;
      }
      boolean told = stop.kind() == FailureKind.TIMEOUT && hint != null;
      String reason = told ? stop.reason() + "; " + hint : stop.reason();
      return new Outcome(null, stop.kind(), reason, again, null);
    }

    void record(Run run, int line, long nanos) {
      if (value != null) {
        run.value(line, nanos, value);
      } else if (kind == null) {
        run.cancelled(line, message);
      } else if (again) {
        run.failedAttempt(line, nanos, kind, message);
      } else {
        run.failed(line, nanos, kind, message);
      }
    }
  }

  private Outcome outcome() {
    Suspicion suspicion = run.suspicion();
    if (suspicion != null && run.job().isBeyondCrashLimit(suspicion)) {
      return Outcome.failure(FailureKind.CRASHED, crashed(suspicion), false);
    }
    Batch batch = run.batch();
    int at = run.inBatch(line);
    TaskCall call =
        batch.oversize(at)
            ? language.overlong(batch.trueLength(at), batch.line(at), batch.length(at))
            : language.parse(batch.bytes(), batch.offset(at), batch.length(at));
    if (call instanceof TaskCall.Call task) {
      return call(task);
    }
    String reason = call instanceof TaskCall.Invalid bad ? bad.reason() : "not a task";
    return Outcome.failure(FailureKind.INVALID, reason, false);
  }

  private Outcome call(TaskCall.Call task) {
    Attempts usual = run.job().facts().options().attempts();
    Integer retries = task.retries();
    boolean again = run.attempt() <= (retries == null ? usual.retries() : retries);
    Duration timeout = task.timeout() == null ? usual.timeout() : task.timeout();
    if (timeout != null) {
      run.limit(timeout.toNanos());
    }
    if (again) {
      run.mayTryAgain();
    }
    try {
      byte[] value = task.function().applyBytes(task.argument(), this);
      int max = run.job().facts().options().maxValue();
      if (value.length > max) {
        return Outcome.failure(FailureKind.ERROR, tooLarge(value.length, max), false);
      }
      String tooMany = tooManyLines(value);
      if (tooMany != null) {
        return Outcome.failure(FailureKind.ERROR, tooMany, false);
      }
      // A segment holds both.
      int line = run.batch().bytes().length;
      if (!room.fits((long) value.length + line)) {
        return Outcome.failure(FailureKind.ERROR, tooLargeHere(value.length, line), false);
      }
      return Outcome.value(value);
    } catch (InvalidTask e) {
      return Outcome.failure(FailureKind.INVALID, message(e), false);
    } catch (TaskFailed e) {
      return Outcome.failure(e.kind(), e.getMessage(), again);
    } catch (InterruptedException e) {
      String hint = e instanceof TaskInterrupted ? e.getMessage() : null;
      return new Outcome(null, FailureKind.ERROR, "interrupted", again, hint);
    } catch (Throwable e) {
      // A user's function may throw anything; that is its result, not our failure. (Where memory
      // has really run out, the JVM ends by a flag of ours.)
      return Outcome.failure(FailureKind.ERROR, message(e), again);
    }
  }

  /** Why the next stage cannot take a value; null if it can. */
  private @Nullable String tooManyLines(byte[] value) {
    int most = run.job().linesOfValues();
    if (most == 0) {
      return null;
    }
    int feeds = 0;
    for (byte b : value) {
      feeds += b == '\n' ? 1 : 0;
    }
    if (most == 1) {
      return feeds == 0
          ? null
          : "value has more than one line; the next stage takes one, unless this one is flat";
    }
    return feeds < most
        ? null
        : "value has over %d lines, the most of a flat stage".formatted(most);
  }

  private String crashed(Suspicion suspicion) {
    int limit = run.job().crashLimit();
    return "takes its member down: %s ended while it ran this suspect alone (crash limit %d)"
        .formatted(suspicion.member(), limit);
  }

  private static String tooLarge(int length, int max) {
    return "value of " + length + " bytes is longer than --max-value " + max;
  }

  private static String tooLargeHere(int length, int line) {
    long heap = Runtime.getRuntime().maxMemory() >> 20;
    return "value of %d bytes, with its line of %d, is too large for a member with %d MiB of memory"
        .formatted(length, line, heap);
  }

  private static String message(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null || message.isBlank() ? thrown.getClass().getName() : message;
  }

  private static String shortened(String message) {
    if (message.length() <= MAX_MESSAGE) {
      return message;
    }
    int bytes = message.getBytes(StandardCharsets.UTF_8).length;
    return message.substring(0, MAX_MESSAGE) + "… (" + bytes + " bytes in all)";
  }

  @Override
  public String job() {
    return run.key().job();
  }

  @Override
  public long task() {
    return run.key().first() + line;
  }

  @Override
  public int attempt() {
    return run.attempt();
  }

  @Override
  public String member() {
    return member;
  }

  @Override
  public boolean cancelled() {
    return run.stopping();
  }
}
