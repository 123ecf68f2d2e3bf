package taskgrid.real;

import static java.util.stream.Collectors.counting;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import taskgrid.Taskgrid;
import taskgrid.real.inside.Question;
import taskgrid.task.GridException;

/**
 * Members are killed, stopped, continued, added and drained at random while jobs run. Every line
 * has one result; nothing runs again but what ran on a member that was killed or silent for long;
 * and the members that are left are no larger than they were.
 *
 * <p>By hand, for as long as you like: see src/docs/chaos.md.
 */
class ChaosIT {
  private static final long MORE_HEAP = 32L << 20;

  /** Its slots and their spare threads, and what Hazelcast keeps for a minute. */
  private static final long MORE_THREADS = 4 + 64 + 64;

  private final ChaosOptions options = ChaosOptions.fromProperties();
  private final CountDownLatch over = new CountDownLatch(1);

  @Test
  void whateverHappensToMembersNothingIsLost() throws Exception {
    Figures.say("chaos begins: %s", options);
    try (RealGrid grid = RealGrid.empty(options.members() + 1)) {
      Observation observation = Observation.of(grid);
      Chaos chaos = new Chaos(grid, observation, options, over);
      try {
        chaos.begin();
        Size before = Size.of(chaos);
        List<ChaosSubmitter.Done> jobs = submitDuring(chaos, grid);
        tell(chaos, jobs);
        check(new Executions(observation, chaos.lives()));
        forget(jobs, grid);
        before.comesBack(chaos);
      } catch (Exception | AssertionError e) {
        keepLogs(chaos);
        throw e;
      }
    }
  }

  private List<ChaosSubmitter.Done> submitDuring(Chaos chaos, RealGrid grid) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(options.submitters());
    List<Future<List<ChaosSubmitter.Done>>> submitters = new ArrayList<>();
    try {
      for (int i = 0; i < options.submitters(); i++) {
        ChaosSubmitter submitter = new ChaosSubmitter(grid, i, options, () -> over.getCount() == 0);
        submitters.add(threads.submit(() -> submit(submitter)));
      }
      chaos.rage();
    } finally {
      over.countDown();
      threads.shutdown();
    }
    List<ChaosSubmitter.Done> jobs = new ArrayList<>();
    for (Future<List<ChaosSubmitter.Done>> submitter : submitters) {
      jobs.addAll(submitter.get());
    }
    return jobs;
  }

  /** The first that fails ends the chaos. */
  private List<ChaosSubmitter.Done> submit(ChaosSubmitter submitter) throws Exception {
    try {
      return submitter.call();
    } finally {
      over.countDown();
    }
  }

  private void tell(Chaos chaos, List<ChaosSubmitter.Done> jobs) {
    long tasks = jobs.stream().mapToLong(job -> job.job().lines().size()).sum();
    Figures.say("chaos did: %s", chaos.done());
    Figures.say("chaos: %d jobs, %d tasks, each with one result", jobs.size(), tasks);
  }

  private void check(Executions executions) throws Exception {
    List<Executions.Repeated> repeated = executions.repeated();
    Figures.say("chaos: %d executions, %d tasks ran again", executions.all(), repeated.size());
    repeated.stream()
        .collect(Collectors.groupingBy(Executions.Repeated::where, TreeMap::new, counting()))
        .forEach((where, count) -> Figures.say("chaos: %d tasks of %s ran again", count, where));
    if (!options.twoAtOnce()) {
      assertThat(repeated.stream().filter(task -> !task.isAllowed()))
          .as("tasks that ran again without need")
          .isEmpty();
    }
  }

  /** All are known to the end, unless all that knew them were killed at once. */
  private void forget(List<ChaosSubmitter.Done> jobs, RealGrid grid) throws Exception {
    List<String> unknown = new ArrayList<>();
    try (Taskgrid connected = grid.connect()) {
      for (ChaosSubmitter.Done job : jobs) {
        try {
          connected.job(job.id()).forget();
        } catch (GridException e) {
          unknown.add(e.getMessage());
        }
      }
    }
    Figures.say("chaos: jobs that nobody knows any more: %s", unknown);
    assertThat(options.twoAtOnce() || unknown.isEmpty()).as("%s", unknown).isTrue();
  }

  /** How large members are. */
  private record Size(List<Long> heap, List<Long> threads) {
    static Size of(Chaos chaos) throws Exception {
      return new Size(chaos.ask(Question.LIVE_HEAP), chaos.ask(Question.THREADS));
    }

    /** What is forgotten goes in the next seconds. */
    void comesBack(Chaos chaos) throws Exception {
      Patience.until("members are as small as they were", () -> isAbout(Size.of(chaos)));
    }

    private boolean isAbout(Size after) {
      Figures.say("chaos: heaps %s MiB before, %s after", mebibytes(heap), mebibytes(after.heap));
      Figures.say("chaos: threads %s before, %s after", threads, after.threads);
      return Collections.max(after.heap) < Collections.max(heap) + MORE_HEAP
          && Collections.max(after.threads) < Collections.max(threads) + MORE_THREADS;
    }

    private static List<Long> mebibytes(List<Long> bytes) {
      return bytes.stream().map(each -> each >> 20).toList();
    }
  }

  private static void keepLogs(Chaos chaos) throws Exception {
    Path folder = Files.createDirectories(Bin.HOME.resolve("target/chaos"));
    for (Life life : chaos.lives()) {
      Launched process = life.member().process();
      Files.writeString(folder.resolve(process.pid() + ".log"), life + "\n" + process.err().text());
    }
    Figures.say("chaos failed; the members' logs are in %s", folder);
  }
}
