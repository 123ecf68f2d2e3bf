package taskgrid.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import taskgrid.function.BuiltInFunctions;
import taskgrid.task.GridException;
import taskgrid.task.JobOptions;
import taskgrid.task.TaskResult;

/** A job on a {@link FakeGrid}, of which a test takes every step by hand. */
final class Scene {
  static final String JOB = "k3f9a2";

  final ManualClock clock = new ManualClock();
  final Random random;
  final FakeGrid grid;
  final List<TaskResult> results = new ArrayList<>();
  final Submitter submitter;
  final SubmitCounters counters = new SubmitCounters();
  final Places places = new Places(JOB);
  private final JobContext context;
  private ResultReader reader;

  Scene(long seed, JobOptions options, List<Input> inputs, int... slots) {
    random = new Random(seed);
    grid = new FakeGrid(random, clock, slots);
    grid.createJob(JOB, options);
    context = new JobContext(grid, JOB, options, BuiltInFunctions.with(null), clock);
    submitter =
        new Submitter(
            context, inputs, LineFilter.NONE, places, counters, news -> new ReadHereAndNow(inputs));
  }

  ResultReader read(ResultOptions options) {
    return read(options, submission());
  }

  ResultReader read(ResultOptions options, Origin origin) {
    reader = new GridResultReader(context, options, null, origin);
    return reader;
  }

  Submission submission() {
    return new Submission(JOB, submitter, counters, places);
  }

  ResultReader lookOn(ResultOptions options) throws GridException {
    reader = new Job(context, grid.facts(JOB).toCompletableFuture().join(), null).results(options);
    return reader;
  }

  /** One step of somebody. */
  void step() throws GridException, InterruptedException {
    switch (random.nextInt(4)) {
      case 0 -> submitter.step();
      case 1 -> poll();
      case 2 -> clock.advance(random.nextInt(100));
      default -> grid.act();
    }
  }

  TaskResult poll() throws GridException, InterruptedException {
    TaskResult result = reader.poll(Duration.ZERO);
    if (result != null) {
      results.add(result);
      if (random.nextInt(10) == 0) {
        reader.delivered();
      }
    }
    return result;
  }

  /** Steps until all results are read. */
  void finish() throws GridException, InterruptedException {
    for (int steps = 0; !reader.ended(); steps++) {
      if (steps > 200_000) {
        throw new AssertionError("no end: " + results.size() + " results, " + counters.snapshot());
      }
      step();
    }
    reader.delivered();
  }
}
