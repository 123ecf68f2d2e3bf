package taskgrid.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import taskgrid.cli.terminal.Talk;
import taskgrid.cli.terminal.Ticker;
import taskgrid.job.ResultOptions;
import taskgrid.job.ResultReader;
import taskgrid.task.GridException;
import taskgrid.task.JobOptions;

/** One job that is sent from here to an open grid: sends, delivers, reports. */
final class Submission {
  private static final DateTimeFormatter MICROS =
      new DateTimeFormatterBuilder().appendInstant(6).toFormatter();

  private final Surroundings surroundings;
  private final DeliveryArguments arguments;
  private final boolean debug;
  private final JobOptions options;
  private final OpenGrid grid;
  private final Interruption interruption;
  private final Talk talk;

  /** When reading of the input began, nanoseconds. */
  private long began;

  /** Creates the job, which begins to be sent. */
  @FunctionalInterface
  interface Start {
    RunningJob job() throws GridException, InterruptedException;
  }

  /**
   * @param debug whether to say when the first batch was sent and the first result written
   */
  Submission(
      Surroundings surroundings,
      DeliveryArguments arguments,
      boolean debug,
      JobOptions options,
      OpenGrid grid,
      Interruption interruption) {
    this.surroundings = surroundings;
    this.arguments = arguments;
    this.debug = debug;
    this.options = options;
    this.grid = grid;
    this.interruption = interruption;
    this.talk = surroundings.console().talk();
  }

  int run(Start start) throws GridException, IOException, InterruptedException {
    // The outlet first: a file that cannot be written must not cost a job.
    try (Outlet outlet = arguments.detach ? null : Outlet.of(surroundings, arguments)) {
      return run(start, outlet, arguments.waitTimeout);
    }
  }

  /**
   * The same for one of several that share these.
   *
   * @param outlet null if nobody reads the results here
   * @param patience how long it may take; null = as long as it does
   */
  int run(Start start, @Nullable Outlet outlet, @Nullable Duration patience)
      throws GridException, IOException, InterruptedException {
    try (RunningJob job = begin(start)) {
      if (outlet == null) {
        return detach(job);
      }
      outlet.begin(options);
      return deliver(job, outlet, patience);
    }
  }

  private RunningJob begin(Start start) throws GridException, InterruptedException {
    RunningJob job = start.job();
    // It has just begun to read.
    began = surroundings.timing().nanos().getAsLong();
    interruption.watch(job);
    if (!arguments.quiet) {
      talk.line("job " + job.id() + " " + grid.where());
    }
    return job;
  }

  private ResultOptions resultOptions() {
    ResultArguments results = arguments.results;
    boolean withInput = results.format.showsInput() || arguments.joblog != null;
    return new ResultOptions(results.keepOrder, withInput, true);
  }

  private int deliver(RunningJob job, Outlet outlet, @Nullable Duration patience)
      throws GridException, IOException {
    Failures failures = new Failures(talk, job::placeOf);
    try (ResultReader reader = job.results(resultOptions())) {
      Delivery delivery =
          new Delivery(
              reader,
              outlet,
              failures::see,
              first -> tellInstants(job, first),
              surroundings.timing());
      boolean all;
      Ticker progress = progress(job, delivery);
      try {
        all = delivery.run(patience);
      } finally {
        progress.close();
        failures.finish();
      }
      return all ? finish(job, reader, delivery) : stay(job, Exit.WAIT_TIMEOUT);
    } catch (ClosedPipe nobodyReads) {
      job.cancel("the reader of its results closed the pipe");
      return Exit.CLOSED_PIPE;
    } catch (InterruptedException | GridException e) {
      return left(job, e);
    } catch (IOException e) {
      // A full disk: what is not written is still in the grid.
      stay(job, Exit.ERROR);
      throw e;
    }
  }

  private int detach(RunningJob job) throws GridException, IOException {
    try {
      job.sent().get();
    } catch (ExecutionException e) {
      return left(job, e.getCause() instanceof GridException cause ? cause : e);
    } catch (InterruptedException e) {
      return left(job, e);
    }
    Display.lines(List.of(job.id()), surroundings.console().out());
    if (job.progress().cutShort()) {
      talk.line(cutShort(job));
      return Exit.CANCELLED;
    }
    return Exit.OK;
  }

  /** A signal may show as an interrupt, or as whatever the grid makes of one. */
  private int left(RunningJob job, Exception e) throws GridException {
    OptionalInt code = interruption.leaving();
    if (code.isPresent()) {
      return stay(job, code.getAsInt());
    }
    if (e instanceof GridException gridException) {
      throw gridException;
    }
    throw new GridException("job " + job.id() + " was left: " + e.getMessage(), e);
  }

  private int stay(RunningJob job, int code) {
    if (grid.isEmbedded()) {
      talk.line("job " + job.id() + " was embedded in this process and ends with it");
      return code;
    }
    // From here on the grid knows how far its input was sent.
    job.close();
    talk.line("job " + job.id() + " goes on; bin/taskgrid job results " + job.id() + " reads it");
    long leftAt = job.progress().leftAt();
    if (leftAt >= 0) {
      talk.line("job " + job.id() + " was left at line " + leftAt + ": what follows was not sent");
    }
    return code;
  }

  private int finish(RunningJob job, ResultReader reader, Delivery delivery) throws GridException {
    Tally tally = delivery.tally();
    if (job.progress().cutShort()) {
      talk.line(cutShort(job));
    }
    tellWhyHalted(job, tally);
    if (!arguments.quiet) {
      talk.line(tally.summary(job.id(), delivery.settledAt() - began).line());
    }
    long dropped = reader.dropped();
    long missing = Math.max(0, job.progress().total() - tally.done() - dropped);
    if (dropped > 0) {
      talk.line("taskgrid: " + Losses.dropped(job.id(), dropped));
    }
    if (missing > 0) {
      talk.line("taskgrid: " + Losses.lost(job.id(), missing));
    }
    if (dropped + missing > 0) {
      return Exit.ERROR;
    }
    // Lines that were never sent are no tasks of the job, and yet they were cancelled.
    long unsent = job.progress().cutShort() ? 1 : 0;
    return Exit.of(tally.failed(), tally.cancelled() + unsent);
  }

  private void tellWhyHalted(RunningJob job, Tally tally) throws GridException {
    boolean all = tally.cancelled() == 0 && !job.progress().cutShort();
    String reason = options.halt() == null || all ? null : job.status().reason();
    if (reason != null) {
      talk.line("job " + job.id() + " was " + OneLine.of(reason));
    }
  }

  private static String cutShort(RunningJob job) {
    return "job " + job.id() + " was cancelled before all of its input was sent";
  }

  private void tellInstants(RunningJob job, Instant firstWritten) {
    Instant firstSent = job.progress().firstBatchSent();
    if (debug && firstSent != null) {
      talk.line("first batch sent " + MICROS.format(firstSent));
      talk.line("first result written " + MICROS.format(firstWritten));
    }
  }

  private Ticker progress(RunningJob job, Delivery delivery) {
    JobProgress progress =
        new JobProgress(job, delivery, () -> surroundings.timing().nanos().getAsLong() - began);
    Console console = surroundings.console();
    if (console.errIsTerminal() && !arguments.quiet) {
      return progress.bar(talk, surroundings.machine().environment());
    }
    return arguments.progress && !arguments.quiet ? progress.lines(talk) : Ticker.none();
  }
}
