package taskgrid.job;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.Grid;
import taskgrid.grid.Grid.GridMember;
import taskgrid.grid.Grid.JobFacts;
import taskgrid.grid.Grid.Progress;
import taskgrid.grid.Lines;
import taskgrid.task.GridException;
import taskgrid.task.JobState;
import taskgrid.task.JobStatus;
import taskgrid.task.TaskResult;

/** Asks all owners once how a job is. */
final class StatusQuery {
  private static final int MOST_FAILURES = 10;
  private static final int MOST_RANGES = 10;

  /**
   * Owners that change while one asks, or do not know yet what they have, make it ask again; but it
   * ends at some time: after 0.6 s.
   */
  private static final int MOST_TRIES = 6;

  private static final long FIRST_PAUSE_MILLIS = 20;

  private final Grid grid;
  private final Clock clock;

  StatusQuery(Grid grid, Clock clock) {
    this.grid = grid;
    this.clock = clock;
  }

  JobStatus of(String job) throws GridException {
    JobFacts facts = new FactsSearch(grid).of(job);
    if (facts == null || facts.forgotten()) {
      throw new GridException("no such job: " + job);
    }
    return of(facts);
  }

  JobStatus of(JobFacts facts) throws GridException {
    Evidence evidence = evidence(facts);
    boolean lost = DeriveState.of(evidence) == JobState.LOST;
    return status(evidence, lost ? lostLines(evidence) : "");
  }

  /** Asks every member, again while owners change. */
  Evidence evidence(JobFacts facts) throws GridException {
    String what = "ask members about job " + facts.job();
    Evidence evidence = Answers.of(gather(facts), what);
    long pause = FIRST_PAUSE_MILLIS;
    for (int tries = 1; isDoubtful(evidence) && tries < MOST_TRIES; tries++, pause *= 2) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
      evidence = Answers.of(gather(facts), what);
    }
    return evidence;
  }

  /** A task that is just being written down may be missed once, but not every time. */
  private static boolean isDoubtful(Evidence evidence) {
    return !evidence.whole() || evidence.missing() > 0;
  }

  /** Which lines nobody has; without facts, which there are. */
  private String lostLines(Evidence evidence) throws GridException {
    String what = "ask members about job " + evidence.facts().job();
    LineRanges known = new LineRanges();
    for (GridMember member : grid.members()) {
      for (Lines lines : Answers.of(grid.lines(member.id(), evidence.facts().job()), what)) {
        known.add(lines.first(), lines.last());
      }
    }
    return evidence.facts().areLost()
        ? known.present(MOST_RANGES)
        : known.missing(evidence.lastLine(), MOST_RANGES);
  }

  /** Why the job does not go on, or not as fast as it could; nothing if it has ended. */
  List<String> why(String job) throws GridException {
    JobFacts facts = Answers.insist(() -> grid.facts(job), "read the facts of job " + job);
    if (facts == null || facts.forgotten()) {
      return List.of();
    }
    Evidence evidence = evidence(facts);
    JobStatus status = status(evidence, "");
    if (status.state().ended() || status.state() == JobState.STRANDED) {
      return List.of();
    }
    Looks looks = Looks.at(grid, job, 0);
    return new JobReasons(
            looks, status, evidence.submitterSilentMillis(), Eligible.nobody(grid, facts.options()))
        .why();
  }

  /** Asks every member once, without waiting. */
  CompletableFuture<Evidence> gather(JobFacts facts) {
    long topology = grid.topologyVersion();
    var questions = Answers.askAll(grid.members(), member -> grid.progress(member, facts.job()));
    return CompletableFuture.allOf(questions.toArray(CompletableFuture[]::new))
        .thenApply(all -> evidence(facts, questions, topology));
  }

  private Evidence evidence(
      JobFacts facts, List<CompletableFuture<@Nullable Progress>> questions, long topology) {
    List<Progress> answers = new ArrayList<>();
    for (CompletableFuture<@Nullable Progress> question : questions) {
      Progress answer = question.join();
      if (answer != null) {
        answers.add(answer);
      }
    }
    boolean whole =
        !questions.isEmpty()
            && answers.size() == questions.size()
            && answers.stream().allMatch(Progress::whole)
            && topology == grid.topologyVersion();
    return new Evidence(facts, answers, whole, clock.millis());
  }

  private static JobStatus status(Evidence evidence, String lostLines) {
    JobFacts facts = evidence.facts();
    JobState state = DeriveState.of(evidence);
    long ended = evidence.lastResultMillis();
    return new JobStatus(
        facts.job(),
        state,
        facts.options().withLimits(facts.limits()),
        evidence.counts(),
        facts.total(),
        evidence.lastLine(),
        reason(state, evidence, lostLines),
        evidence.members(),
        failures(evidence),
        Instant.ofEpochMilli(facts.areLost() ? evidence.nowMillis() : facts.submittedMillis()),
        state.ended() && ended > 0 ? Instant.ofEpochMilli(ended) : null);
  }

  private static @Nullable String reason(JobState state, Evidence evidence, String lostLines) {
    if (state == JobState.LOST && evidence.facts().areLost()) {
      return "its options are lost, for the members that held them are gone; of its tasks %d ended and %d are never run%s"
          .formatted(evidence.counts().done(), evidence.left(), lostLines);
    }
    if (state == JobState.LOST) {
      return "%d of %d tasks are lost, for the members that held them are gone%s"
          .formatted(evidence.missing(), evidence.promised(), lostLines);
    }
    return evidence.facts().reason();
  }

  private static List<TaskResult> failures(Evidence evidence) {
    return evidence.answers().stream()
        .flatMap(answer -> answer.failures().stream())
        .sorted(Comparator.comparingLong(TaskResult::task))
        .limit(MOST_FAILURES)
        .toList();
  }
}
